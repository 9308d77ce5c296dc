"""培训统计年报: the figures by place and by every dimension, and the people in post beside them."""

from __future__ import annotations

from collections.abc import Mapping

from core.sentences import Sentence
from reporting.querysets.figures import provenance
from reporting.querysets.matrix import Group, matrix
from reporting.querysets.named import VALUES
from reporting.querysets.official.asked import Question
from reporting.querysets.places import gazetteer
from reporting.querysets.reports import rule_version, unit_rule
from reporting.querysets.sql import Selection
from reporting.querysets.staff import staff_by_organisation
from reporting.rules import definitions
from reporting.rules.counts import NO_COUNTS, Counts, Staff
from reporting.rules.figures import NOTHING, TOTAL, Tier
from reporting.rules.metrics import METRICS
from reporting.rules.official.declared import ANNUAL_METRICS
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Row, Table, Value, row
from reporting.rules.places import Gazetteer
from reporting.rules.table_rows import TOTAL_LABEL, rows
from reporting.words import Dimension, Level, Side

_OPENS_AT = {"people": Level.PEOPLE, "xueshi": Level.PEOPLE, "xueshi_per_person": Level.PEOPLE}


def compute(question: Question) -> Computed:
    places = gazetteer(question.scope)
    selection = Selection(places, question.period)
    counted = matrix(selection, xueshi=question.xueshi, post=question.post)
    staff = staff_by_organisation(question.scope, selection, on=question.closing_day, post=question.post)
    form = question.form
    parts = [Part(form.table("place"), form.table("place").caption, _by_place(question, counted, places))]
    parts += [
        Part(form.table(one.value), form.table(one.value).caption, _by_dimension(question, counted, one))
        for one in Dimension
    ]
    parts.append(
        Part(form.table("staff"), form.table("staff").caption, _staff(form.table("staff"), staff, places))
    )
    return Computed(
        form, question.title, question.facts(), tuple(parts), question.at, notes(question),
        rule_version(unit_rule(question.period), provenance(selection).rules),
    )  # fmt: skip


def notes(question: Question) -> tuple[Sentence, ...]:
    """The definitions of what the columns count."""
    codes = [f"visits.{question.unit.value}" if code == "visits" else code for code in ANNUAL_METRICS]
    return (*definitions.SIDE_TEXTS.values(), definitions.COUNTED, *(METRICS[code].text for code in codes))


def _by_place(question: Question, counted: Mapping[Group, Counts], places: Gazetteer) -> tuple[Row, ...]:
    table = question.form.table("place")
    known = {(side, TOTAL): NOTHING for side in Side}
    known |= {
        (group.side, group.tier): counts.figures
        for group, counts in counted.items()
        if group.dimension is None
    }
    whole, *others = rows(known, places)
    return tuple(
        row(
            table,
            {"place": one.label} | _numbers(
                question,
                {side: counted.get(Group(side, one.tier), NO_COUNTS) for side in Side},
                _steps(one.tier, places),
            ),
            depth=one.depth, is_total=one is whole,
        )
        for one in (*others, whole)
    )  # fmt: skip


def _by_dimension(
    question: Question, counted: Mapping[Group, Counts], dimension: Dimension
) -> tuple[Row, ...]:
    """One row a value that has any line on either side, in the order of the words."""
    found = []
    for word in VALUES[dimension]:
        of = {side: counted.get(Group(side, TOTAL, dimension, word.value), NO_COUNTS) for side in Side}
        if any(counts != NO_COUNTS for counts in of.values()):
            numbers = _numbers(question, of, {dimension.value: word.value})
            found.append(row(question.form.table(dimension.value), {"place": word.label} | numbers))
    return tuple(found)


def _numbers(
    question: Question, of: Mapping[Side, Counts], steps: Mapping[str, str]
) -> dict[str, Value | Plain]:
    found: dict[str, Value | Plain] = {}
    for side, counts in of.items():
        for code in ANNUAL_METRICS:
            metric = METRICS[f"visits.{question.unit.value}" if code == "visits" else code]
            shown = counts.measured(metric).shown()
            asked = {"side": side.value, "level": _OPENS_AT.get(code, Level.CLASSES).value} | dict(steps)
            if question.post is not None:
                asked["post"] = question.post.value
            found[f"{side.value}.{code}"] = Value(shown, Opens.of("lines", **asked) if shown else None)
    return found


def _steps(tier: Tier, places: Gazetteer) -> dict[str, str]:
    if tier == TOTAL:
        return {}
    steps = {"county": tier.county or ""}
    if tier.unit is not None and tier.unit in places.units:
        steps["unit"] = places.units[tier.unit].public_id
    return steps


def _staff(table: Table, staff: Mapping[int, Staff], places: Gazetteer) -> tuple[Row, ...]:
    """By county where there are several, and by unit below it; at last the whole."""
    counties: dict[str, dict[int, Staff]] = {}
    for organisation, counts in staff.items():
        place = places.places[organisation]
        units = counties.setdefault(place.county, {})
        units[place.unit] = units.get(place.unit, Staff()) + counts
    found = []
    for county in sorted(counties):
        units = counties[county]
        found.append(_staff_row(table, places.county_name(county), sum(units.values(), Staff()), depth=1))
        found += [
            _staff_row(table, places.unit_name(unit), units[unit], depth=2)
            for unit in sorted(units, key=lambda unit: (*places.unit_order(unit), unit))
        ]
    return (*found, _staff_row(table, TOTAL_LABEL, sum(staff.values(), Staff()), is_total=True))


def _staff_row(table: Table, label: str, counts: Staff, *, depth: int = 0, is_total: bool = False) -> Row:
    numbers: dict[str, Value | Plain] = {
        "place": label, "trained": counts.trained, "assistant": counts.assistant, "worker": counts.worker,
        "senior": counts.senior,
    }  # fmt: skip
    numbers |= {
        code: counts.measured(METRICS[code]).shown()
        for code in ("staff", "certified", "coverage", "certified_rate")
    }
    return row(table, numbers, depth=depth, is_total=is_total)
