"""投诉与建议: what somebody wrote, and what became of it. Nobody's name stands here unless they wrote it themselves."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from inbox.words import ComplaintCategory, ComplaintState


class Complaint(models.Model):
    """Text, contact, note and answer are unreadable in the database. `code` is the receipt: who has it sees the answer."""

    code = models.CharField(_("回执编号"), max_length=16, unique=True)  # 75 random bits and a check character
    category = models.CharField(_("类别"), max_length=16, choices=ComplaintCategory.choices)
    text = EncryptedTextField(_("内容"))
    contact = EncryptedTextField(_("联系方式"), null=True)
    page = models.CharField(_("页面"), max_length=200, blank=True)  # a path of this site without its query
    state = models.CharField(
        _("状态"), max_length=10, choices=ComplaintState.choices, default=ComplaintState.WAITING
    )
    note = EncryptedTextField(_("处理记录"), null=True)  # for operators alone
    answer = EncryptedTextField(_("答复"), null=True)  # a draft until the state says answered
    revision = models.PositiveIntegerField(_("第几次修改"), default=0)
    handled_by = models.BigIntegerField(_("处理人"), null=True)
    received_at = models.DateTimeField(_("收到时间"), db_default=Now())
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        verbose_name = _("投诉与建议")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ComplaintState.ANSWERED, answered_at__isnull=False, answer__isnull=False)
                | (~Q(state=ComplaintState.ANSWERED) & Q(answered_at=None)),
                name="answered_complaints_have_an_answer",
            )
        ]
        indexes = [models.Index(fields=["state", "received_at"], name="inbox_complaint_queue")]

    def __str__(self) -> str:
        return f"#{self.pk}"
