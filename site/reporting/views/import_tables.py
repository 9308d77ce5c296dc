"""What the pages of an import show: plain values, no identity number among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from core.models import ImportBatch, ImportRow
from core.sentences import Sentence
from core.words import ImportState, Verdict
from organisations.querysets import all_organisations
from people.querysets import all_people
from reporting.rules.workbooks.rows import SheetKind

_TONES = {Verdict.NEW: "done", Verdict.CHANGED: "done", Verdict.DOUBTFUL: "problem"}
_STATE_TONES = {ImportState.STAGED: "due", ImportState.CONFIRMED: "done"}
_ORDER = [kind.label for kind in SheetKind]


@dataclass(frozen=True)
class BatchLine:
    """A batch as a list or a heading shows it."""

    batch: ImportBatch
    state: str
    tone: str
    organisation: str
    uploader: str
    totals: Mapping[str, int]
    may_confirm: bool
    may_undo: bool


@dataclass(frozen=True)
class Choice:
    """Which rows are looked at; None is all."""

    verdict: Verdict | None
    sheet: str | None

    @classmethod
    def of(cls, query: Mapping[str, str], batch: ImportBatch) -> Choice:
        """From the address; without a choice the doubtful rows come first where there are any."""
        asked = query.get("verdict", "")
        sheet = query.get("sheet")
        if asked in set(Verdict):
            return cls(Verdict(asked), sheet if sheet in batch.counts else None)
        doubts = totals(batch)[Verdict.DOUBTFUL] and asked != "all"
        return cls(Verdict.DOUBTFUL if doubts else None, sheet if sheet in batch.counts else None)

    def rows(self, batch: ImportBatch) -> Any:
        found = batch.rows.order_by("pk")
        if self.verdict:
            found = found.filter(verdict=self.verdict)
        return found.filter(sheet=self.sheet) if self.sheet else found

    @property
    def label(self) -> str:
        """What the table below shows."""
        return " · ".join(part for part in (self.sheet, self.verdict.label if self.verdict else None) if part)


def totals(batch: ImportBatch) -> dict[str, int]:
    """How many rows of each verdict, over all sheets."""
    found: Counter[str] = Counter()
    for counts in batch.counts.values():
        found.update(counts)
    return {verdict.value: found[verdict.value] for verdict in Verdict}


def counts_table(batch: ImportBatch, choice: Choice) -> list[dict[str, Any]]:
    """One line a sheet: its name and a cell a verdict, each with the address of its rows."""
    names = sorted(batch.counts, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))
    return [
        {
            "name": name,
            "cells": [
                {
                    "count": batch.counts[name].get(verdict.value, 0),
                    "query": urlencode({"sheet": name, "verdict": verdict.value}),
                    "is_current": (choice.sheet, choice.verdict) == (name, verdict),
                }
                for verdict in Verdict
            ],
        }
        for name in names
    ]


def row_lines(rows: Iterable[ImportRow]) -> list[dict[str, Any]]:
    """One line a row: where it stands, what it is about, its verdict and why."""
    return [
        {
            "sheet": row.sheet,
            "tab": (row.payload or {}).get("tab", ""),
            "row": row.row,
            "column": row.column,
            "about": Sentence.unpacked((row.payload or {}).get("summary", "")),
            "verdict": Verdict(row.verdict).label,
            "tone": _TONES.get(Verdict(row.verdict), "plain"),
            "reason": row.reason,
        }
        for row in rows
    ]


def batch_lines(batches: Iterable[ImportBatch], *, at: datetime) -> list[BatchLine]:
    """Batches with the names of who uploaded them for whom, with two questions for all."""
    found = list(batches)
    places = all_organisations().in_bulk({one.organisation_id for one in found if one.organisation_id})
    people = dict(
        all_people()
        .filter(pk__in={one.staged_by for one in found if one.staged_by})
        .values_list("pk", "name")
    )
    return [
        BatchLine(
            batch=one,
            state=ImportState(one.state).label,
            tone=_STATE_TONES.get(ImportState(one.state), "plain"),
            organisation=places[one.organisation_id].name if one.organisation_id in places else "",
            uploader=people.get(one.staged_by or 0, ""),
            totals=totals(one),
            may_confirm=one.state == ImportState.STAGED,
            may_undo=one.state == ImportState.CONFIRMED
            and one.undo_until is not None
            and at <= one.undo_until,
        )
        for one in found
    ]
