"""Run as a program of its own: reads a workbook from stdin and writes one JSON line a sheet to stdout.

A workbook of five kilobytes can name its last possible cell; the parser then asks for hundreds of
gigabytes and the whole process is aborted, past any `except`. So the parser works here, with limits on
memory and processor time, and only this process dies. It imports nothing of the product.
"""

from __future__ import annotations

import datetime
import io
import json
import resource
import sys
from typing import Any

import python_calamine

MAX_MEMORY_BYTES = 1024 * 1024 * 1024
MAX_CPU_SECONDS = 60
MAX_SHEETS = 200
MAX_ROWS = 200_000
MAX_CELLS = 4_000_000
MAX_CHARACTERS = 60_000_000


class TooLarge(Exception):
    """A cap on sheets, rows, cells or text; its one argument names the cap."""


def encode(cell: Any) -> Any:
    """A cell as JSON; moments become a pair of kind and ISO text."""
    if cell == "":
        return None
    if isinstance(cell, datetime.datetime):
        return ["datetime", cell.isoformat()]
    if isinstance(cell, datetime.date):
        return ["date", cell.isoformat()]
    if isinstance(cell, datetime.time):
        return ["time", cell.isoformat()]
    if isinstance(cell, datetime.timedelta):
        return encode_duration(cell)
    return cell


def encode_duration(cell: datetime.timedelta) -> Any:
    """Excel's [h]:mm: below a day it is a time of day for all that a sheet means by it."""
    seconds = int(cell.total_seconds())
    if 0 <= seconds < 86_400:
        return ["time", datetime.time(seconds // 3600, seconds % 3600 // 60, seconds % 60).isoformat()]
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"


class Reader:
    """Keeps the running totals against the caps."""

    def __init__(self, content: bytes) -> None:
        self.workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(self.workbook.sheets_metadata) > MAX_SHEETS:
            raise TooLarge("sheets")
        self.rows = self.cells = self.characters = 0

    def sheets(self) -> Any:
        """One dictionary a worksheet, in the order of the tabs; chart and macro sheets hold no rows."""
        for index, meta in enumerate(self.workbook.sheets_metadata):
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
                yield self.sheet(index, meta)

    def sheet(self, index: int, meta: python_calamine.SheetMetadata) -> dict[str, Any]:
        """One worksheet with its rows counted from Excel's first row and column."""
        sheet = self.workbook.get_sheet_by_index(index)
        bottom, right = sheet.end or (-1, -1)
        self.rows += bottom + 1
        self.cells += (bottom + 1) * (right + 1)
        if self.rows > MAX_ROWS:
            raise TooLarge("rows")
        if self.cells > MAX_CELLS:
            raise TooLarge("cells")
        rows = [[encode(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        self.characters += sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
        if self.characters > MAX_CHARACTERS:
            raise TooLarge("cells")
        return {
            "name": meta.name,
            "hidden": meta.visible != python_calamine.SheetVisibleEnum.Visible,
            "rows": rows,
            "merged": sheet.merged_cell_ranges or [],
        }


def main() -> int:
    """Returns 0 with all sheets written, 3 with one line that names the trouble."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for sheet in Reader(sys.stdin.buffer.read()).sheets():
            json.dump(sheet, sys.stdout, ensure_ascii=True)
            sys.stdout.write("\n")
    except TooLarge as cap:
        trouble = str(cap)
    except python_calamine.PasswordError:
        trouble = "protected"
    except Exception:  # whatever the parser meets in a hostile file, the answer is the same
        trouble = "damaged"
    else:
        return 0
    sys.stdout.write(json.dumps({"trouble": trouble}) + "\n")
    return 3


if __name__ == "__main__":
    sys.exit(main())
