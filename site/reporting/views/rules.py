"""口径与规则: every number that a rule uses with its source, and what each figure means. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core import clock
from organisations.models import Rule
from organisations.querysets import all_organisations, all_rules
from organisations.roles import Permission
from organisations.rules import area_prefix
from organisations.words import OrganisationKind
from people.access import permission_required
from people.requests import BanyanRequest
from reporting.rules import completion, definitions, metrics
from reporting.rules.places import area_name
from reporting.rules.rule_texts import NO_RULES, RuleTopic, topic_of, value_parts
from reporting.words import Side, VisitsUnit


@dataclass(frozen=True)
class RuleLine:
    """One row: what it says, where and when it holds, by which document, and whether anybody has checked."""

    title: str
    values: list[tuple[str, str]]
    place: str
    valid_from: date
    last_day: date | None
    document: str
    is_verified: bool
    is_over: bool


@permission_required(Permission.VIEW_FIGURES)
def rule_list(request: BanyanRequest) -> HttpResponse:
    unit = VisitsUnit(all_rules().in_force("visits.unit", on=clock.today()).value)
    context = {
        "topics": _topics(clock.today()),
        "definitions": definitions.definitions(unit),
        "units": definitions.UNIT_TEXTS.items(),
        "unit": unit,
        "sides": [(side.label, definitions.SIDE_TEXTS[side]) for side in Side],
        "counted": definitions.COUNTED,
        "completion": completion.DEFINITIONS,
        "version": definitions.VERSION,
        "further": metrics.FURTHER,
        "further_version": metrics.FURTHER_VERSION,
    }
    return render(request, "reporting/rule_list.html", context)


def _topics(today: date) -> list[tuple[str, list[RuleLine]]]:
    """The rows in force and past, those of one rule together, the latest first."""
    rows = [
        row
        for row in all_rules().order_by("key", "jurisdiction", "-valid_from")
        if not row.key.startswith(NO_RULES)
    ]
    places = _places({row.jurisdiction for row in rows if row.jurisdiction})
    found: dict[RuleTopic, list[RuleLine]] = {topic: [] for topic in RuleTopic}
    for row in rows:
        found[topic_of(row.key)].append(_line(row, places, today))
    return [(topic.label, lines) for topic, lines in found.items() if lines]


def _line(row: Rule, places: dict[str, str], today: date) -> RuleLine:
    document = f"{row.document}{row.article}"
    return RuleLine(
        title=row.title,
        values=value_parts(row.value),
        place=places.get(row.jurisdiction, row.jurisdiction) if row.jurisdiction else _("全国"),
        valid_from=row.valid_from,
        last_day=row.valid_to - timedelta(days=1) if row.valid_to else None,
        document=document,
        is_verified=row.is_verified,
        is_over=row.valid_to is not None and row.valid_to <= today,
    )


def _places(prefixes: set[str]) -> dict[str, str]:
    """Areas as their bureaus are called; one question, none where every rule holds in the whole country."""
    if not prefixes:
        return {}
    bureaus = all_organisations().current().filter(kind=OrganisationKind.BUREAU).exclude(area_code="")
    found: dict[str, str] = {}
    for name, code in bureaus.order_by("-line", "pk").values_list("name", "area_code"):
        found.setdefault(area_prefix(code), area_name(name))
    return {prefix: found[prefix] for prefix in prefixes if prefix in found}
