"""Evaluations of classes: who has answered stands in one table, what was answered in others, and nothing joins them.

Answers, words and marks of lecturers have random keys, no time and no order: with every answer all rows of the class
are written anew (services.evaluations).
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from courses.models.classes import TrainingClass
from courses.rules.evaluations import HIGHEST, LOWEST
from people.models import Person

_MARK = {"gte": LOWEST, "lte": HIGHEST}


def _in_range(*fields: str) -> Q:
    found = Q()
    for field in fields:
        found &= Q(**{f"{field}__{bound}": value for bound, value in _MARK.items()})
    return found


class EvaluationRound(models.Model):
    """评价 of a class, from the day of 结课 to `last_day`; both days are kept, and none of them moves afterwards."""

    training_class = models.OneToOneField(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="evaluation"
    )
    opens_on = models.DateField(_("开始日期"))
    last_day = models.DateField(_("截止日期"))
    ended_at = models.DateTimeField(_("提前结束时间"), null=True)
    ended_by = models.BigIntegerField(_("结束人"), null=True)

    class Meta:
        verbose_name = _("评价")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("opens_on")), name="evaluation_days_in_order")
        ]

    def __str__(self) -> str:
        return f"#{self.training_class_id}"


class EvaluationTurn(models.Model):
    """That somebody has answered, so that nobody does twice. It says nothing of what was answered."""

    round = models.ForeignKey(
        EvaluationRound, verbose_name=_("评价"), on_delete=models.CASCADE, related_name="turns"
    )
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("已评价")
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="evaluated_once")]

    def __str__(self) -> str:
        return f"#{self.person_id} @ #{self.round_id}"


class ClassEvaluation(models.Model):
    """One anonymous answer: four marks from 1 to 5."""

    id = models.UUIDField(_("编号"), primary_key=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="evaluations"
    )
    teacher = models.PositiveSmallIntegerField(_("授课"))
    content = models.PositiveSmallIntegerField(_("内容"))
    organisation = models.PositiveSmallIntegerField(_("组织"))
    logistics = models.PositiveSmallIntegerField(_("后勤"))

    class Meta:
        verbose_name = _("评价答卷")
        constraints = [
            models.CheckConstraint(
                condition=_in_range("teacher", "content", "organisation", "logistics"), name="marks_in_range"
            )
        ]

    def __str__(self) -> str:
        return f"@ #{self.training_class_id}"


class LecturerMark(models.Model):
    """A mark from 1 to 5 for one lecturer of a class, by the name on the timetable; apart from the other marks."""

    id = models.UUIDField(_("编号"), primary_key=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="lecturer_marks"
    )
    lecturer = models.CharField(_("授课人"), max_length=60)
    mark = models.PositiveSmallIntegerField(_("评分"))

    class Meta:
        verbose_name = _("授课人评分")
        constraints = [models.CheckConstraint(condition=_in_range("mark"), name="lecturer_mark_in_range")]
        indexes = [models.Index(fields=["lecturer"], name="marks_of_lecturer")]

    def __str__(self) -> str:
        return f"@ #{self.training_class_id}"


class EvaluationWords(models.Model):
    """意见: what somebody wrote beside the marks, kept apart from them."""

    id = models.UUIDField(_("编号"), primary_key=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="evaluation_words"
    )
    text = EncryptedTextField(_("意见"))

    class Meta:
        verbose_name = _("评价意见")

    def __str__(self) -> str:
        return f"@ #{self.training_class_id}"
