"""A filing: a frozen value with its digest and the workbook that was made of it. It is never changed or deleted."""

import json
import uuid
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import records
from organisations.models import Organisation
from reporting.rules.filing_chain import state_of
from reporting.rules.periods import Period
from reporting.words import FilingState, FilingStep, Recipient, VisitsUnit


class Filing(models.Model):
    """`record` is the canonical JSON whose SHA-256 is kept; `workbook` the XLSX that was rendered from it.

    Whether a filing still stands is read from `correction`: the one filing that may correct it. The database refuses
    update, delete and truncate (migration 0002).
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("报送编号"), max_length=40, unique=True)  # report year, area code, serial
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("填报单位"), on_delete=models.PROTECT, related_name="filings"
    )
    report_year = models.PositiveSmallIntegerField(_("年度"), null=True)
    first_day = models.DateField(_("起"), null=True)
    last_day = models.DateField(_("止（含当天）"), null=True)
    recipient = models.CharField(_("报送对象"), max_length=16, choices=Recipient.choices)
    visits = models.CharField(_("人次单位"), max_length=12, choices=VisitsUnit.choices)
    record = models.BinaryField(_("快照"))
    sha256 = models.CharField(_("快照摘要"), max_length=64)
    check_code = models.CharField(_("校验码"), max_length=24, unique=True)
    workbook = models.BinaryField(_("报送表"))
    workbook_sha256 = models.CharField(_("报送表摘要"), max_length=64)
    renderer = models.CharField(_("制表程序版本"), max_length=60)
    ledger_position = models.BigIntegerField(_("台账位置"))
    chain_head = models.CharField(_("台账链头"), max_length=64, blank=True)
    filed_by = models.BigIntegerField(_("报送人"), null=True)
    filed_at = models.DateTimeField(_("报送时间"))
    needs_check = models.BooleanField(_("本级两人审核"), default=False)  # by the rule in force that day
    is_nil = models.BooleanField(_("零报告"), default=False)  # filed without a line: a report as well
    late_days = models.PositiveSmallIntegerField(_("逾期天数"), default=0)  # as it stands in the snapshot
    corrects = models.OneToOneField(
        "self", verbose_name=_("更正"), null=True, on_delete=models.PROTECT, related_name="correction"
    )
    reason = models.CharField(_("更正理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("报送")
        constraints = [
            models.CheckConstraint(
                condition=Q(report_year__isnull=False, first_day=None, last_day=None)
                | Q(report_year=None, first_day__isnull=False, last_day__isnull=False),
                name="filing_has_one_period",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""), name="correction_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["organisation", "report_year", "recipient"],
                name="year_filed_once",
                condition=Q(corrects=None, report_year__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["organisation", "first_day", "last_day", "recipient"],
                name="days_filed_once",
                condition=Q(corrects=None, report_year=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @cached_property
    def document(self) -> dict[str, Any]:
        """The frozen value. That of a province has megabytes, so whoever asks again gets what was read the first time."""
        found: dict[str, Any] = json.loads(bytes(self.record))
        return found

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day, self.report_year)

    @property
    def unit(self) -> VisitsUnit:
        return VisitsUnit(self.visits)

    @property
    def goes_to(self) -> Recipient:
        return Recipient(self.recipient)

    @property
    def state(self) -> FilingState:
        """Lists load `acts` and the organisation beforehand."""
        return state_of(
            self.organisation.tier,
            [FilingStep(act.step) for act in self.acts.all()],
            is_returned=hasattr(self, "returned"),
            is_superseded=hasattr(self, "correction"),
            needs_check=self.needs_check,
        )

    @property
    def code(self) -> str:
        """校验码 as it is printed on every page and read over the phone."""
        return records.grouped(self.check_code)
