"""Enrolments with their seats."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from courses.models.classes import TrainingClass
from courses.models.places import ClassQuota
from courses.words import PENDING_PLACES, EnrolmentState
from people.models import Person


class Enrolment(models.Model):
    """A person's place in a class, or what became of the wish for one. Only who is enrolled takes a seat.

    `applied_at` and the id make the order of the waiting list. `quota`: whose share the seat is taken from.
    """

    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="enrolments"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="enrolments"
    )
    state = models.CharField(_("状态"), max_length=12, choices=EnrolmentState.choices)
    enrolled_at = models.DateTimeField(_("报名时间"))
    applied_at = models.DateTimeField(_("申请时间"), null=True)
    quota = models.ForeignKey(
        ClassQuota, verbose_name=_("占用名额"), null=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    nominated_by = models.BigIntegerField(_("推荐人"), null=True)
    # Of the last decision: why not, or why the place was given back. The learner reads it.
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    exception_reason = models.CharField(_("不符合条件仍录取的理由"), max_length=200, blank=True)
    decided_by = models.BigIntegerField(_("处理人"), null=True)
    decided_at = models.DateTimeField(_("处理时间"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("报名")
        constraints = [
            models.UniqueConstraint(fields=["training_class", "person"], name="enrolled_once"),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.DECLINED.value) | ~Q(reason=""),
                name="declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.ENROLLED.value) | Q(quota=None),
                name="only_the_enrolled_take_quota",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(PENDING_PLACES)) | Q(applied_at__isnull=False),
                name="pending_since",
            ),
        ]
        indexes = [
            models.Index(fields=["training_class", "state", "applied_at", "id"], name="places_in_order")
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} → #{self.training_class_id}"
