"""The check before a filing: the numbers, what changed since the last period, and the questions to answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from core import clock
from organisations.models import Organisation
from organisations.scope import scope_of
from people.requests import BanyanRequest
from reporting.forms.questions import QuestionsForm
from reporting.models import Filing, FilingDraft
from reporting.querysets import doubts, questions
from reporting.querysets.claims import conflicts
from reporting.querysets.filing_steps import files_for
from reporting.querysets.filings import all_filings
from reporting.rules.differences import FigureChange, figure_changes
from reporting.rules.figures import Table
from reporting.rules.filing_document import FrozenNames, table_of
from reporting.rules.periods import Period
from reporting.rules.questions import carried
from reporting.services.filings import document_of
from reporting.views.asked import Asked
from reporting.views.figures import figure_context
from reporting.views.filing_check_list import steps
from reporting.views.filing_compared import Compared
from reporting.words import Recipient, VisitsUnit

SAVE = "save"  # the button that keeps a draft


class Checklist:
    """The questions about the facts of one organisation and period, with the form that answers them.

    For a correction without those that the corrected filing has answered. The form begins with what a draft says.
    """

    def __init__(
        self,
        request: BanyanRequest,
        organisation: Organisation,
        period: Period,
        *,
        filed: Filing | None = None,
        draft: FilingDraft | None = None,
    ) -> None:
        found = questions.doubts(scope_of(organisation), period, on=clock.today())
        answered = carried(found, document_of(filed).get("questions", [])) if filed else {}
        self.doubts = {kind: rows for kind, rows in found.items() if kind not in answered}
        kinds = list(self.doubts)
        data = request.POST if request.method == "POST" else None
        self.saves = data is not None and data.get("act") == SAVE
        self.form = QuestionsForm(data, kinds=kinds, draft=draft, is_draft=self.saves)
        self.draft, self.by = draft, request.by

    def context(self) -> dict[str, Any]:
        fields = dict(self.form.fields_of())
        asked = [(one, fields[one.kind]) for one in doubts.questions(self.doubts, self.by)]
        return {"questions": asked, "questions_form": self.form, "shown": doubts.SHOWN, "draft": self.draft}


def check_page(
    request: BanyanRequest, asked: Asked, checklist: Checklist, goes_to: Recipient
) -> HttpResponse:
    """The numbers as they would be filed, with what should give one pause."""
    parameters = asked.parameters() | {"recipient": goes_to.value}
    parameters["organisation"] = parameters.pop("scope")
    counted = asked.counted()
    context = figure_context(asked, counted) | checklist.context()
    compared = Compared.of(asked, goes_to)
    before = _against(compared, counted.table, asked.unit)
    filed = all_filings().first_of(asked.organisation, asked.period, goes_to).light().first()
    found = conflicts(asked.organisation, asked.period, on=clock.today())
    context |= {
        "hidden": sorted(parameters.items()),
        "filed": filed,
        "is_open": asked.period.days()[1] >= clock.today(),
        "conflicts": found,
        "goes_to": goes_to,
        "may_save": files_for(request.by, asked.organisation.pk),
        "before": before,
    }
    if not filed and not found:
        figures = len(before["changes"]) if before else None
        context["steps"] = steps(request, compared, figures=figures, questions=len(checklist.doubts))
    status = 422 if checklist.form.errors else 200
    return render(request, "reporting/filing_check.html", context, status=status)


def _against(compared: Compared, table: Table, unit: VisitsUnit | None) -> dict[str, Any] | None:
    """Every figure of the counties and the whole that is another than in the last filing; None without one."""
    filing, document = compared.filing, compared.document
    if filing is None or document is None:
        return None
    both = FrozenNames.of(document).beside(compared.places)
    old, new = (_without_units(one) for one in (table_of(document), table))
    changes: list[FigureChange] = figure_changes(old, new, both, unit or filing.unit)
    return {"filing": filing, "changes": changes}


def _without_units(table: Table) -> Table:
    return {key: figures for key, figures in table.items() if key[1].unit is None}
