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

    The table is locked against writers and other seals until the transaction ends: every line written before has its
    id below the seal, every later one above it. So seal first, and write nothing to the ledger in the same
    transaction before.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {HourEntry._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    last = all_seals().chain(bureau).last()
    after = last.upto_entry if last else 0
    lines = _lines(bureau, after=after, upto=None)
    if not lines:
        return None
    ids, hashes = [pk for pk, _ in lines], [row_hash for _, row_hash in lines]
    previous = last.chain_hash if last else ""
    made = Seal.objects.create(
        bureau=bureau, number=(last.number if last else 0) + 1, after_entry=after, upto_entry=ids[-1],
        entry_count=len(ids), entry_ids=ids, row_hashes=hashes, previous_hash=previous,
        chain_hash=_chain(previous, hashes), occasion=occasion,
    )  # fmt: skip
    events.record("hours.sealed", by=by, at=at, subject=made, data={"count": len(ids)})
    return made


def seal_all(*, by: Authority, at: datetime) -> int:
    """Seal every bureau that has lines, one transaction each; return how many seals were set."""
    pks = list(HourEntry.objects.order_by().values_list("bureau", flat=True).distinct())
    bureaus = Organisation.objects.in_bulk([pk for pk in pks if pk is not None])
    seals = [seal(bureau=bureaus.get(pk or 0), occasion=SealOccasion.NIGHTLY, by=by, at=at) for pk in pks]
    return sum(made is not None for made in seals)


def verify() -> Fault | None:
    """Recompute every row hash and every link; the first fault, or None.

    Lines that no seal covers yet are checked by their own hash alone: one that was deleted cannot be missed before it
    was sealed.
    """
    return _first_bad_row() or _first_bad_seal()


def _first_bad_row() -> Fault | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, bureau_id FROM hours_hourentry AS line WHERE row_hash <> hours_row_hash(line) ORDER BY id LIMIT 1"
        )
        bad = cursor.fetchone()
    return Fault("行摘要不符", entry=bad[0], bureau=bad[1]) if bad else None


def _first_bad_seal() -> Fault | None:
    previous: Seal | None = None
    for link in all_seals().order_by("bureau", "number").iterator(chunk_size=50):
        before = previous if previous is not None and previous.bureau_id == link.bureau_id else None
        fault = _broken_link(link, before) or _changed_line(link)
        if fault is not None:
            return fault
        previous = link
    return None


def _broken_link(link: Seal, before: Seal | None) -> Fault | None:
    """A seal that does not follow from the one before it, or does not fit its own lists."""
    expected = before.chain_hash if before else ""
    follows = (
        link.number == (before.number if before else 0) + 1
        and link.previous_hash == expected
        and link.after_entry == (before.upto_entry if before else 0)
    )
    fits = (
        link.entry_count == len(link.entry_ids) == len(link.row_hashes)
        and link.chain_hash == _chain(expected, link.row_hashes)
        and link.entry_ids[-1:] == [link.upto_entry]
    )
    return None if follows and fits else Fault("封存链断开", bureau=link.bureau_id, seal=link.number)


def _changed_line(link: Seal) -> Fault | None:
    """The first line that was changed, taken out or put in after it was sealed."""
    sealed = dict(zip(link.entry_ids, link.row_hashes, strict=True))
    found = dict(_lines(link.bureau_id, after=link.after_entry, upto=link.upto_entry))
    wrong = [pk for pk in sealed.keys() | found.keys() if sealed.get(pk) != found.get(pk)]
    if not wrong:
        return None
    return Fault("封存的行被增删或改动", bureau=link.bureau_id, seal=link.number, entry=min(wrong))


def _lines(bureau: Organisation | int | None, *, after: int, upto: int | None) -> list[tuple[int, str]]:
    lines = HourEntry.objects.filter(bureau=bureau, pk__gt=after)
    if upto is not None:
        lines = lines.filter(pk__lte=upto)
    return list(lines.order_by("pk").values_list("pk", "row_hash"))


def _chain(previous: str, row_hashes: list[str]) -> str:
    return hashlib.sha256("\n".join([previous, *row_hashes]).encode()).hexdigest()
