"""Training plans: what is asked of whom, in periods that are rows; and what an officer decided about a person.

The definition of a version never changes: another rule is another row with its own days. So a period that began under
one is judged by it for ever.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedBytesField, EncryptedTextField
from courses.plan_words import PauseKind
from people.models import Person


class TrainingPlan(models.Model):
    """培训计划: one version for one jurisdiction and span of dates. `definition`: shape 1 of `courses.rules.plans`."""

    code = models.SlugField(_("代码"), max_length=40)
    title = models.CharField(_("名称"), max_length=80)
    purpose = models.CharField(_("说明"), max_length=300, blank=True)
    jurisdiction = models.CharField(
        _("适用地区"), max_length=12, blank=True
    )  # area prefix; empty: the country
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(
        _("失效日期"), null=True, blank=True
    )  # the first day on which it no longer holds
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    article = models.CharField(_("条款"), max_length=60, blank=True)
    is_verified = models.BooleanField(_("已核实"), default=False)
    definition = models.JSONField(_("要求"))
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("培训计划")
        ordering = ["code", "jurisdiction", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "jurisdiction", "valid_from"], name="plan_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="plan_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def version(self) -> str:
        """Code, jurisdiction and first day, as of rule rows."""
        return f"{self.code}@{self.jurisdiction or 'CN'}:{self.valid_from.isoformat()}"


class PlanAssignment(models.Model):
    """A plan is asked of a person from a day on; ended where the audience rule no longer names them.

    Whoever is named again goes on with the same row and its periods: a year is not begun twice.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="plan_assignments"
    )
    code = models.SlugField(_("计划代码"), max_length=40)
    anchor = models.DateField(_("起算日"))  # the day of hire, where it is known
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True)  # the first day on which it is no longer asked
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("计划安排")
        constraints = [
            models.UniqueConstraint(fields=["person", "code"], name="plan_asked_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="assignment_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} → #{self.person_id}"


class PlanPeriod(models.Model):
    """期间: one turn of a plan for one person. Never reset; the next turn is another row.

    `met_on` is what the last recomputation found, for lists of what was; pages judge by the facts of the moment.
    """

    assignment = models.ForeignKey(
        PlanAssignment, verbose_name=_("计划安排"), on_delete=models.CASCADE, related_name="periods"
    )
    plan = models.ForeignKey(
        TrainingPlan, verbose_name=_("培训计划"), on_delete=models.PROTECT, related_name="periods"
    )
    first_day = models.DateField(_("起"))
    last_day = models.DateField(_("止"), null=True)  # included; empty: asked once, without an end
    met_on = models.DateField(_("完成日期"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("计划期间")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "first_day"], name="plan_period_once"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="plan_period_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.first_day}"


class _Decision(models.Model):
    """What an officer decided about a person, with reason and document; withdrawn, never deleted."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    reason = EncryptedTextField(_("理由"))
    document = EncryptedTextField(_("材料"))
    file = EncryptedBytesField(_("材料文件"), null=True)
    file_kind = models.CharField(_("文件类型"), max_length=8, blank=True)  # docx, pdf, jpg, png
    decided_by = models.BigIntegerField(_("登记人"), null=True)
    decided_at = models.DateTimeField(_("登记时间"))
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"#{self.pk}"


def _kind_with_file(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(file=None, file_kind="") | Q(Q(file__isnull=False), ~Q(file_kind="")), name=name
    )


class Waiver(_Decision):
    """豁免: a requirement, or with an empty key the whole plan, is not asked of a person between two days."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="plan_waivers"
    )
    code = models.SlugField(_("计划代码"), max_length=40)
    key = models.CharField(_("要求"), max_length=60, blank=True)
    first_day = models.DateField(_("起"))
    last_day = models.DateField(_("止"), null=True)

    class Meta:
        verbose_name = _("豁免")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="waiver_days_in_order"
            ),
            _kind_with_file("waiver_kind_with_file"),
        ]


class Pause(_Decision):
    """暂停: the person's deadlines stand still from a day to a day, both included."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="plan_pauses"
    )
    kind = models.CharField(_("种类"), max_length=12, choices=PauseKind.choices)
    first_day = models.DateField(_("起"))
    last_day = models.DateField(_("止"), null=True)

    class Meta:
        verbose_name = _("暂停")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="pause_days_in_order"
            ),
            _kind_with_file("pause_kind_with_file"),
        ]


class Equivalent(_Decision):
    """等效认定: evidence accepted for a requirement, or so many minutes of it; `first_day` is the day of the evidence."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="plan_equivalents"
    )
    code = models.SlugField(_("计划代码"), max_length=40)
    key = models.CharField(_("要求"), max_length=60)
    first_day = models.DateField(_("材料日期"))
    last_day = models.DateField(_("有效期至"), null=True)
    minutes = models.PositiveIntegerField(_("认定分钟数"), null=True)

    class Meta:
        verbose_name = _("等效认定")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="equivalent_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gt=0), name="equivalent_has_minutes"
            ),
            _kind_with_file("equivalent_kind_with_file"),
        ]
