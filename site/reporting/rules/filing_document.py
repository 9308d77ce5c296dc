"""What a filing freezes, as one JSON value without floats, names or identity numbers of persons.

Everything that a filing ever shows comes from this value: its figures are counted again from its rows, its sheet is laid
out from it. Nothing outside is read, so a renamed station or a moved person changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from datetime import date
from typing import Any

from core.sentences import Sentence, quote, say
from reporting.rules.counts import Staff
from reporting.rules.definitions import COUNTED, SIDE_TEXTS, VERSION, definitions_record
from reporting.rules.figures import Figures, Line, Place, Table, Tier, tabulate
from reporting.rules.lateness import Lateness
from reporting.rules.periods import Period
from reporting.rules.places import Gazetteer, Unit, county_of
from reporting.words import FilingTable, Side, VisitsUnit

FORMAT = "banyan.filing/3"
# 2: with the recipient, and the questions that were asked before filing
# 3: with the set of tables, the people in post by certificate, and how late it is

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A class as it was called when it was filed."""

    id: int
    code: str
    name: str
    organiser: int
    report_year: int
    round_number: int


@dataclass(frozen=True)
class Rows:
    """The lines of a filing in the shape in which they are frozen, since a province has 300,000 of them.

    `lines` are [entry, person, organisation on that date or null, session, minutes, state] in the order of the ledger,
    `sessions` [id, class, ISO date, half day, topic, scheduled minutes] in the order of their ids.
    """

    lines: list[list[Any]]
    sessions: list[list[Any]]


@dataclass(frozen=True)
class Contents:
    """What is counted: rows, and the names of what they point to. `outside` are units beyond the scope."""

    period: Period
    unit: VisitsUnit
    gazetteer: Gazetteer
    rows: Rows
    classes: tuple[Held, ...]
    outside: Mapping[int, Unit]
    rule_version: str
    closing_day: date  # on which people in post are counted
    staff: Mapping[str, Staff] = field(default_factory=dict)  # by county


@dataclass(frozen=True)
class Heading:
    """What names one filing: where, when, under which number, at which place in the ledger."""

    number: str
    filed_at: str  # ISO 8601 in Asia/Shanghai
    organisation_id: int
    organisation: str
    paths: tuple[str, ...]
    areas: tuple[str, ...]
    position: int  # the highest id of a line in the ledger
    seals: tuple[tuple[int, int, str], ...] = ()  # bureau, number of its last seal, chain hash
    chain_head: str = ""
    corrects: str = ""
    reason: str = ""
    recipient: str = ""
    tables: tuple[FilingTable, ...] = (FilingTable.COUNTIES, FilingTable.UNITS)
    lateness: Lateness | None = None


def compose(contents: Contents, heading: Heading, questions: Sequence[Document] = ()) -> Document:
    """The whole value, figures included."""
    document: Document = {
        "format": FORMAT,
        "number": heading.number,
        "filed_at": heading.filed_at,
        "corrects": heading.corrects,
        "reason": heading.reason,
        "recipient": heading.recipient,
        "tables": [table.value for table in heading.tables],
        "late": heading.lateness.as_record() if heading.lateness else None,
        "scope": {
            "organisation": heading.organisation_id, "name": heading.organisation,
            "paths": list(heading.paths), "areas": list(heading.areas),
        },
        "period": contents.period.as_record(),
        "visits": contents.unit.value,
        "definitions": _definitions(contents.unit),
        "rule_version": contents.rule_version,
        "ledger": {
            "position": heading.position, "seals": [list(seal) for seal in heading.seals], "head": heading.chain_head,
        },
        "questions": list(questions),
        "staff": {
            "on": contents.closing_day.isoformat(),
            "rows": [[county, *astuple(contents.staff[county])] for county in sorted(contents.staff)],
        },
        **_tables(contents),
    }  # fmt: skip
    return counted(document)


def counted(document: Document) -> Document:
    """The same value with its figures counted anew from its rows."""
    return document | {"figures": figures_record(tabulate(lines_of(document)))}


def figures_record(table: Table) -> list[list[Any]]:
    """[side, county or null, unit or null, figures in minutes and counts], in a fixed order."""
    order = sorted(
        table, key=lambda key: (key[0], key[1].county or "", key[1].unit or 0, key[1].county is not None)
    )
    return [[side.value, tier.county, tier.unit, asdict(table[(side, tier)])] for side, tier in order]


def table_of(document: Document) -> Table:
    """The figures as they stand in the value."""
    return {
        (Side(side), Tier(county, unit)): Figures(**numbers)
        for side, county, unit, numbers in document["figures"]
    }


def lines_of(document: Document) -> list[Line]:
    """The frozen rows as the lines of figures."""
    places = {
        pk: Place(county, unit) if inside else None
        for pk, _, county, unit, _, inside in document["organisations"]
    }
    classes = {pk: (organiser, year, round_) for pk, _, _, organiser, year, round_ in document["classes"]}
    held = {}
    for pk, training_class, day, _, topic, scheduled in document["sessions"]:
        organiser = classes[training_class][0]
        held[pk] = (
            date.fromisoformat(day), pk, scheduled, topic, training_class, *classes[training_class], places[organiser],
        )  # fmt: skip
    return [
        Line(entry, person, minutes, state, *held[session], places.get(organisation))
        for entry, person, organisation, session, minutes, state in document["rows"]
    ]


def period_of(document: Document) -> Period:
    return Period.from_record(document["period"])


def unit_of(document: Document) -> VisitsUnit:
    return VisitsUnit(document["visits"])


def days_of(document: Document) -> tuple[date, date]:
    """The first and last session that was counted; without any, the days of the period."""
    days = [date.fromisoformat(day) for _, _, day, *_ in document["sessions"]]
    return (min(days), max(days)) if days else period_of(document).days()


@dataclass
class FrozenNames:
    """The names that a filing carries (see `table_rows.Names`)."""

    units: dict[int, tuple[str, str]] = field(default_factory=dict)  # name, area code
    county_names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, *documents: Document) -> FrozenNames:
        """Of several filings the names of the last one win."""
        found = cls()
        for document in documents:
            found.units |= {pk: (name, code) for pk, name, _, _, code, _ in document["organisations"]}
            found.county_names |= dict(document["counties"])
        return found

    def beside(self, gazetteer: Gazetteer) -> FrozenNames:
        """These names, and today's for what the filing did not know."""
        today = {pk: (unit.name, unit.area_code) for pk, unit in gazetteer.units.items()}
        return FrozenNames(today | self.units, gazetteer.county_names | self.county_names)

    def county_name(self, county: str) -> Sentence:
        return quote(self.county_names.get(county) or county) or say("未列区划")

    def unit_name(self, unit: int) -> str:
        return self.units[unit][0]

    def unit_order(self, unit: int) -> tuple[str, str]:
        name, code = self.units[unit]
        return code, name

    def counties(self) -> list[str]:
        return sorted(county for county in self.county_names if not county.endswith("00"))


def _definitions(unit: VisitsUnit) -> Document:
    return {
        "version": VERSION,
        "counted": COUNTED,
        "sides": {side.value: text for side, text in SIDE_TEXTS.items()},
        "figures": definitions_record(unit),
    }


def _tables(contents: Contents) -> Document:
    return {
        "counties": sorted([code, name] for code, name in contents.gazetteer.county_names.items()),
        "organisations": _organisations(contents),
        "classes": sorted(
            [held.id, held.code, held.name, held.organiser, held.report_year, held.round_number]
            for held in contents.classes
        ),
        "sessions": contents.rows.sessions,
        "rows": contents.rows.lines,
    }


def _organisations(contents: Contents) -> list[list[Any]]:
    """[id, name, county, unit, area code, 1 inside the scope else 0] of every organisation that a line names."""
    gazetteer = contents.gazetteer
    named = {organisation for _, _, organisation, *_ in contents.rows.lines if organisation is not None}
    named |= {held.organiser for held in contents.classes}
    named |= {gazetteer.places[pk].unit for pk in named if pk in gazetteer.places}
    rows = []
    for pk in sorted(named):
        if pk in gazetteer.places:
            unit, place = gazetteer.units[pk], gazetteer.places[pk]
            rows.append([pk, unit.name, place.county, place.unit, unit.area_code, 1])
        else:
            unit = contents.outside[pk]
            rows.append([pk, unit.name, county_of(unit.area_code), pk, unit.area_code, 0])
    return rows
