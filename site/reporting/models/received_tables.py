"""上级来表: the table of a higher body, what somebody pointed at in it, and the filled file as it was sent back."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedBytesField, EncryptedJSONField
from organisations.models import Organisation
from reporting.rules.periods import Period


class ReceivedTable(models.Model):
    """A workbook as it came. `sheets` are its visible sheets as `rules.received.grid` reads them.

    Both are sealed: nobody knows what a higher body has written into its table.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("填报单位"), on_delete=models.PROTECT, related_name="received_tables"
    )
    name = models.CharField(_("文件名"), max_length=200)
    content = EncryptedBytesField(_("内容"))
    sheets = EncryptedJSONField(_("工作表"))
    uploaded_by = models.BigIntegerField(_("上传人"), null=True)
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("上级来表")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class TableMapping(models.Model):
    """对应: the points of an organisation in sheets of one layout, kept for the next period.

    `revision` counts the changes: whoever saves names the one that was seen.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("填报单位"), on_delete=models.PROTECT, related_name="table_mappings"
    )
    fingerprint = models.CharField(_("版式"), max_length=64)  # SHA-256 of headings, places and merged cells
    landmarks = EncryptedJSONField(_("表头"))  # row, column and text: to say what moved
    points = models.JSONField(_("对应"), default=list)
    revision = models.PositiveIntegerField(_("修改次数"), default=0)
    saved_by = models.BigIntegerField(_("保存人"), null=True)
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("来表对应")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "fingerprint"], name="layout_mapped_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class FilledTable(models.Model):
    """A table as it was filled. `record` is the canonical JSON of its cells whose SHA-256 is kept, beside that of the file.

    The database refuses to change or delete it; only a new key may seal its content again.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    table = models.ForeignKey(
        ReceivedTable, verbose_name=_("上级来表"), on_delete=models.PROTECT, related_name="filled"
    )
    report_year = models.PositiveSmallIntegerField(_("年度"), null=True)
    first_day = models.DateField(_("起"), null=True)
    last_day = models.DateField(_("止（含当天）"), null=True)
    content = EncryptedBytesField(_("内容"))
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    record = models.BinaryField(_("快照"))
    record_sha256 = models.CharField(_("快照摘要"), max_length=64)
    cells = models.PositiveIntegerField(_("填写格数"))
    ledger_position = models.BigIntegerField(_("台账位置"))
    filled_by = models.BigIntegerField(_("填表人"), null=True)
    filled_at = models.DateTimeField(_("填表时间"))

    class Meta:
        verbose_name = _("已填的表")
        ordering = ["-filled_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report_year__isnull=False, first_day=None, last_day=None)
                | Q(report_year=None, first_day__isnull=False, last_day__isnull=False),
                name="filled_table_has_one_period",
            ),
            models.CheckConstraint(condition=Q(cells__gt=0), name="filled_table_has_a_cell"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day, self.report_year)
