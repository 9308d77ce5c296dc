"""The check before a filing: the numbers, what changed since the last period, and the questions to answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from organisations.models import Organisation
from organisations.scope import scope_of
from people.requests import BanyanRequest
from reporting.forms.questions import QuestionsForm
from reporting.models import Filing
from reporting.querysets import doubts, questions
from reporting.querysets.claims import conflicts
from reporting.querysets.filings import all_filings
from reporting.rules.differences import FigureChange, figure_changes
from reporting.rules.figures import Table
from reporting.rules.filing_document import FrozenNames, table_of
from reporting.rules.periods import Period
from reporting.rules.questions import carried
from reporting.services.filings import document_of
from reporting.views.asked import Asked
from reporting.views.figures import figure_context
from reporting.words import Recipient


class Checklist:
    """The questions about the facts of one organisation and period, with the form that answers them.

    For a correction without those that the corrected filing has answered.
    """

    def __init__(
        self, request: BanyanRequest, organisation: Organisation, period: Period, filed: Filing | None = None
    ) -> None:
        found = questions.doubts(scope_of(organisation), period, on=clock.today())
        answered = carried(found, document_of(filed).get("questions", [])) if filed else {}
        self.doubts = {kind: rows for kind, rows in found.items() if kind not in answered}
        kinds = list(self.doubts)
        self.form = QuestionsForm(request.POST if request.method == "POST" else None, kinds=kinds)
        self.by = request.by

    def context(self) -> dict[str, Any]:
        fields = dict(self.form.fields_of())
        asked = [(one, fields[one.kind]) for one in doubts.questions(self.doubts, self.by)]
        return {"questions": asked, "questions_form": self.form, "shown": doubts.SHOWN}


def check_page(
    request: BanyanRequest, asked: Asked, checklist: Checklist, goes_to: Recipient
) -> HttpResponse:
    """The numbers as they would be filed, with what should give one pause."""
    parameters = asked.parameters() | {"recipient": goes_to.value}
    parameters["organisation"] = parameters.pop("scope")
    counted = asked.counted()
    context = figure_context(asked, counted) | checklist.context()
    context |= {
        "hidden": sorted(parameters.items()),
        "filed": all_filings().first_of(asked.organisation, asked.period, goes_to).light().first(),
        "is_open": asked.period.days()[1] >= clock.today(),
        "conflicts": conflicts(asked.organisation, asked.period, on=clock.today()),
        "goes_to": goes_to,
        "steps": _steps(asked),
        "before": _before(asked, goes_to, counted.table, counted.gazetteer),
    }
    status = 422 if checklist.form.errors else 200
    return render(request, "reporting/filing_check.html", context, status=status)


def _before(asked: Asked, goes_to: Recipient, table: Table, names: Any) -> dict[str, Any] | None:
    """The standing filing of the period before, and every figure of the counties and the whole that is another now."""
    filing = (
        all_filings().before(asked.organisation, asked.period, goes_to).select_related("organisation").first()
    )
    if filing is None:
        return None
    document = document_of(filing)
    both = FrozenNames.of(document).beside(names)
    old, new = (_without_units(one) for one in (table_of(document), table))
    changes: list[FigureChange] = figure_changes(old, new, both, asked.unit or filing.unit)
    return {"filing": filing, "changes": changes}


def _without_units(table: Table) -> Table:
    return {key: figures for key, figures in table.items() if key[1].unit is None}


def _steps(asked: Asked) -> list[dict[str, str]]:
    """What is to be looked at before a filing: pages of their own, and the parts of this one."""
    people = f"{reverse('people:person_list')}?organisation={asked.organisation.public_id}"
    classes = f"{reverse('courses:class_list')}?year={asked.period.days()[1].year}"
    return [
        {"title": _("核对名册"), "url": people, "hint": _("有没有新入职、调动、离岗还没有登记的人")},
        {"title": _("核对培训班"), "url": classes, "hint": _("有没有漏登的班次，签到是否都已确认")},
        {"title": _("核对数字和口径"), "url": "#figures", "hint": _("点开数字可以看到每一条明细")},
        {"title": _("答复核对问题"), "url": "#questions", "hint": _("每个问题选好情况，写明备注")},
        {"title": _("确认报送"), "url": "#confirm", "hint": _("报送后打印、签字、盖章")},
    ]
