"""What a filing would freeze now: the lines of a scope and period with the names that they need."""

from __future__ import annotations

from datetime import date

from courses.models import TrainingClass
from organisations.scope import Scope
from reporting.querysets.figures import provenance
from reporting.querysets.lines import every_line
from reporting.querysets.places import gazetteer, units_by_id
from reporting.querysets.reports import rule_version, unit_rule
from reporting.querysets.sql import Selection
from reporting.querysets.staff import staff_by_organisation
from reporting.rules.counts import Staff
from reporting.rules.figures import NO_ROUND
from reporting.rules.filing_document import Contents, Held
from reporting.rules.periods import Period
from reporting.words import VisitsUnit


def contents(
    scope: Scope, period: Period, unit: VisitsUnit | None, *, on: date
) -> tuple[Contents, list[int | None]]:
    """The contents, and the bureaus in whose chains their lines are. `on` is the day of filing: people in post are
    counted then, or on the last day of a period that is over."""
    places = gazetteer(scope)
    selection = Selection(places, period)
    rule = unit_rule(period)
    sources = list(every_line(selection))
    lines = tuple(source.frozen for source in sources)
    classes = _classes({frozen.line.training_class for frozen in lines})
    named = {frozen.organisation for frozen in lines if frozen.organisation} | {
        held.organiser for held in classes
    }
    closing_day = min(on, period.days()[1])
    found = Contents(
        period=period,
        unit=unit or rule.unit,
        gazetteer=places,
        lines=lines,
        classes=classes,
        outside=units_by_id(named - set(places.units)),
        rule_version=rule_version(rule, provenance(selection)),
        closing_day=closing_day,
        staff=_staff(scope, selection, on=closing_day),
    )
    return found, sorted({source.bureau for source in sources}, key=lambda bureau: bureau or 0)


def _staff(scope: Scope, selection: Selection, *, on: date) -> dict[str, Staff]:
    """By county; organisations beyond every county count under an empty code."""
    places = selection.gazetteer.places
    found: dict[str, Staff] = {}
    for organisation, counts in staff_by_organisation(scope, selection, on=on).items():
        county = places[organisation].county if organisation in places else ""
        found[county] = found.get(county, Staff()) + counts
    return found


def _classes(ids: set[int]) -> tuple[Held, ...]:
    rows = TrainingClass.objects.filter(pk__in=ids).order_by("pk")
    return tuple(
        Held(
            one.pk, one.code, one.name, one.organiser_id, one.report_year,
            NO_ROUND if one.round_number is None else one.round_number,
        )
        for one in rows
    )  # fmt: skip
