"""A person sits a paper: begun by the server's clock, each answer saved as it is given, handed in once."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from assessment.models.papers import PaperVersion
from assessment.models.questions import QuestionVersion
from people.models import Person


class Sitting(models.Model):
    """答卷. Marks are in half points, and empty until it is handed in; the database then refuses any change.

    `occasion` is what it was sat for, such as a class test, and empty where the paper was open to everybody. By
    `ends_at` it is over, whoever looks, and answers on their way are taken until `accepts_until`; `handed_in_at` of one
    that the clock ended is its `ends_at`.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    answers_to = models.ForeignKey(
        PaperVersion, verbose_name=_("试卷版本"), on_delete=models.PROTECT, related_name="sittings"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="sittings"
    )
    occasion = models.UUIDField(_("场合"), null=True, blank=True)
    area_code = models.CharField(_("区划"), max_length=12, blank=True)  # whose rules score it
    started_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("到时时间"), null=True, blank=True)
    accepts_until = models.DateTimeField(_("收答案到"), null=True, blank=True)  # for answers on their way
    review_at = models.DateTimeField(_("可看答案的时间"), null=True, blank=True)  # empty: never
    handed_in_at = models.DateTimeField(_("交卷时间"), null=True, blank=True)
    by_clock = models.BooleanField(_("到时自动交卷"), default=False)
    half_points = models.PositiveIntegerField(_("得分（半分）"), null=True, blank=True)
    full_half_points = models.PositiveIntegerField(_("满分（半分）"), null=True, blank=True)
    has_passed = models.BooleanField(_("通过"), null=True, blank=True)
    rule_version = models.CharField(_("规则版本"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("答卷")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "answers_to", "occasion"],
                condition=Q(handed_in_at=None),
                nulls_distinct=False,
                name="sitting_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at=None, half_points=None)
                | Q(handed_in_at__isnull=False, half_points__lte=F("full_half_points")),
                name="sitting_scored_when_handed_in",
            ),
        ]
        indexes = [
            models.Index(fields=["occasion", "person"], name="sitting_occasion"),
            models.Index(fields=["accepts_until"], condition=Q(handed_in_at=None), name="sitting_running"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SavedAnswer(models.Model):
    """The last answer to a question of a sitting: sorted keys ("AC"), or what was written. A later sequence wins.

    `sequence` is the moment of answering in milliseconds by the server's clock, as far as the device knows it.
    """

    sitting = models.ForeignKey(
        Sitting, verbose_name=_("答卷"), on_delete=models.CASCADE, related_name="answers"
    )
    version = models.ForeignKey(
        QuestionVersion, verbose_name=_("题目版本"), on_delete=models.PROTECT, related_name="+"
    )
    chosen = models.CharField(_("所选"), max_length=12, blank=True)
    text = models.CharField(_("所写"), max_length=500, blank=True)
    sequence = models.BigIntegerField(_("先后"))
    saved_at = models.DateTimeField(_("保存时间"))
    half_points = models.PositiveSmallIntegerField(_("得分（半分）"), null=True, blank=True)

    class Meta:
        verbose_name = _("答卷答案")
        constraints = [models.UniqueConstraint(fields=["sitting", "version"], name="sitting_answered_once")]

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.version_id}"
