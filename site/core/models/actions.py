"""Keys that make a form's second arrival harmless."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ActionKey(models.Model):
    """A key seen once, with the answer that its first arrival got."""

    key = models.UUIDField(_("操作键"), unique=True)
    account_id = models.BigIntegerField(_("账号"), null=True)
    fingerprint = models.CharField(_("内容指纹"), max_length=64)  # keyed hash of path and fields
    location = models.CharField(_("结果地址"), max_length=500)
    written_at = models.DateTimeField(_("设备所称填写时间"), null=True)  # a claim: the server's time decides
    used_at = models.DateTimeField(_("使用时间"), db_default=Now())

    class Meta:
        verbose_name = _("操作键")

    def __str__(self) -> str:
        return str(self.key)
