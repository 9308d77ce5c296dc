"""A sheet of a province is written line by line: how much is held does not grow with its lines."""

import gc
import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from core.sentences import quote
from core.sheets import writing
from core.sheets.writing import Cell, Plan, write_workbook
from reporting.rules.official.declared import FORMS
from reporting.rules.official.layout import plans
from reporting.rules.official.shape import EMPTY, Computed, Part, numbered

AT = datetime(2026, 3, 15, 9, 0, tzinfo=UTC)
LINES = 5_000


@pytest.fixture(scope="module")
def computed() -> Computed:
    form = FORMS["personal-hours"]
    table = form.table("people")
    people = numbered(table, ({"name": f"学员{at}", "training": at / 4} for at in range(LINES)))
    return Computed(form, quote("个人学时"), (), (Part(table, table.caption, people),), AT)


def alive(kind: type) -> int:
    return sum(isinstance(one, kind) for one in gc.get_objects())


def test_cells_of_a_long_sheet_live_one_at_a_time(
    computed: Computed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those above and below the lines are few; before, all 75,000 stood in a list and the province needed 400 MB."""
    found: list[int] = []
    write = writing._write_cell

    def watched(sheet: Any, cell: Cell, looks: Any) -> None:
        if cell.column == 1 and cell.row % 1_000 == 0:
            found.append(alive(Cell))
        write(sheet, cell, looks)

    monkeypatch.setattr(writing, "_write_cell", watched)
    write_workbook(plans(computed))
    assert len(found) == LINES / 1_000
    assert max(found) < 100


def test_a_sheet_can_be_written_twice(computed: Computed) -> None:
    [plan] = plans(computed)
    assert write_workbook([plan]) == write_workbook([plan])


def test_the_print_area_holds_cells_that_are_made_while_they_are_written() -> None:
    made = (Cell(row, 1, row, down=2 if row == 9 else 1) for row in (1, 9, 4))
    content = write_workbook([Plan("表", made, [9, 9])])
    assert openpyxl.load_workbook(io.BytesIO(content)).active.print_area == "'表'!$A$1:$B$10"


def test_blank_cells_of_a_form_are_one_value(computed: Computed) -> None:
    blanks = [value for row in computed.parts[0].rows[:3] for value in row.values if value.shown is None]
    assert blanks
    assert all(value is EMPTY for value in blanks)
