"""Programmes, training classes and their sessions."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from courses.models.lecturers import Lecturer
from courses.rules.class_states import LOCKED, OVER
from courses.words import Audience, ClassKind, ClassState, DeliveryMode, HalfDay, Tier
from organisations.models import Organisation


class Programme(models.Model):
    """One organiser's series of classes of a report year."""

    name = models.CharField(_("培训项目"), max_length=120)
    organiser = models.ForeignKey(
        Organisation, verbose_name=_("主办"), on_delete=models.PROTECT, related_name="programmes"
    )
    report_year = models.PositiveSmallIntegerField(_("年度"))

    class Meta:
        verbose_name = _("培训项目")
        constraints = [
            models.UniqueConstraint(fields=["organiser", "report_year", "name"], name="programme_once_a_year")
        ]

    def __str__(self) -> str:
        return self.name


class TrainingClass(models.Model):
    """班次. Exactly one organiser owns its totals; the report year stands apart from the dates."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, verbose_name=_("培训项目"), on_delete=models.PROTECT, related_name="classes"
    )
    organiser = models.ForeignKey(
        Organisation, verbose_name=_("主办"), on_delete=models.PROTECT, related_name="organised"
    )
    provider = models.ForeignKey(
        Organisation,
        verbose_name=_("承办"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="provided",
    )
    co_organisers = models.ManyToManyField(
        Organisation, verbose_name=_("协办"), related_name="co_organised", blank=True
    )  # named in print; totals belong to the organiser alone
    code = models.CharField(_("班次编号"), max_length=40)
    name = models.CharField(_("班次名称"), max_length=120)
    report_year = models.PositiveSmallIntegerField(_("年度"))
    round_number = models.PositiveSmallIntegerField(_("期"), null=True, blank=True)
    tier = models.CharField(_("级"), max_length=10, choices=Tier.choices, default=Tier.OTHER)
    audience = models.CharField(_("层"), max_length=20, choices=Audience.choices, default=Audience.OTHER)
    kind = models.CharField(_("类"), max_length=24, choices=ClassKind.choices, default=ClassKind.OTHER)
    delivery_mode = models.CharField(
        _("方式"), max_length=10, choices=DeliveryMode.choices, default=DeliveryMode.IN_PERSON
    )
    filing_number = models.CharField(_("备案号"), max_length=60, blank=True)  # several classes may share one
    starts_on = models.DateField(_("开班日期"))
    ends_on = models.DateField(_("结班日期"))  # the last day of the class
    venue = models.CharField(_("地点"), max_length=120, blank=True)
    gives_credit = models.BooleanField(_("计入学时"), default=True)  # attendance earns hours
    state = models.CharField(_("状态"), max_length=10, choices=ClassState.choices, default=ClassState.PLANNED)
    capacity = models.PositiveIntegerField(
        _("名额"), null=True, blank=True
    )  # empty: not limited (past classes)
    seats_taken = models.PositiveIntegerField(_("已占名额"), default=0)
    cancel_reason = models.CharField(_("取消原因"), max_length=200, blank=True)
    is_historical = models.BooleanField(_("历史数据"), default=False)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("班次")
        ordering = ["-starts_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["organiser", "code"], name="class_code_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="class_dates_in_order"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(is_historical=True) | Q(seats_taken__lte=F("capacity")),
                name="seats_within_capacity",
            ),
        ]
        indexes = [models.Index(fields=["organiser", "report_year"], name="class_organiser_year")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Its last session is behind it, whatever is still to be assessed or filed away."""
        return self.state in OVER

    @property
    def is_locked(self) -> bool:
        """Cancelled or archived: nothing of it may change."""
        return self.state in LOCKED

    @property
    def seats_left(self) -> int | None:
        """Seats nobody has taken; None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.seats_taken, 0)


class ClassSession(models.Model):
    """课次: one half day of a class. `minutes` is what attendance credits, whatever the in and out times."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="sessions"
    )
    held_on = models.DateField(_("日期"))
    half_day = models.CharField(_("时段"), max_length=10, choices=HalfDay.choices)
    starts_at = models.TimeField(_("开始"))
    ends_at = models.TimeField(_("结束"))
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"))
    topic = models.CharField(_("课程"), max_length=120)
    lecturer = models.CharField(_("授课人"), max_length=60, blank=True)
    lecturer_title = models.CharField(_("职称"), max_length=60, blank=True)
    lecturer_organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("授课人单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lecturer_unit = models.CharField(_("授课人单位（原文）"), max_length=120, blank=True)
    lecturer_entry = models.ForeignKey(
        Lecturer,
        verbose_name=_("师资库"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
    )
    is_compulsory = models.BooleanField(_("必修"), default=True)
    opened_at = models.DateTimeField(_("签到开始时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("确认到场时间"), null=True, blank=True)
    sign_out_opened_at = models.DateTimeField(_("签退开始时间"), null=True, blank=True)
    head_count = models.PositiveIntegerField(_("清点人数"), null=True, blank=True)
    head_count_note = models.CharField(_("人数差异说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("课次")
        ordering = ["held_on", "starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "held_on", "half_day", "starts_at"], name="session_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_times_in_order"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="session_has_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.topic}"

    @property
    def lecturer_from(self) -> str:
        """The lecturer's unit as it was written, or that of the roster of organisations; may be empty."""
        return self.lecturer_unit or (self.lecturer_organisation.name if self.lecturer_organisation else "")
