"""Which online courses belong to a class: its learners take them beside the sessions."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from courses.models.classes import TrainingClass
from courses.models.lessons import Course


class ClassCourse(models.Model):
    """班次的配套课程. The course outlives its pages; an unpublished one is shown to nobody and stays chosen."""

    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="online_courses"
    )
    course = models.ForeignKey(
        Course, verbose_name=_("课程"), on_delete=models.PROTECT, related_name="used_by"
    )
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("班次的配套课程")
        constraints = [models.UniqueConstraint(fields=["training_class", "course"], name="class_course_once")]

    def __str__(self) -> str:
        return f"{self.training_class_id} → {self.course_id}"
