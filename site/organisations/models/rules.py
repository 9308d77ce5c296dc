"""Every number that a rule uses, with its jurisdiction, dates, document and whether it was verified."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.Model):
    """One value of one rule for one jurisdiction and span of dates."""

    key = models.CharField(_("规则"), max_length=60)  # e.g. "ce.required_hours"
    jurisdiction = models.CharField(
        _("适用地区"), max_length=12, blank=True
    )  # area prefix; empty: the whole country
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(
        _("失效日期"), null=True, blank=True
    )  # the first day on which it no longer holds
    value = models.JSONField(_("取值"))
    title = models.CharField(_("说明"), max_length=200)
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    article = models.CharField(_("条款"), max_length=60, blank=True)
    is_verified = models.BooleanField(_("已核实"), default=False)

    class Meta:
        verbose_name = _("认定规则")
        constraints = [
            models.UniqueConstraint(fields=["key", "jurisdiction", "valid_from"], name="rule_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="rule_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def version(self) -> str:
        """What ledger lines and filings store: key, jurisdiction and first day."""
        return f"{self.key}@{self.jurisdiction or 'CN'}:{self.valid_from.isoformat()}"
