"""Which online courses belong to a class."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Chips
from courses.class_course_querysets import all_class_courses
from courses.lesson_querysets import published_courses
from courses.models import Course, TrainingClass


class ClassCoursesForm(forms.Form):
    """Published courses, and those that were chosen while they were."""

    courses = forms.MultipleChoiceField(
        label=_("配套课程"), required=False, widget=Chips,
        help_text=_("学员在班次页面看到这些课程和自己的进度。不选则没有配套课程。"),
        error_messages={"invalid_choice": _("有的课程已经不在列表里，请重新选择")},
    )  # fmt: skip

    def __init__(self, data: Any, *, training_class: TrainingClass) -> None:
        chosen = [row.course for row in all_class_courses().of_class(training_class).select_related("course")]
        published = {page.course: page.title for page in published_courses()}
        unseen = {course: course.code or _("没有发布的课程") for course in chosen if course not in published}
        titles = published | unseen
        self.known = {str(course.public_id): course for course in titles}
        super().__init__(data, initial={"courses": [str(course.public_id) for course in chosen]})
        self.fields["courses"].choices = [  # type: ignore[attr-defined]
            (str(course.public_id), title) for course, title in titles.items()
        ]

    def chosen(self) -> list[Course]:
        return [self.known[key] for key in self.cleaned_data["courses"]]
