"""A workbook that took long to make and waits for whoever asked."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedBytesField
from people.models import Person


class PreparedFile(models.Model):
    """An official form as it was when it was made; for its owner alone, and deleted when its time is over.

    One with whole identity numbers is handed out after a proof of the last minutes alone.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        Person, verbose_name=_("所有人"), on_delete=models.CASCADE, related_name="prepared_files"
    )
    name = models.CharField(_("文件名"), max_length=200)
    content = EncryptedBytesField(_("内容"))
    holds_identities = models.BooleanField(_("含完整身份证号"), default=False)
    made_at = models.DateTimeField(_("生成时间"))
    expires_at = models.DateTimeField(_("保留至"), db_index=True)

    class Meta:
        verbose_name = _("生成的文件")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"
