"""Enrolments with their seats, and attendance: the atom of every figure."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from courses.models.classes import ClassSession, TrainingClass
from courses.words import CREDITED_STATES, AttendanceState, EnrolmentState
from people.models import Person, Posting


class Enrolment(models.Model):
    """A person's place in a class."""

    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="enrolments"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="enrolments"
    )
    state = models.CharField(_("状态"), max_length=12, choices=EnrolmentState.choices)
    enrolled_at = models.DateTimeField(_("报名时间"))
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("报名")
        constraints = [models.UniqueConstraint(fields=["training_class", "person"], name="enrolled_once")]

    def __str__(self) -> str:
        return f"#{self.person_id} → #{self.training_class_id}"


class Attendance(models.Model):
    """One person in one session. A change of state is mirrored in the ledger by reversal and a new credit.

    `scheduled` is the session's range of time while the state is credited, else empty: nobody is in two places.
    """

    session = models.ForeignKey(
        ClassSession, verbose_name=_("课次"), on_delete=models.CASCADE, related_name="attendances"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="attendances"
    )
    posting = models.ForeignKey(
        Posting, verbose_name=_("任职"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("状态"), max_length=12, choices=AttendanceState.choices)
    scheduled = DateTimeRangeField(_("课次时间"), null=True, editable=False)
    signed_in_at = models.TimeField(_("签到时间"), null=True, blank=True)
    signed_out_at = models.TimeField(_("签退时间"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    reason = models.CharField(_("补签理由"), max_length=200, blank=True)
    marked_by = models.BigIntegerField(_("记录人"), null=True)
    approved_by = models.BigIntegerField(_("批准人"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("签到")
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="attended_once"),
            ExclusionConstraint(
                name="nobody_in_two_places",
                expressions=[("person", RangeOperators.EQUAL), ("scheduled", RangeOperators.OVERLAPS)],
                condition=Q(scheduled__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CREDITED_STATES), scheduled__isnull=False)
                | (~Q(state__in=sorted(CREDITED_STATES)) & Q(scheduled__isnull=True)),
                name="scheduled_where_credited",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} @ #{self.session_id}"
