"""What completes a class, who completed it, and what was corrected afterwards."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.classes import TrainingClass
from people.models import Person


class CompletionTerms(models.Model):
    """结业条件 of one class, in place of the rule rows `completion.*`; tests and assignments where it has some."""

    training_class = models.OneToOneField(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="completion_terms"
    )
    attendance_percent = models.PositiveSmallIntegerField(_("必修课次最低出勤（%）"))
    needs_test = models.BooleanField(_("班次考核要通过"))
    needs_assignments = models.BooleanField(_("作业要合格"))

    class Meta:
        verbose_name = _("结业条件")
        constraints = [
            models.CheckConstraint(condition=Q(attendance_percent__lte=100), name="attendance_within_100")
        ]

    def __str__(self) -> str:
        return f"#{self.training_class_id}"


class CompletionJudgement(models.Model):
    """结业认定: the terms, what the class held and everybody's result, as they were on the day of 结业.

    Never changed. A class that was taken back and completed again has a further one; the highest number holds.
    `rule_version` names the rule rows, or is "class" where the class had terms of its own. `minutes`: of the
    sessions that counted.
    """

    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.PROTECT, related_name="judgements"
    )
    number = models.PositiveSmallIntegerField(_("第几次认定"))
    attendance_percent = models.PositiveSmallIntegerField(_("必修课次最低出勤（%）"))
    needs_test = models.BooleanField(_("班次考核要通过"))
    needs_assignments = models.BooleanField(_("作业要合格"))
    minutes = models.PositiveIntegerField(_("应上分钟"))
    tests = models.PositiveSmallIntegerField(_("考核次数"))
    assignments = models.PositiveSmallIntegerField(_("作业份数"))
    rule_version = models.CharField(_("规则版本"), max_length=240)
    judged_by = models.BigIntegerField(_("认定人"), null=True)
    judged_at = models.DateTimeField(_("认定时间"))

    class Meta:
        verbose_name = _("结业认定")
        ordering = ["training_class", "number"]
        constraints = [models.UniqueConstraint(fields=["training_class", "number"], name="judgement_number")]

    def __str__(self) -> str:
        return f"#{self.training_class_id} ({self.number})"


class CompletionResult(models.Model):
    """One person's line of a judgement. `missing`: packed sentences, empty where the person completed."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    judgement = models.ForeignKey(
        CompletionJudgement, verbose_name=_("结业认定"), on_delete=models.PROTECT, related_name="results"
    )
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="+")
    is_guest = models.BooleanField(_("名单外"))  # came without a place in the class
    minutes = models.PositiveIntegerField(_("已上分钟"))
    percent = models.PositiveSmallIntegerField(_("出勤（%）"), null=True)  # empty: the class held no session
    test_percent = models.PositiveSmallIntegerField(_("考核成绩（%）"), null=True)  # empty: sat none
    tests_sat = models.PositiveSmallIntegerField(_("参加考核次数"))
    has_passed_tests = models.BooleanField(_("考核通过"))
    assignments_passed = models.PositiveSmallIntegerField(_("作业合格份数"))
    completes = models.BooleanField(_("结业"))
    missing = models.JSONField(_("缺少的条件"), default=list, blank=True)

    class Meta:
        verbose_name = _("结业结果")
        constraints = [
            models.UniqueConstraint(fields=["judgement", "person"], name="judged_once"),
            models.CheckConstraint(
                condition=Q(completes=True, missing=[]) | (Q(completes=False) & ~Q(missing=[])),
                name="missing_where_not_completed",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} @ #{self.judgement_id}"


class CompletionCorrection(models.Model):
    """A later word on one result, with its reason; the latest holds, the earlier ones stay."""

    result = models.ForeignKey(
        CompletionResult, verbose_name=_("结业结果"), on_delete=models.PROTECT, related_name="corrections"
    )
    completes = models.BooleanField(_("结业"))
    reason = models.CharField(_("更正理由"), max_length=200)
    corrected_by = models.BigIntegerField(_("更正人"), null=True)
    corrected_at = models.DateTimeField(_("更正时间"))

    class Meta:
        verbose_name = _("结业更正")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="corrected_with_a_reason")]

    def __str__(self) -> str:
        return f"#{self.result_id}"
