"""Attendance: the atom of every figure, and the papers it was typed from."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedBytesField, EncryptedJSONField
from courses.models.classes import ClassSession
from courses.sign_in_words import SignInWay
from courses.words import CREDITED_STATES, AttendanceState
from people.models import Person, Posting


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
    minutes_present = models.PositiveSmallIntegerField(_("在场分钟"), null=True)  # empty: not measured
    way = models.CharField(_("记录方式"), max_length=12, choices=SignInWay.choices, blank=True)
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


class PaperSheet(models.Model):
    """纸质签到表: one typing of a paper sheet, by whom and when, with its scan where there is one."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        ClassSession, verbose_name=_("课次"), on_delete=models.CASCADE, related_name="paper_sheets"
    )
    people = models.PositiveSmallIntegerField(_("录入人数"))
    file = EncryptedBytesField(_("扫描件"), null=True)
    file_kind = models.CharField(_("文件类型"), max_length=8, blank=True)  # pdf, jpg, png
    typed_by = models.ForeignKey(
        Person, verbose_name=_("录入人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    typed_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = _("纸质签到表")
        ordering = ["-typed_at", "-id"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class NameCall(models.Model):
    """抽点: one random draw among those who came, with the seed from which it follows."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        ClassSession, verbose_name=_("课次"), on_delete=models.CASCADE, related_name="name_calls"
    )
    seed = models.CharField(_("随机种子"), max_length=32)
    called_by = models.BigIntegerField(_("抽点人"), null=True)
    called_at = models.DateTimeField(_("抽点时间"))
    answered_at = models.DateTimeField(_("登记时间"), null=True)

    class Meta:
        verbose_name = _("抽点")
        ordering = ["called_at", "id"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class NameCallLine(models.Model):
    """One name of a draw; `is_there` is empty until the organiser has written down who answered."""

    call = models.ForeignKey(NameCall, verbose_name=_("抽点"), on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("序号"))
    is_there = models.BooleanField(_("在场"), null=True)

    class Meta:
        verbose_name = _("抽点名单")
        ordering = ["call", "position"]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="called_once_a_draw")]

    def __str__(self) -> str:
        return f"#{self.person_id}"


class OnlineList(models.Model):
    """The list of a webinar while it waits for a person's look. Once decided, its nicknames are forgotten."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        ClassSession, verbose_name=_("课次"), on_delete=models.CASCADE, related_name="online_lists"
    )
    guests = EncryptedJSONField(_("参会记录"), null=True)
    unread = models.PositiveIntegerField(_("读不出的行数"))
    people = models.PositiveIntegerField(_("录入人数"), null=True)
    read_by = models.BigIntegerField(_("录入人"), null=True)
    read_at = models.DateTimeField(_("录入时间"))
    decided_at = models.DateTimeField(_("登记时间"), null=True)

    class Meta:
        verbose_name = _("线上参会名单")
        ordering = ["-read_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(decided_at=None), name="one_online_list_waits"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, guests__isnull=False) | Q(decided_at__isnull=False, guests=None),
                name="decided_lists_are_forgotten",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
