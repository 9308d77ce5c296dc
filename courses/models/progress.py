"""How far a person is. Time on a page is never measured: there is nothing here to measure it with."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from courses.models.lessons import Course, Lesson
from people.models import Person


class LessonProgress(models.Model):
    """One person with one lesson. A finished one keeps the title, minutes and revision that it was finished with.

    A carried one was finished as part of another lesson that was split later: its minutes were credited there, so it
    has none of its own.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="lesson_progress"
    )
    lesson = models.ForeignKey(
        Lesson, verbose_name=_("节"), on_delete=models.PROTECT, related_name="progress"
    )
    started_at = models.DateTimeField(_("开始时间"))
    last_opened_at = models.DateTimeField(_("最近打开时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    title = models.CharField(_("完成时的标题"), max_length=255, blank=True)
    minutes = models.PositiveSmallIntegerField(_("计入分钟"), null=True)
    revision_id = models.BigIntegerField(_("完成时的修订"), null=True)
    seen_revision_id = models.BigIntegerField(_("最近看到的修订"), null=True)
    carried_from = models.ForeignKey(
        "self", verbose_name=_("随哪一节完成"), null=True, on_delete=models.PROTECT, related_name="carried"
    )
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("学习进度")
        constraints = [
            models.UniqueConstraint(fields=["person", "lesson"], name="progress_once"),
            models.CheckConstraint(
                condition=Q(finished_at=None, minutes=None, carried_from=None)
                | Q(finished_at__isnull=False, minutes__gt=0, carried_from=None)
                | Q(finished_at__isnull=False, minutes=0, carried_from__isnull=False),
                name="finished_with_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} → #{self.lesson_id}"


class LessonSplit(models.Model):
    """A lesson that was cut out of another. Once it is published, who had finished the whole owes nothing of it."""

    lesson = models.OneToOneField(
        Lesson, verbose_name=_("拆出的节"), on_delete=models.PROTECT, related_name="split_from"
    )
    origin = models.ForeignKey(
        Lesson, verbose_name=_("原来的节"), on_delete=models.PROTECT, related_name="splits"
    )
    carried_at = models.DateTimeField(_("公布时间"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("拆分")
        constraints = [
            models.CheckConstraint(condition=~Q(lesson=models.F("origin")), name="split_from_another")
        ]

    def __str__(self) -> str:
        return f"#{self.origin_id} → #{self.lesson_id}"


class CourseCompletion(models.Model):
    """A person finished every lesson that the course had that day. Lessons added later take nothing away."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="course_completions"
    )
    course = models.ForeignKey(
        Course, verbose_name=_("课程"), on_delete=models.PROTECT, related_name="completions"
    )
    finished_at = models.DateTimeField(_("完成时间"))
    title = models.CharField(_("完成时的标题"), max_length=255)
    minutes = models.PositiveIntegerField(_("合计分钟"))
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("课程完成记录")
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="course_completed_once")]

    def __str__(self) -> str:
        return f"#{self.person_id} → #{self.course_id}"
