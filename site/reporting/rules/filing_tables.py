"""The further tables of a filing, from its frozen value alone: its classes, and the people in post by certificate.

The two tables by place are laid out in `filing_sheet`. Texts are those of the paper, in Chinese, as `filing_sheet` has
them: a filing looks the same whoever reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from reporting.rules.counts import Staff
from reporting.rules.figures import NO_ROUND, Line, count, once, shown
from reporting.rules.filing_document import Document, FrozenNames, lines_of, unit_of
from reporting.words import Figure, FilingTable, VisitsUnit

BEFORE = (FilingTable.COUNTIES, FilingTable.UNITS)  # what every filing held before there was a choice
NAMES = {
    FilingTable.COUNTIES: "统计表", FilingTable.UNITS: "分单位",
    FilingTable.CLASSES: "培训班", FilingTable.STAFF: "持证情况",
}  # fmt: skip
Value = str | int | float


@dataclass(frozen=True)
class Extra:
    """A table with one line of headings; `widths` in characters. `total` is empty where nothing is added up."""

    table: FilingTable
    note: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] = ()

    @property
    def name(self) -> str:
        return NAMES[self.table]

    @property
    def lines(self) -> tuple[tuple[Value, ...], ...]:
        return (*self.rows, self.total) if self.total else self.rows


def tables_of(document: Document) -> tuple[FilingTable, ...]:
    """The set that the filing was made with."""
    chosen = [FilingTable(name) for name in document.get("tables", BEFORE)]
    return tuple(table for table in FilingTable if table in chosen)


def extras(document: Document) -> list[Extra]:
    found = []
    for table in tables_of(document):
        if table is FilingTable.CLASSES:
            found.append(_classes(document))
        elif table is FilingTable.STAFF:
            found.append(_staff(document))
    return found


def _classes(document: Document) -> Extra:
    """Classes of the organisers of the scope: what the figures by organiser count."""
    unit = unit_of(document)
    lines: dict[int, list[Line]] = {}
    for line in once(lines_of(document), attrgetter("organiser_place")):
        lines.setdefault(line.training_class, []).append(line)
    units = FrozenNames.of(document)
    rows = []
    for pk, code, name, organiser, _, round_number in document["classes"]:
        if pk in lines:
            round_text: Value = round_number if round_number != NO_ROUND else ""
            days = sorted(line.day for line in lines[pk])
            rows.append(
                (code, name, units.unit_name(organiser), round_text, _day(days[0]), _day(days[-1]),
                 len({line.session for line in lines[pk]}), *_numbers(lines[pk], unit))
            )  # fmt: skip
    rows.sort(key=lambda row: (row[4], row[2], row[0]))
    return Extra(
        FilingTable.CLASSES,
        f"按主办统计，每班一行。人次的单位是{unit.label}。",
        ("班次编号", "班次", "主办单位", "期", "首次上课", "末次上课", "课次", "人数", "人次", "时长（小时）", "人时（小时）"),
        (14, 34, 26, 6, 12, 12, 8, 8, 8, 12, 12),
        tuple(rows),
    )  # fmt: skip


def _numbers(lines: list[Line], unit: VisitsUnit) -> list[int | float]:
    figures = count(lines)
    wanted = (Figure.PEOPLE, Figure.VISITS, Figure.HOURS_DELIVERED, Figure.PERSON_HOURS)
    return [shown(figure, figures.value(figure, unit)) for figure in wanted]


def _day(day: date) -> str:
    return day.isoformat()


def _staff(document: Document) -> Extra:
    names = FrozenNames.of(document)
    counted = [(county, Staff(*numbers)) for county, *numbers in document["staff"]["rows"]]
    rows: list[tuple[Value, ...]] = [
        (str(names.county_name(county)), *_staff_numbers(one)) for county, one in counted
    ]
    whole = sum((one for _, one in counted), Staff())
    return Extra(
        FilingTable.STAFF,
        f"{document['staff']['on']}在岗人员，按主要任职单位计，每人计一次；证书等级以名册登记为准。",
        (
            "县（市、区）",
            "在岗人数",
            "本期参训人数",
            "助理社会工作师",
            "社会工作师",
            "高级社会工作师",
            "持证人数",
        ),
        (26, 12, 14, 16, 14, 16, 12),
        tuple(rows),
        ("合计", *_staff_numbers(whole)),
    )


def _staff_numbers(one: Staff) -> tuple[int, ...]:
    return (one.staff, one.trained, one.assistant, one.worker, one.senior, one.certified)
