"""What the search finds of courses and lessons. Questions of checks are left out: their answers would show."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.urls import reverse

from cms import search_sources
from cms.block_text import headings_and_body
from cms.search_sources import SearchText
from core.words import gettext_noop as _
from courses.case_querysets import all_cases
from courses.lesson_querysets import published_courses, published_lessons


class CourseSource:
    """Title, summary, subjects, and the titles of the lessons."""

    kind = "course"
    label = _("课程")

    def texts(self, *, under: str = "", object_ids: Collection[int] | None = None) -> Iterator[SearchText]:
        """A lesson's title is part of its course's text, so a change below a course makes that course anew."""
        titles: dict[str, list[str]] = {}
        for path, title in published_lessons().values_list("course_path", "title"):
            titles.setdefault(path, []).append(title)
        for page in _chosen(published_courses(), under, object_ids, above=True):
            yield SearchText(
                object_id=page.pk,
                url=reverse("learning:course", args=[page.course.public_id]),
                title=page.title,
                headings="，".join(page.subjects),
                body="\n".join([page.summary, *titles.get(page.path, [])]),
                tree_path=page.path,
            )


class LessonSource:
    """Title, summary and the whole text."""

    kind = "lesson"
    label = _("一节课")

    def texts(self, *, under: str = "", object_ids: Collection[int] | None = None) -> Iterator[SearchText]:
        courses = dict(published_courses().values_list("path", "title"))
        for page in _chosen(published_lessons().defer("questions"), under, object_ids):
            headings, body = headings_and_body(page.body)
            yield SearchText(
                object_id=page.pk,
                url=reverse("learning:lesson", args=[page.lesson.public_id]),
                title=page.title,
                context=courses.get(page.course_path, ""),
                headings=headings,
                body=f"{page.summary}\n{body}",
                tree_path=page.path,
            )


class CaseSource:
    """Title, summary, the whole text and what to talk about."""

    kind = "case"
    label = _("案例")

    def texts(self, *, under: str = "", object_ids: Collection[int] | None = None) -> Iterator[SearchText]:
        for page in _chosen(all_cases().live(), under, object_ids):
            headings, body = headings_and_body(page.body)
            _none, talk = headings_and_body(page.talk)
            yield SearchText(
                object_id=page.pk,
                url=page.home_address(),
                title=page.title,
                headings=headings,
                body="\n".join([page.summary, body, talk]),
                tree_path=page.path,
            )


def _chosen(pages: Any, under: str, object_ids: Collection[int] | None, *, above: bool = False) -> Any:
    """`above`: those that the page stands in are chosen too."""
    if object_ids is not None:
        return pages.filter(pk__in=object_ids)
    if under and above:
        steps = range(pages.model.steplen, len(under) + 1, pages.model.steplen)
        return pages.filter(path__startswith=under) | pages.filter(path__in=[under[:end] for end in steps])
    return pages.filter(path__startswith=under) if under else pages


def register() -> None:
    search_sources.register(CourseSource())
    search_sources.register(LessonSource())
    search_sources.register(CaseSource())
