"""Behind a number: its classes, sessions, days, people, and at last line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from organisations.roles import Permission
from organisations.scope import scope_of
from people.access import permission_required
from people.requests import BanyanRequest
from reporting.querysets.lines import Opened, Opening
from reporting.querysets.named import Named, class_pk, person_pk, session_pk
from reporting.querysets.places import gazetteer
from reporting.querysets.reports import unit_rule
from reporting.querysets.sql import Selection
from reporting.rules.figures import hours_number
from reporting.views.asked import Asked, asked, figures_form
from reporting.words import Dimension, Level, Side, VisitsUnit

PER_PAGE = 100
_KEYS: dict[str, tuple[str, Callable[[UUID], int | None]]] = {
    "class": ("class_id", class_pk),
    "session": ("session_id", session_pk),
    "person": ("person_id", person_pk),
}

_STEPS = ("county", "unit", "unposted", *_KEYS, "day", *(dimension.value for dimension in Dimension))


@dataclass(frozen=True)
class Question:
    """What to open: the asked figures, a side, how far, and the filters on the way."""

    asked: Asked
    side: Side
    level: Level
    unit: VisitsUnit
    steps: dict[str, str]


@permission_required(Permission.VIEW_FIGURES)
def figure_lines(request: BanyanRequest) -> HttpResponse:
    question = _question(request)
    places = gazetteer(scope_of(question.asked.organisation))
    selection = Selection(places, question.asked.period)
    filters = _filters(question.steps, {unit.public_id: unit.id for unit in places.units.values()})
    opening = Opening(selection, question.side, question.level, question.unit, filters)
    pages: Paginator[Opened] = Paginator(opening, PER_PAGE)  # type: ignore[arg-type]  # len() and slices are enough
    page = pages.get_page(request.GET.get("page"))
    found = list(page.object_list)
    names = Named.of(found, request.by, places)
    context = {
        "page": page,
        "question": question,
        "trail": names.trail(question.steps),
        "total": opening.total,
        "total_hours": hours_number(opening.total.minutes),
        "rows": [_row(question, names, one) for one in found],
        "names_hidden": names.hides_somebody,
    }
    template = "line_list" if question.level is Level.LINES else "line_groups"
    return render(request, f"reporting/{template}.html", context)


def _question(request: BanyanRequest) -> Question:
    form = figures_form(request)
    if not form.is_valid():
        raise Http404
    question = asked(request, form)
    try:
        side = Side(request.GET.get("side", Side.ORGANISER))
        level = Level(request.GET.get("level", Level.CLASSES))
    except ValueError as error:
        raise Http404 from error
    unit = question.unit or unit_rule(question.period).unit
    steps = {name: request.GET[name] for name in _STEPS if name in request.GET}
    return Question(question, side, level, unit, steps)


def _filters(steps: dict[str, str], units: dict[str, int]) -> dict[str, Any]:
    """Steps of the address as conditions. Raises Http404 for what is malformed or does not exist."""
    found: dict[str, Any] = {name: steps[name] for name in ("county", "unposted") if name in steps}
    found |= {one.value: steps[one.value] for one in Dimension if one.value in steps}
    try:
        if "unit" in steps:
            found["unit"] = units[steps["unit"]]
        if "day" in steps:
            found["day"] = date.fromisoformat(steps["day"])
        for name, (column, pk_of) in _KEYS.items():
            if name in steps:
                found[column] = pk_of(UUID(steps[name]))
    except (KeyError, ValueError) as error:
        raise Http404 from error
    if None in found.values():
        raise Http404
    return found


def _row(question: Question, names: Named, one: Opened) -> dict[str, Any]:
    """A group with its label, its numbers and the address one step further down."""
    label, step = names.label(question.level, one)
    further = _NEXT[question.level]
    url = ""
    if further is not None and step:
        url = question.asked.lines_url(question.side, further, **(question.steps | step))
    return {
        "label": label,
        "url": url,
        "people": one.people,
        "visits": one.visits,
        "sign_ins": one.sign_ins,
        "hours": hours_number(one.minutes),
        "line": names.line(one) if question.level is Level.LINES else None,
    }


_NEXT = {
    Level.CLASSES: Level.DAYS,
    Level.SESSIONS: Level.PEOPLE,
    Level.DAYS: Level.PEOPLE,
    Level.PEOPLE: Level.LINES,
    Level.LINES: None,
}
