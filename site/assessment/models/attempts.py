"""What a person answered, which version of each question was asked, and what it was worth then."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from assessment.models.questions import Check, QuestionVersion
from assessment.words import QuestionKind
from people.models import Person


class Attempt(models.Model):
    """One hand-in of a check. Marks are in half points."""

    answers_to = models.ForeignKey(
        Check, verbose_name=_("测验"), on_delete=models.PROTECT, related_name="attempts"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="attempts"
    )
    half_points = models.PositiveIntegerField(_("得分（半分）"))
    full_half_points = models.PositiveIntegerField(_("满分（半分）"))
    has_passed = models.BooleanField(_("通过"))
    rule_version = models.CharField(_("规则版本"), max_length=120)
    handed_in_at = models.DateTimeField(_("交卷时间"))
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("作答")
        constraints = [
            models.CheckConstraint(
                condition=Q(half_points__lte=F("full_half_points")), name="attempt_within_full_marks"
            )
        ]
        indexes = [models.Index(fields=["person", "answers_to", "-id"], name="attempt_person_check")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Answer(models.Model):
    """The options that were chosen for one version, as sorted keys ("AC").

    Of a short written question: what was written, and the key of the accepted answer that it matches.
    """

    attempt = models.ForeignKey(
        Attempt, verbose_name=_("作答"), on_delete=models.CASCADE, related_name="answers"
    )
    version = models.ForeignKey(
        QuestionVersion, verbose_name=_("题目版本"), on_delete=models.PROTECT, related_name="answers"
    )
    chosen = models.CharField(_("所选"), max_length=12)
    text = models.CharField(_("所写"), max_length=500, blank=True)
    half_points = models.PositiveSmallIntegerField(_("得分（半分）"))

    class Meta:
        verbose_name = _("答案")
        constraints = [models.UniqueConstraint(fields=["attempt", "version"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.version_id}"

    @property
    def is_right(self) -> bool:
        if self.version.kind == QuestionKind.SHORT:
            return bool(self.chosen)
        return frozenset(self.chosen) == self.version.right_keys
