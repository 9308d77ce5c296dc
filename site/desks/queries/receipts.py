"""How many of the bodies below have filed: the numbers of the office home, each with the page that shows its rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from core.sentences import Sentence
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission
from reporting.querysets.receipts import handed_by_unit, year_asked
from reporting.querysets.rollups import units_below
from reporting.words import Handed


@dataclass(frozen=True)
class ReceiptPart:
    label: Sentence
    count: int
    url: str


@dataclass(frozen=True)
class Receipts:
    """Of one body: `units` bureaus below it; the parts add up to them."""

    name: str
    year: int
    units: int
    url: str
    parts: list[ReceiptPart]


def received(by: Authority, *, on: date) -> list[Receipts]:
    """Of every body whose office the actor holds and that has bureaus below; four questions a body."""
    own = [one.organisation_id for one in by.grants if one.scope(Permission.FILE_FIGURES)]
    bodies = all_organisations().current().filter(pk__in=own).order_by("area_code", "pk") if own else []
    return [found for body in bodies if (found := _of(body, on=on)) is not None]


def _of(body: Organisation, *, on: date) -> Receipts | None:
    below = units_below(body)
    if not below:
        return None
    year = year_asked(below, on=on)
    handed = Counter(handed_by_unit(body, below, year, on=on).values())
    page = f"{reverse('reporting:rollup')}?{urlencode({'scope': str(body.public_id), 'year': year})}"
    parts = [ReceiptPart(one.label, handed[one], f"{page}&only={one.value}") for one in Handed if handed[one]]
    return Receipts(body.name, year, len(below), page, parts)
