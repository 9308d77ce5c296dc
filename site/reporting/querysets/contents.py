"""What a filing would freeze now: the lines of a scope and period with the names that they need."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.db import connection

from courses.models import TrainingClass
from organisations.scope import Scope
from reporting.querysets.places import gazetteer, units_by_id
from reporting.querysets.reports import rule_version, unit_rule
from reporting.querysets.sql import Selection
from reporting.querysets.staff import in_post
from reporting.rules.counts import Staff
from reporting.rules.figures import NO_ROUND
from reporting.rules.filing_document import Contents, Held, Rows
from reporting.rules.periods import Period
from reporting.rules.places import Gazetteer
from reporting.words import VisitsUnit

# What stands on one side at least, each once. JSON, since the database writes and Python reads it many times as fast as
# values one by one; the order is Python's, for the same reason.
_FROZEN = """
, kept AS MATERIALIZED (
    SELECT entry, person, line.organisation, session, line.minutes, state, bureau, rule_version
    FROM line JOIN session held ON held.id = line.session
    WHERE (held.organiser = ANY(%(ids)s::bigint[]) AND entry NOT IN (SELECT entry FROM twice WHERE turn > 1))
        OR (line.organisation = ANY(%(ids)s::bigint[]) AND entry NOT IN (SELECT entry FROM twice WHERE inside > 1))
)
SELECT (SELECT json_agg(json_build_array(entry, person, organisation, session, minutes, state)) FROM kept)::text,
    (SELECT json_agg(json_build_array(id, class, day, half_day, topic, minutes))
        FROM session WHERE id IN (SELECT session FROM kept))::text,
    (SELECT array_agg(bureau) FROM (SELECT DISTINCT bureau FROM kept) AS one),
    (SELECT array_agg(rule_version) FROM (SELECT DISTINCT rule_version FROM kept) AS one),
    (SELECT array_agg(person) FROM (SELECT DISTINCT person FROM kept WHERE organisation = ANY(%(ids)s::bigint[])) AS one)
"""


@dataclass(frozen=True)
class Frozen:
    """The lines of both sides, the bureaus in whose chains they are, the versions of the rules under which they were
    credited, and the people of the scope among them."""

    rows: Rows
    bureaus: list[int | None]
    rules: list[str]
    trained: frozenset[int]


def contents(
    scope: Scope, period: Period, unit: VisitsUnit | None, *, on: date
) -> tuple[Contents, list[int | None]]:
    """The contents, and the bureaus in whose chains their lines are. `on` is the day of filing: people in post are
    counted then, or on the last day of a period that is over."""
    places = gazetteer(scope)
    selection = Selection(places, period)
    rule = unit_rule(period)
    frozen = frozen_lines(selection)
    classes = _classes({session[1] for session in frozen.rows.sessions})
    named = {line[2] for line in frozen.rows.lines if line[2]} | {held.organiser for held in classes}
    closing_day = min(on, period.days()[1])
    held = in_post(scope, frozen.trained, on=closing_day)
    found = Contents(
        period=period,
        unit=unit or rule.unit,
        gazetteer=places,
        rows=frozen.rows,
        classes=classes,
        outside=units_by_id(named - set(places.units)),
        rule_version=rule_version(rule, frozen.rules),
        closing_day=closing_day,
        staff=_by_county(held, places),
    )
    return found, frozen.bureaus


def frozen_lines(selection: Selection) -> Frozen:
    """All lines of both sides with their sessions, in one statement: nothing comes between them."""
    with connection.cursor() as cursor:
        cursor.execute(selection.lines + _FROZEN, selection.parameters)
        lines, sessions, bureaus, rules, trained = cursor.fetchone()
    return Frozen(
        Rows(*(sorted(json.loads(found or "[]"), key=itemgetter(0)) for found in (lines, sessions))),
        sorted(bureaus or (), key=lambda bureau: bureau or 0),
        sorted(rules or ()),
        frozenset(trained or ()),
    )


def _by_county(found: Mapping[int, Staff], places: Gazetteer) -> dict[str, Staff]:
    """Organisations beyond every county count under an empty code."""
    counties: dict[str, Staff] = {}
    for organisation, counts in found.items():
        county = places.places[organisation].county if organisation in places.places else ""
        counties[county] = counties.get(county, Staff()) + counts
    return counties


def _classes(ids: set[int]) -> tuple[Held, ...]:
    rows = TrainingClass.objects.filter(pk__in=ids).order_by("pk")
    return tuple(
        Held(
            one.pk, one.code, one.name, one.organiser_id, one.report_year,
            NO_ROUND if one.round_number is None else one.round_number,
        )
        for one in rows
    )  # fmt: skip
