"""汇总: the filings of the units below beside the facts of now."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core import clock
from organisations.roles import Permission
from people.access import permission_required
from people.requests import BanyanRequest
from reporting.querysets.rollups import Rollup, RollupRow, rollup
from reporting.rules.figures import shown
from reporting.views.asked import asked, figures_form
from reporting.words import Figure, Handed

TONES = {
    Handed.FILED: "done", Handed.NIL: "done", Handed.LATE: "due", Handed.NIL_LATE: "due",
    Handed.MISSING: "due", Handed.RETURNED: "problem", Handed.OVERDUE: "problem",
}  # fmt: skip


@permission_required(Permission.VIEW_FIGURES)
def rollup_page(request: BanyanRequest) -> HttpResponse:
    """The address carries scope and period: it may be kept as it is."""
    form = figures_form(request)
    if not form.is_valid():
        return render(request, "reporting/rollup.html", {"form": form}, status=422)
    question = asked(request, form)
    found = rollup(question.organisation, question.period, question.unit, by=request.by, on=clock.today())
    context = {
        "form": form,
        "organisation": question.organisation,
        "period": question.period,
        "found": found,
        "rows": _rows(found, request.GET.get("only", "")),
        "only": request.GET.get("only", "") in set(Handed),
        "figures": list(Figure),
        "figures_url": question.url(),
        "rollup_url": f"{reverse('reporting:rollup')}?{urlencode(question.parameters())}",
        "at": clock.now(),
    }
    return render(request, "reporting/rollup.html", context)


def _rows(
    found: Rollup, only: str
) -> list[tuple[RollupRow, str, list[tuple[int | float | None, int | float]]]]:
    """Each unit with the tone of its state, and for each figure what was filed (empty: nothing) and what is so now; with a
    state of `only` those that stand so."""
    rows = []
    for row in found.rows:
        if only in set(Handed) and row.handed != only:
            continue
        numbers = [
            (
                shown(figure, row.part.filed.value(figure, found.unit)) if row.part.filed else None,
                shown(figure, row.part.live.value(figure, found.unit)),
            )
            for figure in Figure
        ]
        rows.append((row, TONES[row.handed], numbers))
    return rows
