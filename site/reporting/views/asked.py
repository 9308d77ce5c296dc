"""What a request asks about, as the figure pages and the pages behind their numbers understand it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, QueryDict
from django.urls import reverse

from core import clock
from organisations.models import Organisation
from organisations.roles import Permission
from organisations.scope import scope_of
from people.requests import BanyanRequest
from reporting.forms.figures import FiguresForm
from reporting.querysets import choices
from reporting.querysets.reports import Report, report
from reporting.rules.periods import Period
from reporting.words import Level, Side, VisitsUnit


@dataclass(frozen=True)
class Asked:
    """An organisation's figures of a period, and how their addresses are written."""

    organisation: Organisation
    period: Period
    unit: VisitsUnit | None

    def counted(self) -> Report:
        return report(scope_of(self.organisation), self.period, self.unit)

    def parameters(self) -> dict[str, str]:
        record = self.period.as_record()
        names = {"report_year": "year"}
        found = {"scope": str(self.organisation.public_id)}
        found |= {names.get(name, name): str(value) for name, value in record.items()}
        return found | ({"visits": self.unit.value} if self.unit else {})

    def lines_url(self, side: Side, level: Level, **filters: str) -> str:
        parameters = self.parameters() | {"side": side.value, "level": level.value} | filters
        return f"{reverse('reporting:figure_lines')}?{urlencode(parameters)}"

    def url(self) -> str:
        return f"{reverse('reporting:figures')}?{urlencode(self.parameters())}"


def organisation_or_404(request: BanyanRequest, text: str, permission: Permission) -> Organisation:
    """Raises Http404 for what is malformed, unknown or somebody else's."""
    try:
        found = choices.open_to(request.by, permission, UUID(text))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


Form = TypeVar("Form", bound=FiguresForm)


def figures_form(request: BanyanRequest) -> FiguresForm:
    """The form as asked, or with the viewer's own organisation and the latest year. Raises Http404 for a scope of others."""
    return scope_form(request, FiguresForm, Permission.VIEW_FIGURES)


def scope_form(request: BanyanRequest, kind: type[Form], permission: Permission) -> Form:
    """As `figures_form`, of any form of that kind, where the permission holds. Raises Http404 for a scope of others."""
    offered = choices.offered(request.by, permission)
    data: QueryDict | dict[str, str] = request.GET
    if "scope" in request.GET:
        chosen = organisation_or_404(request, request.GET["scope"], permission)
        if chosen not in offered:
            offered.append(chosen)
    else:
        first = choices.first_choice(request.by, permission, offered)
        if first is None:
            raise Http404
        data = _usual_period(request) | request.GET.dict() | {"scope": str(first.public_id)}
    return kind(data, choices=offered)


def _usual_period(request: BanyanRequest) -> dict[str, str]:
    """The latest year, where the request names no period."""
    if {"year", "first_day", "last_day"} & set(request.GET):
        return {}
    return {"year": str(choices.latest_year(request.by, clock.today()))}


def asked(
    request: BanyanRequest, form: FiguresForm, permission: Permission = Permission.VIEW_FIGURES
) -> Asked:
    """Of a valid form."""
    data = form.cleaned_data
    organisation = organisation_or_404(request, data["scope"], permission)
    return Asked(organisation, data["period"], form.unit)
