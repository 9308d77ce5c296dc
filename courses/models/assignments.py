"""Assignments with their rubric, and every hand-in of them with its marks."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedBytesField, EncryptedTextField
from courses.models.classes import TrainingClass
from courses.models.lessons import Course
from courses.words import SubmissionState
from organisations.models import Organisation
from people.models import Person


class Assignment(models.Model):
    """作业: for the learners of a class, or of a course inside one organisation's tree. Passed at `pass_points`."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("布置单位"), on_delete=models.PROTECT, related_name="assignments"
    )
    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), null=True, on_delete=models.PROTECT, related_name="assignments"
    )
    course = models.ForeignKey(
        Course, verbose_name=_("课程"), null=True, on_delete=models.PROTECT, related_name="assignments"
    )
    title = models.CharField(_("作业名称"), max_length=80)
    task = models.TextField(_("作业要求"))
    due_on = models.DateField(
        _("截止日期"), null=True
    )  # the last day; later hand-ins are taken and marked late
    pass_points = models.PositiveSmallIntegerField(_("合格分"))
    markers = models.ManyToManyField(Person, verbose_name=_("批改人"), related_name="assignments_to_mark")
    set_by = models.BigIntegerField(_("布置人"), null=True)
    set_at = models.DateTimeField(_("布置时间"))

    class Meta:
        verbose_name = _("作业")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(training_class=None, course__isnull=False)
                | Q(training_class__isnull=False, course=None),
                name="assignment_of_class_or_course",
            )
        ]

    def __str__(self) -> str:
        return self.title


class RubricCriterion(models.Model):
    """评分项: what is looked at, what it may earn at most, and what earns it."""

    assignment = models.ForeignKey(
        Assignment, verbose_name=_("作业"), on_delete=models.CASCADE, related_name="criteria"
    )
    position = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("评分项"), max_length=60)
    points = models.PositiveSmallIntegerField(_("满分"))
    descriptor = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("评分项")
        ordering = ["assignment", "position"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "position"], name="criterion_in_order"),
            models.CheckConstraint(condition=Q(points__gt=0), name="criterion_has_points"),
        ]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """提交: one hand-in. It never changes but for its marking; handing in again makes the next number."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(
        Assignment, verbose_name=_("作业"), on_delete=models.PROTECT, related_name="submissions"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField(_("第几次提交"))
    text = EncryptedTextField(_("正文"), null=True)
    file = EncryptedBytesField(_("文件"), null=True)
    file_kind = models.CharField(_("文件类型"), max_length=8, blank=True)  # docx, pdf, jpg, png
    handed_in_at = models.DateTimeField(_("提交时间"))
    state = models.CharField(
        _("状态"), max_length=10, choices=SubmissionState.choices, default=SubmissionState.WAITING
    )
    points = models.PositiveSmallIntegerField(_("得分"), null=True)
    marks = models.JSONField(
        _("各项得分"), default=dict, blank=True
    )  # points by the position of the criterion
    remarks = EncryptedTextField(_("评语"), null=True)
    marked_by = models.ForeignKey(
        Person, verbose_name=_("批改人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField(_("批改时间"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("提交")
        ordering = ["assignment", "person", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "person", "number"], name="submission_number_once"),
            models.UniqueConstraint(
                fields=["assignment", "person"], name="one_submission_waits", condition=Q(state="waiting")
            ),
            models.CheckConstraint(
                condition=Q(text__isnull=False) | Q(file__isnull=False), name="submission_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", marked_at=None)
                | Q(state="returned", marked_at__isnull=False)
                | Q(state="marked", marked_at__isnull=False, points__isnull=False),
                name="submission_marked_with_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "handed_in_at"], name="submission_state")]

    def __str__(self) -> str:
        return f"#{self.pk}"
