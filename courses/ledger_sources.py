"""How attendances and finished lessons read on a ledger page."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from courses.lesson_querysets import all_progress
from courses.models import Attendance
from courses.querysets import all_attendances
from courses.services import attendance, lessons
from hours import sources
from hours.sources import Source


def _attendances(ids: Collection[int]) -> dict[int, Source]:
    found = all_attendances().filter(pk__in=ids).select_related("session__training_class")
    return {one.pk: _class_session(one) for one in found}


def _class_session(one: Attendance) -> Source:
    held_in = one.session.training_class
    address = reverse("courses:class_detail", args=[held_in.public_id])
    return Source(f"{held_in.name}：{one.session.topic}", address)


def _lessons(ids: Collection[int]) -> dict[int, Source]:
    found = all_progress().filter(pk__in=ids).select_related("lesson")
    return {
        one.pk: Source(one.title, reverse("learning:lesson", args=[one.lesson.public_id])) for one in found
    }


def register() -> None:
    sources.register(attendance.SOURCE, _attendances)
    sources.register(lessons.SOURCE, _lessons)
