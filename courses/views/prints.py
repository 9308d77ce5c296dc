"""Papers of a class: sign-in sheets for a day and for all days, the roster, the timetable and the table cards."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from courses.models import ClassSession, TrainingClass
from courses.querysets import all_classes, people_of_class
from courses.views.run import absolute, qr
from courses.views.sheets import guests_of, listed_in
from organisations.roles import Permission
from people.access import member_required
from people.querysets import all_postings
from people.requests import BanyanRequest

ROWS_OF_A_SHEET = 20
COLUMNS_OF_A_WIDE_SHEET = 10


@member_required
def class_prints(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """What can be printed for a class, blank and with names."""
    training_class = _run_by(request, public_id)
    days = sorted({session.held_on for session in training_class.sessions.all()})
    return render(request, "courses/class_prints.html", {"class": training_class, "days": days})


@member_required
def class_sheet_daily(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """签到表, upright: the half days of each day, or of the one asked for."""
    training_class = _run_by(request, public_id)
    wanted = request.GET.get("day", "")
    days = [
        (day, list(group))
        for day, group in groupby(training_class.sessions.all(), key=lambda one: one.held_on)
        if wanted in {"", day.isoformat()}
    ]
    if wanted and not days:
        raise Http404
    context = _sheet(request, training_class) | {"days": days}
    return render(request, "courses/class_sheet_daily.html", context)


@member_required
def class_sheet_wide(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """签到表, across: a column a half day under its date; a long class takes several sheets."""
    training_class = _run_by(request, public_id)
    sessions = list(training_class.sessions.all())
    starts = range(0, len(sessions), COLUMNS_OF_A_WIDE_SHEET)
    parts = [_by_day(sessions[start : start + COLUMNS_OF_A_WIDE_SHEET]) for start in starts]
    context = _sheet(request, training_class) | {"parts": parts}
    return render(request, "courses/class_sheet_wide.html", context)


@member_required
def class_roster_print(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """学员名册: name, organisation and title; no numbers of any kind."""
    training_class = _run_by(request, public_id)
    lines = [*_names(training_class), *guests_of(training_class)]
    return render(request, "courses/class_roster_print.html", {"class": training_class, "lines": lines})


@member_required
def class_timetable_print(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """课程安排表, as it hangs at the door."""
    training_class = _run_by(request, public_id)
    sessions = training_class.sessions.select_related("lecturer_organisation")
    context = {"class": training_class, "days": _by_day(list(sessions))}
    return render(request, "courses/class_timetable_print.html", context)


@member_required
def class_cards(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """座签: one card a name, to be folded along its middle."""
    training_class = _run_by(request, public_id)
    lines = [*_names(training_class), *guests_of(training_class)]
    return render(request, "courses/class_cards.html", {"class": training_class, "lines": lines})


def _run_by(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    """A class whose sign-in the actor runs; anybody else's does not exist."""
    classes = all_classes().managed_by(request.by, Permission.RUN_SIGN_IN)
    return get_object_or_404(classes.select_related("organiser", "provider"), public_id=public_id)


def _by_day(sessions: list[ClassSession]) -> list[tuple[Any, list[ClassSession]]]:
    return [(day, list(group)) for day, group in groupby(sessions, key=lambda one: one.held_on)]


def _names(training_class: TrainingClass) -> list[dict[str, str]]:
    """Whoever has a place, with where they work and as what when the class begins."""
    listed = listed_in(training_class)
    people = [one for one in people_of_class(training_class) if one.pk in listed]
    held = all_postings().held_on(training_class.starts_on).primary().filter(person__in=people)
    posts = {posting.person_id: posting for posting in held.select_related("organisation")}
    return [
        {
            "name": person.name,
            "organisation": posts[person.pk].organisation.name if person.pk in posts else "",
            "title": posts[person.pk].title if person.pk in posts else "",
        }
        for person in people
    ]


def _sheet(request: BanyanRequest, training_class: TrainingClass) -> dict[str, Any]:
    """Rows with names where asked for, blank ones up to a full page, and the code that finds the class again.

    Guests have rows and are not expected: nobody counts them among the people of the class.
    """
    names = _names(training_class) if "names" in request.GET else []
    guests = guests_of(training_class) if "names" in request.GET else []
    filled = len(names) + len(guests)
    empty = -filled % ROWS_OF_A_SHEET if filled else ROWS_OF_A_SHEET
    return {
        "class": training_class,
        "lines": [*names, *guests, *[None] * empty],
        "expected": len(names) or None,
        "guests": len(guests),
        "qr": qr(
            absolute("courses:class_prints", training_class.public_id), _("扫码打开这个班次，录入纸质签到")
        ),
    }
