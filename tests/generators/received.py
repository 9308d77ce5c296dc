"""Tables of a higher body in the first county: one that was mapped and filled, one that nobody has touched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.sheets.writing import Cell, Plan, write_workbook
from organisations.authority import SYSTEM
from reporting.rules.periods import Period
from reporting.rules.received.mapping import Point
from reporting.services import received_tables
from reporting.words import Axis, Side
from tests.cast import Places

HEADINGS = ("哪个站", "来过的社工数", "花费")


def workbook(places: Places, *, title: str = "一季度摸底表") -> bytes:
    """A title over three headings, and a row for a station."""
    cells = [Cell(1, 1, title, across=3)]
    cells += [Cell(2, column, text) for column, text in enumerate(HEADINGS, start=1)]
    cells += [Cell(3, 1, places.station.name), Cell(3, 2, None), Cell(3, 3, None)]
    return write_workbook([Plan("摸底", cells, widths=[24, 12, 12])])


def received_things(places: Places, *, at: datetime) -> dict[str, Any]:
    def received(name: str, title: str) -> Any:
        content = workbook(places, title=title)
        return received_tables.receive(
            organisation=places.county, name=name, content=content, by=SYSTEM, at=at
        )

    table = received("摸底表.xlsx", "一季度摸底表")
    points = [
        Point(Axis.COLUMN, 2, 2, metric="people", side=Side.PARTICIPANT),
        Point(Axis.ROW, 3, 1, scope=str(places.station.public_id)),
    ]
    received_tables.point(table=table, sheet=0, points=points, seen=0, by=SYSTEM, at=at)
    filled = received_tables.fill(table=table, period=Period(report_year=at.year), by=SYSTEM, at=at)
    return {"received": table, "filled_table": filled, "untouched": received("新摸底表.xlsx", "另一张摸底表")}
