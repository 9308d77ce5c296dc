"""A filing's frozen value as the tables of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from organisations.scope import scope_of
from reporting.models import Filing, FilingRemark
from reporting.querysets.reports import report
from reporting.rules.differences import FigureChange, figure_changes, line_changes
from reporting.rules.figures import Tier
from reporting.rules.filing_document import Document, FrozenNames, table_of, unit_of
from reporting.rules.filing_sheet import SIGN_OFF, headings, ordered, paper
from reporting.rules.filing_tables import extras, tables_of
from reporting.rules.table_rows import Row
from reporting.services.filings import document_of
from reporting.words import Figure, FilingTable, Side

LINES_SHOWN = 200
UNIT_DEPTH = 2  # stations and bureaus, below their county


@dataclass(frozen=True)
class Number:
    """A number of the sheet; `note` is the number of the remark on it, 0 without one."""

    text: int | float
    note: int = 0


@dataclass(frozen=True)
class Note:
    """A remark on one number, in words."""

    number: int
    row: str
    side: Side
    figure: Figure
    text: str


def sheet(filing: Filing, document: Document, remarks: Sequence[FilingRemark] = ()) -> dict[str, Any]:
    """The official table: what the workbook says, for screen and print, with what was remarked on its numbers."""
    unit = unit_of(document)
    noted = {_cell(one): number for number, one in enumerate(remarks, start=1)}
    rows = [
        (
            row,
            [
                Number(row.shown(side, figure, unit), noted.get((row.tier, side, figure), 0))
                for side in Side
                for figure in Figure
            ],
        )
        for row in ordered(document)
    ]
    return {
        "paper": paper(document, sha256=filing.sha256, code=filing.code),
        "sides": list(Side),
        "headings": headings(unit),
        "rows": rows,
        "notes": _notes([row for row, _ in rows], remarks),
        "county_rows": [(row, numbers) for row, numbers in rows if row.depth < UNIT_DEPTH],
        "has_units": FilingTable.UNITS in tables_of(document) and _has_units([row for row, _ in rows]),
        "sign_off": SIGN_OFF,
        "extras": extras(document),
    }


def _has_units(rows: Sequence[Row]) -> bool:
    return any(row.depth == UNIT_DEPTH for row in rows)


def _notes(rows: Sequence[Row], remarks: Sequence[FilingRemark]) -> list[Note]:
    labels = {row.tier: row.label for row in rows}
    return [
        Note(number, labels[_cell(one)[0]], Side(one.side), Figure(one.figure), one.remark)
        for number, one in enumerate(remarks, start=1)
    ]


def _cell(one: FilingRemark) -> tuple[Tier, Side, Figure]:
    return Tier(one.county or None, one.unit), Side(one.side), Figure(one.figure)


def changes(before: Document, after: Document) -> dict[str, Any]:
    """The table of differences between two frozen values; long lists of lines are cut, their number is not."""
    names = FrozenNames.of(before, after)
    lines = line_changes(before, after)
    kinds = ((_("新增"), lines.came), (_("减少"), lines.went), (_("变动"), lines.altered))
    return {
        "figure_changes": figure_changes(table_of(before), table_of(after), names, unit_of(after)),
        "line_changes": [(label, len(found), found[:LINES_SHOWN]) for label, found in kinds if found],
        "lines_shown": LINES_SHOWN,
    }


def against_now(filing: Filing, document: Document) -> list[FigureChange]:
    """How the figures of today differ from the filed ones."""
    counted = report(scope_of(filing.organisation), filing.period, filing.unit)
    names = FrozenNames.of(document).beside(counted.gazetteer)
    return figure_changes(table_of(document), counted.table, names, filing.unit)


def against_corrected(filing: Filing, document: Document) -> dict[str, Any]:
    """For a correction: what it changed. Nothing for a first filing."""
    return changes(document_of(filing.corrects), document) if filing.corrects else {}
