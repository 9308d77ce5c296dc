"""Seals chain the row hashes of a bureau's lines; verification names the first line that does not fit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from core import events
from hours.models import HourEntry, Seal
from hours.querysets import all_seals
from hours.words import SealOccasion
from organisations.authority import Authority
from organisations.models import Organisation


@dataclass(frozen=True)
class Fault:
    """Where the ledger stops telling the truth. `entry` is the first bad line, where it is known."""

    what: str
    entry: int | None = None
    bureau: int | None = None
    seal: int | None = None


@transaction.atomic
def seal(*, bureau: Organisation | None, occasion: SealOccasion, by: Authority, at: datetime) -> Seal | None:
    """Chain the bureau's lines since its last seal; None where there are none.

    The table is locked against writers for the moment of counting: a line that is being written gets its id after
    the seal, never inside it.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE hours_hourentry IN SHARE MODE")
    last = all_seals().chain(bureau).last()
    after = last.upto_entry if last else 0
    lines = list(_lines(bureau, after=after, upto=None))
    if not lines:
        return None
    previous = last.chain_hash if last else ""
    made = Seal.objects.create(
        bureau=bureau,
        number=(last.number if last else 0) + 1,
        after_entry=after,
        upto_entry=lines[-1][0],
        entry_count=len(lines),
        previous_hash=previous,
        chain_hash=_chain(previous, [row_hash for _, row_hash in lines]),
        occasion=occasion,
    )
    events.record("hours.sealed", by=by, at=at, subject=made, data={"count": len(lines)})
    return made


def seal_all(*, by: Authority, at: datetime) -> int:
    """Seal every bureau that has lines; return how many seals were set."""
    pks = HourEntry.objects.order_by().values_list("bureau", flat=True).distinct()
    bureaus = Organisation.objects.in_bulk([pk for pk in pks if pk is not None])
    seals = [seal(bureau=bureaus.get(pk or 0), occasion=SealOccasion.NIGHTLY, by=by, at=at) for pk in pks]
    return sum(made is not None for made in seals)


def verify() -> Fault | None:
    """Recompute every row hash and every link; the first fault, or None."""
    return _first_bad_row() or _first_bad_seal()


def _first_bad_row() -> Fault | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, bureau_id FROM hours_hourentry AS line WHERE row_hash <> hours_row_hash(line) ORDER BY id LIMIT 1"
        )
        bad = cursor.fetchone()
    return Fault("行摘要不符", entry=bad[0], bureau=bad[1]) if bad else None


def _first_bad_seal() -> Fault | None:
    previous: dict[int | None, Seal] = {}
    for link in all_seals().order_by("bureau", "number"):
        before = previous.get(link.bureau_id)
        lines = list(_lines(link.bureau, after=link.after_entry, upto=link.upto_entry))
        expected = before.chain_hash if before else ""
        if link.previous_hash != expected or link.after_entry != (before.upto_entry if before else 0):
            return Fault("封存链断开", bureau=link.bureau_id, seal=link.number)
        if (
            len(lines) != link.entry_count
            or _chain(expected, [row_hash for _, row_hash in lines]) != link.chain_hash
        ):
            return Fault(
                "封存的行被增删或改动", bureau=link.bureau_id, seal=link.number, entry=_first_id(lines, link)
            )
        previous[link.bureau_id] = link
    return None


def _first_id(lines: list[tuple[int, str]], link: Seal) -> int:
    return lines[0][0] if lines else link.after_entry + 1


def _lines(bureau: Organisation | None, *, after: int, upto: int | None) -> list[tuple[int, str]]:
    lines = HourEntry.objects.filter(bureau=bureau, pk__gt=after)
    if upto is not None:
        lines = lines.filter(pk__lte=upto)
    return list(lines.order_by("pk").values_list("pk", "row_hash"))


def _chain(previous: str, row_hashes: list[str]) -> str:
    return hashlib.sha256("\n".join([previous, *row_hashes]).encode()).hexdigest()
