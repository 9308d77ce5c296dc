"""What a class was bought for and what it costs. Money is stored in fen, time in minutes: whole numbers both."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from courses.models.classes import TrainingClass
from organisations.models import Organisation


class ClassContract(models.Model):
    """The contract with the provider of a class, and its acceptance (验收) once the hours stand."""

    training_class = models.OneToOneField(
        TrainingClass, verbose_name=_("班次"), on_delete=models.PROTECT, related_name="contract"
    )
    contractor = models.ForeignKey(
        Organisation, verbose_name=_("承办"), on_delete=models.PROTECT, related_name="contracts"
    )
    document_number = models.CharField(_("合同编号"), max_length=60)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    contracted_minutes = models.PositiveIntegerField(_("合同时长（分钟）"))
    amount_fen = models.BigIntegerField(_("合同金额（分）"))
    money_source = models.CharField(_("经费来源"), max_length=120)
    accepted_on = models.DateField(_("验收日期"), null=True, blank=True)
    accepted_by = models.BigIntegerField(_("验收人"), null=True, blank=True)
    accepted_minutes = models.PositiveIntegerField(
        _("验收时已完成（分钟）"), null=True, blank=True
    )  # computed
    acceptance_note = models.CharField(_("验收意见"), max_length=400, blank=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("承办合同")
        constraints = [
            models.CheckConstraint(condition=Q(contracted_minutes__gt=0), name="contract_has_minutes"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="contract_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(accepted_on=None, accepted_by=None, accepted_minutes=None, acceptance_note="")
                | Q(accepted_on__isnull=False, accepted_minutes__isnull=False),
                name="contract_accepted_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class BudgetLine(models.Model):
    """One item of a class's money: what was planned, and what was spent."""

    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="budget_lines"
    )
    item = models.CharField(_("项目"), max_length=60)
    planned_fen = models.BigIntegerField(_("预算（分）"), default=0)
    spent_fen = models.BigIntegerField(_("支出（分）"), default=0)

    class Meta:
        verbose_name = _("经费明细")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "item"], name="budget_item_once"),
            models.CheckConstraint(
                condition=Q(planned_fen__gte=0, spent_fen__gte=0), name="budget_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
