"""The steps of the checklist before a filing: a table each, with what is another than in the period before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core import clock
from core.sentences import Sentence, quote, say
from courses.words import ClassState
from hours.showing import xueshi_rule
from organisations.roles import Permission
from people.access import permission_required
from people.requests import BanyanRequest
from people.words import PostKind
from reporting.querysets import doubts, questions, supervision_changes
from reporting.querysets.class_checks import CheckedClass
from reporting.querysets.matrix import ClassCounts, by_class
from reporting.querysets.reports import unit_rule
from reporting.querysets.roster_changes import shown_people
from reporting.querysets.sql import Selection
from reporting.rules import definitions
from reporting.rules.counts import NO_COUNTS
from reporting.rules.metrics import METRICS
from reporting.rules.roster_changes import Balance, Move, Post, RosterChanges
from reporting.rules.table_rows import TOTAL_LABEL
from reporting.views.filing_check_list import certificates_of, classes_of, roster_of, units_of
from reporting.views.filing_compared import Compared, compared_or_404
from reporting.words import CheckStep, ClassMark, QuestionKind, RosterChange, Side, VisitsUnit

PER_PAGE = 50
HOLDERS = "certificate-register"  # the official form with a line for each of them
QUESTIONS = {
    CheckStep.ROSTER: (QuestionKind.TWO_STATIONS,),
    CheckStep.CLASSES: (
        QuestionKind.TWO_PLACES, QuestionKind.AFTER_END, QuestionKind.HEAD_COUNT, QuestionKind.NOT_CLOSED,
    ),
    CheckStep.CERTIFICATES: (QuestionKind.NO_CERTIFICATE,),
}  # fmt: skip
_DUE = (ClassMark.NOT_CLOSED, ClassMark.NO_NUMBER)
_NO_CLASS = ClassCounts(NO_COUNTS, {})


@permission_required(Permission.FILE_FIGURES)
def roster_page(request: BanyanRequest) -> HttpResponse:
    """People in post at the ends of both periods, by place, and everybody whose post is another."""
    compared = compared_or_404(request)
    found = roster_of(compared)
    page = _page(request, found.moves if found.has_before else ())
    named = shown_people(list(page), compared.places, request.by, on=clock.today())
    rows = [(named[one.person], one.change, _from_and_to(compared, one)) for one in page]
    context = {
        "found": found, "whole": found.whole, "places": _by_place(compared, found), "page": page, "rows": rows,
        "before_day": compared.before_day, "closing_day": compared.closing_day,
    }  # fmt: skip
    return _shown(request, compared, CheckStep.ROSTER, context)


def _by_place(compared: Compared, found: RosterChanges) -> list[tuple[Sentence, Balance]]:
    """By county where there are several, else by station or bureau; of a period with one before only what changed."""
    places = compared.places
    if len(places.counties()) > 1:
        counties = found.by_place(lambda post: post.county)
        rows = [(places.county_name(one), counties[one]) for one in sorted(counties)]
    else:
        units = found.by_place(lambda post: post.unit)
        ordered = sorted(units, key=lambda unit: (*places.unit_order(unit), unit))
        rows = [(quote(places.unit_name(one)), units[one]) for one in ordered]
    return [row for row in rows if row[1].is_changed or not found.has_before]


def _from_and_to(compared: Compared, move: Move) -> Sentence:
    """The unit before and now, or the kind of post where that alone is another."""
    posts = [post for post in (move.was, move.now) if post is not None]
    if move.change is RosterChange.POST:
        words = [PostKind(post.kind).label for post in posts]
    else:
        words = [_unit_of(compared, post) for post in posts]
    return words[0] if len(words) == 1 else say("%(was)s → %(now)s", was=words[0], now=words[1])


def _unit_of(compared: Compared, post: Post) -> Sentence:
    return quote(compared.places.units[post.organisation].name) if post.is_inside else say("统计范围以外")


@permission_required(Permission.FILE_FIGURES)
def classes_page(request: BanyanRequest) -> HttpResponse:
    """The classes of the period with their figures, those with a mark first."""
    compared = compared_or_404(request)
    found = classes_of(compared)
    page = _page(request, sorted(found.classes, key=lambda one: not one.marks))
    context = {
        "found": found, "page": page, "rows": _class_rows(compared, list(page)),
        "gone": found.gone[:PER_PAGE], "visits": _unit(compared), "shown_most": PER_PAGE,
    }  # fmt: skip
    return _shown(request, compared, CheckStep.CLASSES, context)


def _class_rows(compared: Compared, classes: Sequence[CheckedClass]) -> list[dict[str, Any]]:
    counted = _counted(compared) if classes else {}
    metrics = [METRICS[code] for code in ("people", f"visits.{_unit(compared).value}", "hours_delivered")]
    return [
        {
            "class": one.training_class,
            "state": ClassState(one.training_class.state).label,
            "numbers": [
                counted.get(one.training_class.pk, _NO_CLASS).counts.measured(metric).shown() for metric in metrics
            ],
            "marks": [(mark.label, "due" if mark in _DUE else "plain") for mark in one.marks],
        }
        for one in classes
    ]  # fmt: skip


def _counted(compared: Compared) -> dict[int, ClassCounts]:
    organisation = compared.asked.organisation
    rule = xueshi_rule(on=compared.closing_day, area_code=organisation.area_code)
    return by_class(Selection(compared.places, compared.asked.period), xueshi=rule)


def _unit(compared: Compared) -> VisitsUnit:
    return compared.asked.unit or unit_rule(compared.asked.period).unit


@permission_required(Permission.FILE_FIGURES)
def supervision_page(request: BanyanRequest) -> HttpResponse:
    """What the official form counts for both periods: the whole, and by the unit of whoever was supervised."""
    compared = compared_or_404(request)
    question = compared.question(request)
    page = _page(request, supervision_changes.places(question, compared.before))
    context = {"totals": supervision_changes.totals(question, compared.before), "page": page}
    return _shown(request, compared, CheckStep.SUPERVISION, context)


@permission_required(Permission.FILE_FIGURES)
def certificates_page(request: BanyanRequest) -> HttpResponse:
    """People in post by certificate now, beside what the last filing froze."""
    compared = compared_or_404(request)
    names, found = compared.places, certificates_of(compared)
    rows = [
        (TOTAL_LABEL if row.county is None else names.county_name(row.county), row.changes) for row in found
    ]
    context = {
        "rows": rows,
        "has_frozen": found[0].changes[0].before is not None,
        "closing_day": compared.closing_day,
        "people_url": f"{reverse('reporting:official_form', args=[HOLDERS])}?{urlencode(compared.asked.parameters())}",
    }
    return _shown(request, compared, CheckStep.CERTIFICATES, context)


@permission_required(Permission.FILE_FIGURES)
def units_page(request: BanyanRequest) -> HttpResponse:
    """The units that the filing counts, and what its figures mean."""
    compared = compared_or_404(request)
    found = units_of(compared)
    unit = _unit(compared)
    context = {
        "found": found,
        "page": _page(request, found.units),
        "since": compared.since,
        "visits": unit,
        "visits_before": compared.filing.unit if compared.filing else None,
        "definitions": definitions.definitions(unit),
        "side_texts": [(side.label, definitions.SIDE_TEXTS[side]) for side in Side],
        "counted_text": definitions.COUNTED,
    }
    return _shown(request, compared, CheckStep.UNITS, context)


def _page(request: BanyanRequest, rows: Sequence[Any]) -> Page[Any]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _shown(
    request: BanyanRequest, compared: Compared, step: CheckStep, context: dict[str, Any]
) -> HttpResponse:
    order = list(CheckStep)
    following = order[order.index(step) + 1 :]
    context |= compared.context() | {
        "step": step,
        "next": following[0] if following else None,
        "next_url": compared.url(following[0]) if following else f"{compared.check_url}#figures",
        "questions": _questions(request, compared, QUESTIONS.get(step, ())),
        "shown": doubts.SHOWN,
        "at": clock.now(),
    }
    return render(request, f"reporting/filing_check_{step.value}.html", context)


def _questions(
    request: BanyanRequest, compared: Compared, kinds: Collection[QuestionKind]
) -> list[doubts.Question]:
    """What the facts of this step are asked; it is answered on the page with all steps."""
    if not kinds:
        return []
    found = questions.doubts(compared.scope, compared.asked.period, on=clock.today())
    return doubts.questions({kind: found[kind] for kind in kinds if kind in found}, request.by)
