"""Meetings of mentoring groups. Confirmed records never change (migration 0002)."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from mentorship.models.studios import MentoringGroup
from mentorship.rules import LEAST_MINUTES, MOST_MINUTES
from mentorship.words import ConfirmationState, MeetingFormat, MeetingState
from people.models import Person


class GroupMeeting(models.Model):
    """What the recorder wrote down. `minutes` is what each participant is proposed unless noted otherwise."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        MentoringGroup, verbose_name=_("带教小组"), on_delete=models.PROTECT, related_name="meetings"
    )
    held_on = models.DateField(_("日期"))
    starts_at = models.TimeField(_("开始时间"))
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"))
    place = models.CharField(_("地点"), max_length=100, blank=True)
    format = models.CharField(
        _("形式"), max_length=10, choices=MeetingFormat.choices, default=MeetingFormat.GROUP
    )
    topic = models.CharField(_("主题"), max_length=120)
    state = models.CharField(
        _("状态"), max_length=10, choices=MeetingState.choices, default=MeetingState.RECORDED
    )
    recorded_by = models.ForeignKey(
        Person, verbose_name=_("记录人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("带教活动")
        ordering = ["-held_on", "-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=LEAST_MINUTES, minutes__lte=MOST_MINUTES),
                name="meeting_minutes_plausible",
            ),
        ]
        indexes = [models.Index(fields=["group", "-held_on"], name="meeting_group_date")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.topic}"


class MeetingConfirmation(models.Model):
    """One participant's word on a meeting. `attended` is set by the confirmation: nobody is in two meetings."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        GroupMeeting, verbose_name=_("带教活动"), on_delete=models.PROTECT, related_name="confirmations"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="meeting_confirmations"
    )
    minutes = models.PositiveSmallIntegerField(_("本人时长（分钟）"))
    state = models.CharField(
        _("状态"), max_length=10, choices=ConfirmationState.choices, default=ConfirmationState.PENDING
    )
    attended = DateTimeRangeField(_("在场时间"), null=True, editable=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    objection = EncryptedTextField(_("异议"), null=True)

    class Meta:
        verbose_name = _("参加确认")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="participant_once"),
            models.CheckConstraint(
                condition=Q(minutes__gte=LEAST_MINUTES, minutes__lte=MOST_MINUTES),
                name="participant_minutes_plausible",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ConfirmationState.CONFIRMED, attended__isnull=False, answered_at__isnull=False
                )
                | (~Q(state=ConfirmationState.CONFIRMED) & Q(attended__isnull=True)),
                name="attended_where_confirmed",
            ),
            ExclusionConstraint(
                name="nobody_in_two_meetings",
                expressions=[("person", RangeOperators.EQUAL), ("attended", RangeOperators.OVERLAPS)],
                condition=Q(attended__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="confirmation_person_state")]

    def __str__(self) -> str:
        return f"#{self.person_id} @ {self.meeting_id}"
