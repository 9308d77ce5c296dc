"""A filing that is still being prepared."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from reporting.models.filings import Filing
from reporting.rules.periods import Period
from reporting.rules.questions import Answer
from reporting.words import Disposition, QuestionKind, Recipient, VisitsUnit


class FilingDraft(models.Model):
    """报送草稿: what is to be filed, and what was said so far to its questions. It holds no number: those stay alive.

    `answers` are {kind of question: [disposition or empty, remark or empty]}. `revision` goes up with each change. The
    draft is gone when its period is filed.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("填报单位"), on_delete=models.PROTECT, related_name="filing_drafts"
    )
    report_year = models.PositiveSmallIntegerField(_("年度"), null=True)
    first_day = models.DateField(_("起"), null=True)
    last_day = models.DateField(_("止（含当天）"), null=True)
    recipient = models.CharField(_("报送对象"), max_length=16, choices=Recipient.choices)
    visits = models.CharField(_("人次单位"), max_length=12, choices=VisitsUnit.choices, blank=True)
    corrects = models.ForeignKey(
        Filing, verbose_name=_("更正"), null=True, on_delete=models.PROTECT, related_name="drafts"
    )
    reason = models.CharField(_("更正理由"), max_length=200, blank=True)
    answers = models.JSONField(_("答复"), default=dict)
    revision = models.PositiveIntegerField(_("修改次数"), default=1)
    saved_by = models.BigIntegerField(_("保存人"), null=True)
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("报送草稿")
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "report_year", "first_day", "last_day", "recipient"],
                name="one_draft_per_filing",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(report_year__isnull=False, first_day=None, last_day=None)
                | Q(report_year=None, first_day__isnull=False, last_day__isnull=False),
                name="draft_has_one_period",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day, self.report_year)

    @property
    def unit(self) -> VisitsUnit | None:
        return VisitsUnit(self.visits) if self.visits else None

    @property
    def goes_to(self) -> Recipient:
        return Recipient(self.recipient)

    def answered(self) -> dict[QuestionKind, Answer]:
        """The complete answers: what was chosen, with words."""
        return {
            QuestionKind(kind): Answer(Disposition(disposition), remark)
            for kind, (disposition, remark) in self.answers.items()
            if disposition and remark
        }
