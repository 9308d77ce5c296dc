"""The figures of a scope and period: every number with its definition and a way to its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from core import clock
from core.charts import Chart
from organisations.roles import Permission
from people.access import permission_required
from people.requests import BanyanRequest
from reporting import pictures
from reporting.querysets.reports import Report
from reporting.rules import definitions
from reporting.rules.figures import TOTAL, Tier
from reporting.rules.table_rows import Row, rows
from reporting.views.asked import Asked, asked, figures_form
from reporting.words import Figure, Level, Side

# Where the lines of a figure are first grouped.
OPENS_AT = {
    Figure.ROUNDS: Level.CLASSES,
    Figure.CLASSES: Level.CLASSES,
    Figure.PEOPLE: Level.PEOPLE,
    Figure.VISITS: Level.CLASSES,
    Figure.HALF_DAY_SIGN_INS: Level.CLASSES,
    Figure.HOURS_DELIVERED: Level.SESSIONS,
    Figure.PERSON_HOURS: Level.PEOPLE,
}


@dataclass(frozen=True)
class Number:
    """A figure as a link to what it is made of."""

    text: str
    url: str


@permission_required(Permission.VIEW_FIGURES)
def figures(request: BanyanRequest) -> HttpResponse:
    form = figures_form(request)
    if not form.is_valid():
        return render(request, "reporting/figure_page.html", {"form": form}, status=422)
    question = asked(request, form)
    counted = question.counted()
    context = figure_context(question, counted) | {"form": form, "pictures": _pictures(counted)}
    return render(request, "reporting/figure_page.html", context)


def _pictures(counted: Report) -> list[Chart]:
    at = clock.now()
    drawn = (pictures.of_places(counted, at=at), pictures.of_months(counted, at=at))
    return [picture for picture in drawn if picture is not None]


def figure_context(question: Asked, counted: Report | None = None) -> dict[str, Any]:
    """Everything that the tables of figures need; the check before a filing shows the same."""
    counted = counted or question.counted()
    return {
        "organisation": question.organisation,
        "period": question.period,
        "sides": list(Side),
        "side_texts": [(side.label, definitions.SIDE_TEXTS[side]) for side in Side],
        "counted_text": definitions.COUNTED,
        "totals": _totals(question, counted),
        "figures": list(Figure),
        "rows": [(row, _numbers(question, counted, row)) for row in rows(counted.table, counted.gazetteer)],
        "rule_version": counted.rule_version,
        "unposted": counted.unposted,
        "unposted_url": question.lines_url(Side.ORGANISER, Level.PEOPLE, unposted="1"),
        "at": clock.now(),
    }


def _totals(question: Asked, counted: Report) -> list[dict[str, object]]:
    """One entry a figure: its definition and its two numbers."""
    whole = rows(counted.table, counted.gazetteer)[0]
    return [
        {
            "definition": definition,
            "numbers": [_number(question, counted, whole, side, figure) for side in Side],
        }
        for figure, definition in zip(Figure, definitions.definitions(counted.unit), strict=True)
    ]


def _numbers(question: Asked, counted: Report, row: Row) -> list[Number]:
    return [_number(question, counted, row, side, figure) for side in Side for figure in Figure]


def _number(question: Asked, counted: Report, row: Row, side: Side, figure: Figure) -> Number:
    text = str(row.shown(side, figure, counted.unit))
    filters = _filters(row.tier, counted) if row.tier != TOTAL else {}
    return Number(text, question.lines_url(side, OPENS_AT[figure], **filters) if text != "0" else "")


def _filters(tier: Tier, counted: Report) -> dict[str, str]:
    filters = {"county": tier.county or ""}
    if tier.unit is not None and tier.unit in counted.gazetteer.units:
        filters["unit"] = counted.gazetteer.units[tier.unit].public_id
    return filters
