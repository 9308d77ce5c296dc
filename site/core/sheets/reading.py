"""Read an uploaded .xlsx or .xls workbook into plain data, with caps before and around the parser."""

from __future__ import annotations

import datetime
import json
import math
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.errors import RuleBroken
from core.sentences import say
from core.sheets.container import DAMAGED, PROTECTED, Refused, check_container
from core.sheets.grid import Cell, Merge, Sheet, Workbook, column_letter

__all__ = ["Cell", "Merge", "Sheet", "Workbook", "check_workbook", "column_letter", "read_workbook"]

MAX_SECONDS = 90
# Excel keeps 15 significant digits: a longer whole number is no longer exact and stays a float.
_EXACT_BELOW = 10**15

_CHILD = Path(__file__).with_name("calamine_child.py")
_TROUBLES = {
    "protected": PROTECTED,
    "damaged": DAMAGED,
    "sheets": say("工作表超过200张。请分成几个文件再上传。"),
    "rows": say("表格超过200,000行。请删去表尾的空行，或分成几个文件再上传。"),
    "cells": say("表格范围过大。请删去表格右侧和下方的空白行列，另存为 .xlsx 再上传。"),
}
_MOMENTS: Mapping[str, Callable[[str], Cell]] = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
}


def read_workbook(content: bytes, *, name: str) -> Workbook:
    """The sheets of an .xlsx or .xls file; formulas come as the values that were last saved.

    Raises:
        RuleBroken: `workbook.unreadable` when the file is too large, protected, damaged or not a
            workbook; the message names the file and says how to mend it.
    """
    with _refusal_names(name):
        check_container(content)
        lines = _parse_apart(content)
    return Workbook(name=name, sheets=tuple(_sheet(json.loads(line)) for line in lines))


def check_workbook(content: bytes, *, name: str) -> None:
    """Judge a file from its bytes alone, quickly; reading may still find it damaged. Raises RuleBroken as reading does."""
    with _refusal_names(name):
        check_container(content)


@contextmanager
def _refusal_names(name: str) -> Iterator[None]:
    try:
        yield
    except Refused as refusal:
        raise RuleBroken(
            "workbook.unreadable", "“%(file)s”：%(trouble)s", file=_shown(name), trouble=refusal.said
        ) from refusal


def _parse_apart(content: bytes) -> list[bytes]:
    """Run the parser as a process of its own, without our environment, and take its lines."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file, no argument from outside
            [sys.executable, "-I", str(_CHILD)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MAX_SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(_TROUBLES["cells"]) from error
    lines = done.stdout.splitlines()
    if done.returncode == 0:
        return lines
    if done.returncode == 3 and lines:
        raise Refused(_TROUBLES[json.loads(lines[-1])["trouble"]])
    # The process was aborted: the parser asked for more memory or time than a real workbook needs.
    raise Refused(_TROUBLES["cells"])


def _sheet(data: dict[str, Any]) -> Sheet:
    return Sheet(
        name=data["name"],
        rows=tuple(tuple(_cell(cell) for cell in row) for row in data["rows"]),
        merged=tuple(
            Merge(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in data["merged"]
        ),
        hidden=data["hidden"],
    )


def _cell(cell: Any) -> Cell:
    if isinstance(cell, list):
        kind, text = cell
        return _MOMENTS[kind](text)
    if isinstance(cell, float):
        return _number(cell)
    return cell  # type: ignore[no-any-return]


def _number(value: float) -> Cell:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < _EXACT_BELOW else value


def _shown(name: str) -> str:
    """A file name fit for a message: one line, not long, no number that could be a person's."""
    clean = "".join(" " if unicodedata.category(char).startswith("C") else char for char in name)
    return re.sub(r"\d{7,}[\dXx]?", "…", clean)[-60:]
