"""The points that an officer sets in the quarterly table, and how they are kept."""

from __future__ import annotations

from datetime import datetime

from organisations.authority import SYSTEM, Authority
from organisations.models import Organisation
from reporting.models import ReceivedTable
from reporting.rules.received.mapping import Point
from reporting.services import received_tables
from reporting.words import Axis, Side
from tests.reporting.received.workbooks import quarterly, saved

PARTICIPANT = Side.PARTICIPANT.value


def received(
    organisation: Organisation,
    *,
    at: datetime,
    content: bytes | None = None,
    by: Authority = SYSTEM,
    name: str = "季报.xlsx",
) -> ReceivedTable:
    return received_tables.receive(
        organisation=organisation, name=name, content=content or saved(quarterly()), by=by, at=at
    )


def quarterly_points(first: Organisation, second: Organisation, county: Organisation) -> list[Point]:
    """Two columns and three rows: six cells but the formula; the average is a single cell."""
    rows = [
        Point(Axis.ROW, row, 1, scope=str(scope.public_id))
        for row, scope in ((5, first), (6, second), (7, county))
    ]
    return [
        Point(Axis.COLUMN, 3, 2, side=PARTICIPANT),  # the merged heading above both
        Point(Axis.COLUMN, 4, 2, metric="people"),
        Point(Axis.COLUMN, 4, 3, metric="visits.person-day"),
        Point(Axis.COLUMN, 3, 6, by_hand=True),
        Point(Axis.CELL, 7, 5, metric="xueshi_per_person", side=PARTICIPANT),
        *rows,
    ]


def mapped(table: ReceivedTable, points: list[Point], *, at: datetime, by: Authority = SYSTEM) -> None:
    received_tables.point(table=table, sheet=0, points=points, seen=0, by=by, at=at)
