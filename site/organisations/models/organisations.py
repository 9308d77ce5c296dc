"""One tree of organisations of every kind; kinds are words, not tables."""

import uuid

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from organisations.words import Line, OrganisationKind, Tier


class Organisation(models.Model):
    """A bureau, station, point, agency, school or external body.

    `path` is the chain of ids from the root to this organisation, each followed by a slash ("1/5/12/"):
    everything below an organisation begins with its path.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(_("类别"), max_length=12, choices=OrganisationKind.choices)
    tier = models.CharField(_("层级"), max_length=10, choices=Tier.choices, blank=True)
    line = models.CharField(_("条线"), max_length=16, choices=Line.choices, default=Line.CIVIL_AFFAIRS)
    area_code = models.CharField(_("区划代码"), max_length=12, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    path = models.CharField(_("路径"), max_length=200, editable=False, default="")
    ended_on = models.DateField(
        _("撤销日期"), null=True, blank=True
    )  # the first day on which it no longer is
    # Set where the import that made it was undone; ledger lines may still point here.
    withdrawn_at = models.DateTimeField(_("作废时间"), null=True, editable=False)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("机构")
        ordering = ["area_code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="organisation_name_once",
                condition=models.Q(withdrawn_at=None, ended_on=None),
            ),
            models.CheckConstraint(
                condition=models.Q(area_code__regex=r"^(\d{6}|\d{9}|\d{12})?$"), name="area_code_digits"
            ),
        ]
        indexes = [models.Index(OpClass("path", name="varchar_pattern_ops"), name="organisation_path")]

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(models.Model):
    """Another name under which sheets know an organisation: a former name or a short one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("别名"), max_length=100)
    until = models.DateField(_("使用至"), null=True, blank=True)

    class Meta:
        verbose_name = _("机构别名")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="organisation_alias_once")
        ]

    def __str__(self) -> str:
        return self.name
