"""People in post by certificate, now and as the last filing froze them. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.rules.counts import Staff
from reporting.rules.filing_document import Document
from reporting.rules.period_changes import Change

NOBODY = Staff()
COLUMNS = ("staff", "assistant", "worker", "senior", "certified")  # of Staff


@dataclass(frozen=True)
class CertificateRow:
    """`county` is an area code, empty for units beyond every county; None is the whole."""

    county: str | None
    changes: tuple[Change, ...]


def frozen_staff(document: Document) -> dict[str, Staff] | None:
    """By county; None in a filing of a format that froze no people in post."""
    if "staff" not in document:
        return None
    return {county: Staff(*numbers) for county, *numbers in document["staff"]["rows"]}


def certificate_rows(now: Mapping[str, Staff], before: Mapping[str, Staff] | None) -> list[CertificateRow]:
    """The whole, and every county of either; each person counts at one primary post, so counties add up."""
    counties = sorted({*now, *(before or ())})
    rows = [
        _row(None, sum(now.values(), NOBODY), sum(before.values(), NOBODY) if before is not None else None)
    ]
    for county in counties:
        was = before.get(county, NOBODY) if before is not None else None
        rows.append(_row(county, now.get(county, NOBODY), was))
    return rows


def _row(county: str | None, now: Staff, before: Staff | None) -> CertificateRow:
    return CertificateRow(
        county,
        tuple(
            Change(getattr(now, name), getattr(before, name) if before is not None else None)
            for name in COLUMNS
        ),
    )
