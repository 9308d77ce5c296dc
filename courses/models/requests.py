"""What learners ask of the organiser: a late mark for a session they attended, leave from sessions to come."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.classes import ClassSession, TrainingClass
from courses.words import RequestState
from people.models import Person


class LateMarkRequest(models.Model):
    """补签申请: one may wait at a time for a person and a session; the answer stays with it."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        ClassSession, verbose_name=_("课次"), on_delete=models.CASCADE, related_name="late_mark_requests"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="late_mark_requests"
    )
    reason = models.CharField(_("补签理由"), max_length=200)
    state = models.CharField(
        _("状态"), max_length=10, choices=RequestState.choices, default=RequestState.WAITING
    )
    asked_at = models.DateTimeField(_("申请时间"))
    decided_by = models.BigIntegerField(_("处理人"), null=True)
    decided_at = models.DateTimeField(_("处理时间"), null=True)
    answer = models.CharField(_("答复"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("补签申请")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                name="one_waiting_request",
                condition=Q(state=RequestState.WAITING.value),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} @ #{self.session_id}"


class LeaveRequest(models.Model):
    """请假 from one or several sessions of a class: one may wait at a time for a person; the answer stays with it."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="leave_requests"
    )
    sessions = models.ManyToManyField(ClassSession, verbose_name=_("课次"), related_name="leave_requests")
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="leave_requests"
    )
    reason = models.CharField(_("请假事由"), max_length=200)
    state = models.CharField(
        _("状态"), max_length=10, choices=RequestState.choices, default=RequestState.WAITING
    )
    asked_at = models.DateTimeField(_("申请时间"))
    decided_by = models.BigIntegerField(_("处理人"), null=True)
    decided_at = models.DateTimeField(_("处理时间"), null=True)
    answer = models.CharField(_("答复"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("请假申请")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "person"],
                name="one_waiting_leave",
                condition=Q(state=RequestState.WAITING.value),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} @ #{self.training_class_id}"
