"""What is taught, as pages that editors write: the list of courses, a course, a chapter, a lesson.

A page has no field that leads to a person: a leaked page would be an unpublished lesson, nothing more.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.blocks import TextBlocks
from cms.fields import ContentField, WordListField
from cms.models import BasePage
from cms.panels import ChecksPanel
from courses.blocks import CheckBlocks
from courses.models.lessons import Chapter, Course, Identity, Lesson
from courses.words import Audience, ClassKind, Tier

LONGEST_LESSON_MINUTES = 240


class CourseIndexPage(BasePage):
    """课程: the folder that holds the courses."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["courses.CoursePage"]
    template = "cms/page_note.html"

    class Meta:
        verbose_name = _("课程目录")

    def home_address(self) -> str:
        return reverse("learning:home")


class _IdentifiedPage(BasePage):
    """A page that carries a lasting identity. A copy gets its own; a restored revision keeps the page's."""

    identity_field: ClassVar[str]
    identity_model: ClassVar[type[Identity]]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if getattr(self, f"{self.identity_field}_id") is None:
            setattr(self, self.identity_field, self.identity_model._default_manager.create())
        return super().save(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """The identity is made when the page is saved: a new page is valid without one."""
        exclude = {*(kwargs.pop("exclude", None) or ()), self.identity_field}
        super().full_clean(*args, exclude=exclude, **kwargs)


class CoursePage(_IdentifiedPage):
    """A course: what it is for, and its chapters and lessons below it."""

    identity_field = "course"
    identity_model = Course
    course = models.OneToOneField(
        Course, verbose_name=_("课程"), on_delete=models.PROTECT, related_name="page", editable=False
    )
    summary = models.TextField(_("简介"), max_length=400)
    audience = models.CharField(_("层"), max_length=20, choices=Audience.choices, default=Audience.OTHER)
    kind = models.CharField(_("类"), max_length=24, choices=ClassKind.choices, default=ClassKind.OTHER)
    tier = models.CharField(_("级"), max_length=10, choices=Tier.choices, default=Tier.OTHER)
    subjects = WordListField(
        _("主题"), max_length=20, blank=True, help_text=_("几个主题词，用逗号分开，如：救助，儿童。")
    )

    parent_page_types: ClassVar[list[str]] = ["courses.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = ["courses.ChapterPage", "courses.LessonPage"]
    exclude_fields_in_copy: ClassVar[list[str]] = ["course"]
    template = "courses/course_preview.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("tier"),
        FieldPanel("audience"),
        FieldPanel("kind"),
        FieldPanel("subjects"),
    ]

    class Meta:
        verbose_name = _("课程")

    def home_address(self) -> str:
        return reverse("learning:course", args=[self.course.public_id]) if self.course_id else "/"


class ChapterPage(_IdentifiedPage):
    """A chapter: a title above some lessons of a course. A short course does without."""

    identity_field = "chapter"
    identity_model = Chapter
    chapter = models.OneToOneField(
        Chapter, verbose_name=_("章"), on_delete=models.PROTECT, related_name="page", editable=False
    )

    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]
    exclude_fields_in_copy: ClassVar[list[str]] = ["chapter"]
    template = "cms/page_note.html"

    class Meta:
        verbose_name = _("章")

    def home_address(self) -> str:
        """Where it stands in the page of its course."""
        course = self.get_parent()
        return f"{course.specific.home_address()}#chapter-{self.pk}" if course else "/"


class LessonPage(_IdentifiedPage):
    """A lesson: its text, its declared minutes and its check."""

    identity_field = "lesson"
    identity_model = Lesson
    lesson = models.OneToOneField(
        Lesson, verbose_name=_("节"), on_delete=models.PROTECT, related_name="page", editable=False
    )
    summary = models.CharField(_("一句话简介"), max_length=200)
    minutes = models.PositiveSmallIntegerField(
        _("公布分钟数"),
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LESSON_MINUTES)],
        help_text=_("学完本节计入的分钟数，与在页面上停留多久无关。改动只影响之后完成的人。"),
    )
    body = ContentField(TextBlocks(), verbose_name=_("正文"), blank=True)
    questions = ContentField(CheckBlocks(required=False), verbose_name=_("随堂测验"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["courses.ChapterPage", "courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["lesson"]
    template = "courses/lesson_preview.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("minutes"),
        ChecksPanel(),
        FieldPanel("body"),
        FieldPanel("questions"),
    ]

    class Meta:
        verbose_name = _("节")
        constraints = [models.CheckConstraint(condition=models.Q(minutes__gt=0), name="lesson_has_minutes")]

    def home_address(self) -> str:
        return reverse("learning:lesson", args=[self.lesson.public_id]) if self.lesson_id else "/"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """For the editor's preview: the draft's own questions, not the published ones."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"drafted": [block.value for block in self.questions]}
