"""How attendances and finished lessons read on a ledger page."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from courses.lesson_querysets import all_progress
from courses.querysets import all_attendances
from courses.services import attendance, lessons
from hours import sources
from hours.sources import Source


def _attendances(ids: Collection[int]) -> dict[int, Source]:
    found = all_attendances().filter(pk__in=ids).select_related("session__training_class")
    return {one.pk: Source(f"{one.session.training_class.name}：{one.session.topic}") for one in found}


def _lessons(ids: Collection[int]) -> dict[int, Source]:
    found = all_progress().filter(pk__in=ids).select_related("lesson")
    return {
        one.pk: Source(one.title, reverse("learning:lesson", args=[one.lesson.public_id])) for one in found
    }


def register() -> None:
    sources.register(attendance.SOURCE, _attendances)
    sources.register(lessons.SOURCE, _lessons)
