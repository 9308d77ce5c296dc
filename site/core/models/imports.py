"""Staging: what was uploaded, what each row would do, what was done and how to take it back."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedBytesField, EncryptedJSONField, SentenceField
from core.sentences import Sentence
from core.words import ImportState, Verdict


class ImportBatch(models.Model):
    """One upload of one or more files: received, read, confirmed and, within the window, undone."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("种类"), max_length=40)
    state = models.CharField(
        _("状态"), max_length=12, choices=ImportState.choices, default=ImportState.RECEIVED
    )
    organisation_id = models.BigIntegerField(_("发起单位"), null=True)
    staged_by = models.BigIntegerField(_("上传人"), null=True)
    staged_at = models.DateTimeField(_("上传时间"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)
    undo_until = models.DateTimeField(_("可撤销至"), null=True)
    counts = models.JSONField(_("各表计数"), default=dict)  # {sheet: {verdict: n}}

    class Meta:
        verbose_name = _("导入批次")

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class ImportFile(models.Model):
    """An uploaded file, encrypted; deleted when the undo window closes."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("文件名"), max_length=200)
    digest = models.CharField(_("摘要"), max_length=64)
    content = EncryptedBytesField(_("内容"))

    class Meta:
        verbose_name = _("导入文件")

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """The verdict on one row of one sheet."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(_("表"), max_length=100)
    row = models.PositiveIntegerField(_("行"))
    column = models.CharField(_("列"), max_length=60, blank=True)
    verdict = models.CharField(_("判定"), max_length=10, choices=Verdict.choices)
    reason = SentenceField(_("原因"), default=Sentence)  # without personal data
    payload = EncryptedJSONField(_("内容"), null=True)

    class Meta:
        verbose_name = _("导入行")
        indexes = [models.Index(fields=["batch", "verdict", "id"], name="core_importrow_verdict")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"


class ImportChange(models.Model):
    """One object that a confirmed batch made or changed, with what undo needs."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    subject_type = models.CharField(_("对象类型"), max_length=60)
    subject_id = models.BigIntegerField(_("对象编号"))
    created = models.BooleanField(_("新建"))
    before = EncryptedJSONField(_("原值"), null=True)
    after = EncryptedJSONField(_("新值"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("导入改动")
        indexes = [models.Index(fields=["batch", "subject_type"], name="core_importchange_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
