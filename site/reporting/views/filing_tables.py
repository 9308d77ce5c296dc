"""A filing's frozen value as the tables of its pages."""

from __future__ import annotations

from typing import Any

from organisations.scope import scope_of
from reporting.models import Filing
from reporting.querysets.reports import report
from reporting.rules.differences import FigureChange, figure_changes, line_changes
from reporting.rules.filing_document import Document, FrozenNames, table_of, unit_of
from reporting.rules.filing_sheet import SIGN_OFF, headings, ordered, paper
from reporting.services.filings import document_of
from reporting.words import Figure, Side

LINES_SHOWN = 200
UNIT_DEPTH = 2  # stations and bureaus, below their county


def sheet(filing: Filing, document: Document) -> dict[str, Any]:
    """The official table: what the workbook says, for screen and print."""
    unit = unit_of(document)
    rows = [
        (row, [row.shown(side, figure, unit) for side in Side for figure in Figure])
        for row in ordered(document)
    ]
    return {
        "paper": paper(document, sha256=filing.sha256, code=filing.code),
        "sides": list(Side),
        "headings": headings(unit),
        "rows": rows,
        "county_rows": [(row, numbers) for row, numbers in rows if row.depth < UNIT_DEPTH],
        "has_units": any(row.depth == UNIT_DEPTH for row, _ in rows),
        "columns": 1 + len(Side) * len(Figure),
        "sign_off": SIGN_OFF,
    }


def changes(before: Document, after: Document) -> dict[str, Any]:
    """The table of differences between two frozen values; long lists of lines are cut, their number is not."""
    names = FrozenNames.of(before, after)
    lines = line_changes(before, after)
    kinds = (("新增", lines.came), ("减少", lines.went), ("变动", lines.altered))
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
