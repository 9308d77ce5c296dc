"""What a higher body asks of a lower one, and what it sends back."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedBytesField
from organisations.models import Organisation
from reporting.models.filings import Filing
from reporting.rules.periods import Period
from reporting.words import Figure, FilingStep, Side


class FilingDuty(models.Model):
    """报送要求: an organisation is to file a report year by a day."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("填报单位"), on_delete=models.PROTECT, related_name="filing_duties"
    )
    report_year = models.PositiveSmallIntegerField(_("年度"))
    due_on = models.DateField(_("报送截止日期"))  # the last day on which it is in time
    set_by = models.BigIntegerField(_("布置人"), null=True)
    set_at = models.DateTimeField(_("布置时间"))

    class Meta:
        verbose_name = _("报送要求")
        ordering = ["due_on", "organisation__area_code"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "report_year"], name="year_asked_for_once")
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} {self.report_year}"

    @property
    def period(self) -> Period:
        return Period(report_year=self.report_year)


class FilingReturn(models.Model):
    """退回: the higher body's remark on a filing. The filing stays; the answer is a new one."""

    filing = models.OneToOneField(
        Filing, verbose_name=_("报送"), on_delete=models.PROTECT, related_name="returned"
    )
    remark = models.CharField(_("退回意见"), max_length=300)
    body = models.ForeignKey(
        Organisation, verbose_name=_("退回单位"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_by = models.BigIntegerField(_("退回人"), null=True)
    returned_at = models.DateTimeField(_("退回时间"))

    class Meta:
        verbose_name = _("退回")

    def __str__(self) -> str:
        return f"#{self.filing_id}"


class FilingAct(models.Model):
    """A step that a body above took with a filing. The database refuses update, delete and truncate."""

    filing = models.ForeignKey(Filing, verbose_name=_("报送"), on_delete=models.PROTECT, related_name="acts")
    step = models.CharField(_("环节"), max_length=12, choices=FilingStep.choices)
    body = models.ForeignKey(
        Organisation, verbose_name=_("办理单位"), on_delete=models.PROTECT, related_name="+"
    )
    remark = models.CharField(_("意见"), max_length=300, blank=True)
    taken_by = models.BigIntegerField(_("办理人"), null=True)
    taken_at = models.DateTimeField(_("办理时间"))

    class Meta:
        verbose_name = _("报送办理")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["filing", "step"], name="step_taken_once")]

    def __str__(self) -> str:
        return f"#{self.filing_id} {self.step}"


class FilingScan(models.Model):
    """盖章扫描件: the stamped paper of a filing, sealed. A newer one stands before it and never takes its place."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    filing = models.ForeignKey(Filing, verbose_name=_("报送"), on_delete=models.PROTECT, related_name="scans")
    file = EncryptedBytesField(_("扫描件"))
    file_kind = models.CharField(_("文件类型"), max_length=8)  # pdf, jpg, png
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    uploaded_by = models.BigIntegerField(_("上传人"), null=True)
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("盖章扫描件")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.filing_id}"


class FilingRemark(models.Model):
    """单元格意见: what the higher body says of one number of a returned filing.

    The row is named as the frozen value names it: by county and unit, both empty for the whole.
    """

    filing_return = models.ForeignKey(
        FilingReturn, verbose_name=_("退回"), on_delete=models.PROTECT, related_name="remarks"
    )
    county = models.CharField(_("县（市、区）"), max_length=12, blank=True)  # area code
    unit = models.BigIntegerField(_("单位"), null=True)  # id in the frozen value
    side = models.CharField(_("统计"), max_length=12, choices=Side.choices)
    figure = models.CharField(_("指标"), max_length=24, choices=Figure.choices)
    remark = models.CharField(_("意见"), max_length=200)

    class Meta:
        verbose_name = _("单元格意见")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing_return", "county", "unit", "side", "figure"],
                name="cell_remarked_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"#{self.filing_return_id}"
