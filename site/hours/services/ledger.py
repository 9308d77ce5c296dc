"""Credit and reverse: the only two ways to write to the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects

from core import events
from core.errors import RuleBroken
from hours.models import HourEntry, LockedPeriod
from hours.querysets import all_entries, all_locks
from hours.words import HourKind
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.words import OrganisationKind
from people.models import Posting


@dataclass(frozen=True)
class Credit:
    """Minutes that a source earned for a person on a date.

    `posting` is the one held on that date; `organiser` names the bureau whose chain covers people without one.
    """

    person_id: int
    posting: Posting | None
    minutes: int
    kind: HourKind
    activity_on: date
    source_type: str
    source_id: int
    rule_version: str
    reason: str = ""
    organiser: Organisation | None = None

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise ValueError("a credit has positive minutes; what is taken back is a reversal")


@transaction.atomic
def credit(*, credit: Credit, by: Authority, at: datetime) -> HourEntry:
    """Write one credit; the same source again while its credit stands returns that line.

    Raises RuleBroken where the date lies in a filed period and no reason is given.
    """
    return credit_many(credits=[credit], by=by, at=at)[0]


@transaction.atomic
def credit_many(*, credits: Sequence[Credit], by: Authority, at: datetime) -> list[HourEntry]:
    """Write credits with one event for all, in the order given; a source that stands credited is returned as it is.

    A twin that credits the same source at the same moment is waited for, and its line is the answer. The number of
    queries does not grow with the number of credits, save for the batches of the insert.
    Raises RuleBroken where a date lies in a filed period and no reason is given.
    """
    prefetch_related_objects([wanted.posting for wanted in credits if wanted.posting], "organisation")
    try:
        answer, fresh = _insert_missing(credits, by=by)
    except IntegrityError:
        answer, fresh = _insert_after_a_twin(credits, by=by)
    if fresh:
        events.record(
            "hours.credited",
            by=by,
            at=at,
            data={"count": len(fresh), "first": fresh[0].pk, "last": fresh[-1].pk},
        )
    return answer


@transaction.atomic
def reverse(*, entry: HourEntry, reason: str, by: Authority, at: datetime) -> HourEntry:
    """Take a credit back by a line of its own. Raises RuleBroken where it is a reversal or is reversed already."""
    return reverse_many(entries=[entry], reason=reason, by=by, at=at)[0]


@transaction.atomic
def reverse_many(
    *, entries: Iterable[HourEntry], reason: str, by: Authority, at: datetime
) -> list[HourEntry]:
    """Take credits back with one event for all. A reason is required."""
    if not reason.strip():
        raise RuleBroken("hours.reason_missing", "冲销学时要写明理由。")
    lines = [_mirror(entry, reason=reason, by=by) for entry in entries]
    if lines:
        try:
            with transaction.atomic():
                HourEntry.objects.bulk_create(lines, batch_size=1_000)
        except IntegrityError as error:
            raise RuleBroken("hours.reversed_already", "这条学时已经冲销过了。请刷新页面查看。") from error
        events.record(
            "hours.reversed",
            by=by,
            at=at,
            data={"count": len(lines), "first": lines[0].pk, "last": lines[-1].pk},
        )
    return lines


def _line(wanted: Credit, *, revision: int, bureau_id: int | None, by: Authority) -> HourEntry:
    return HourEntry(
        person_id=wanted.person_id,
        posting=wanted.posting,
        organisation_id=wanted.posting.organisation_id if wanted.posting else None,
        bureau_id=bureau_id,
        minutes=wanted.minutes,
        kind=wanted.kind,
        activity_on=wanted.activity_on,
        source_type=wanted.source_type,
        source_id=wanted.source_id,
        revision=revision,
        rule_version=wanted.rule_version,
        reason=wanted.reason,
        recorded_by=by.person_id,
    )


def _mirror(entry: HourEntry, *, reason: str, by: Authority) -> HourEntry:
    if entry.reverses_id is not None:
        raise RuleBroken("hours.not_a_credit", "这一条本身就是冲销，不能再冲销。如需恢复，请重新计入。")
    return HourEntry(
        person_id=entry.person_id, posting_id=entry.posting_id, organisation_id=entry.organisation_id,
        bureau_id=entry.bureau_id, minutes=-entry.minutes, kind=entry.kind, activity_on=entry.activity_on,
        source_type=entry.source_type, source_id=entry.source_id, revision=entry.revision, reverses=entry,
        rule_version=entry.rule_version, reason=reason, recorded_by=by.person_id,
    )  # fmt: skip


def _insert_missing(credits: Sequence[Credit], *, by: Authority) -> tuple[list[HourEntry], list[HourEntry]]:
    """The line of every credit, and those among them that were written now. Raises IntegrityError for a twin's."""
    standing = _standing_by_source(credits)
    revisions = _revisions_by_source(credits)
    bureaus = _Bureaus(credits)
    fresh: list[HourEntry] = []
    answer: list[HourEntry] = []
    _require_reasons([wanted for wanted in credits if _key(wanted) not in standing])
    for wanted in credits:
        key = _key(wanted)
        if key not in standing:
            standing[key] = _line(
                wanted, revision=revisions.get(key, 0) + 1, bureau_id=bureaus.of(wanted), by=by
            )
            fresh.append(standing[key])
        answer.append(standing[key])
    with transaction.atomic():
        HourEntry.objects.bulk_create(fresh, batch_size=1_000)
    return answer, fresh


def _insert_after_a_twin(
    credits: Sequence[Credit], *, by: Authority
) -> tuple[list[HourEntry], list[HourEntry]]:
    """Look again: what the twin committed stands now."""
    try:
        return _insert_missing(credits, by=by)
    except IntegrityError as error:
        raise RuleBroken("hours.credited_meanwhile", "这项学时刚刚已经计入。请刷新页面查看。") from error


def _require_reasons(credits: Sequence[Credit]) -> None:
    """A late line in a filed period needs a reason; it is never refused. One question for all lines."""
    silent = [wanted for wanted in credits if not wanted.reason.strip()]
    if not silent:
        return
    days = [wanted.activity_on for wanted in silent]
    ids = {int(part) for wanted in silent for part in _path(wanted).split("/") if part}
    locks = list(all_locks().touching(min(days), max(days)).filter(organisation__in=ids))
    if any(_locks(lock, wanted) for lock in locks for wanted in silent):
        raise RuleBroken(
            "hours.period_filed", "这一天所在的统计期已经报送。补记学时要写明理由，已报送的数不会变动。"
        )


def _locks(lock: LockedPeriod, wanted: Credit) -> bool:
    covers = lock.first_day <= wanted.activity_on <= lock.last_day
    return covers and str(lock.organisation_id) in _path(wanted).split("/")


def _path(wanted: Credit) -> str:
    """The path of the place whose bureau and whose filed periods count for this credit."""
    place = wanted.posting.organisation if wanted.posting else wanted.organiser
    return place.path if place else ""


def _key(wanted: Credit) -> tuple[str, int, str]:
    return (wanted.source_type, wanted.source_id, str(wanted.kind))


def _sources(credits: Sequence[Credit]) -> dict[str, list[int]]:
    by_type: dict[str, list[int]] = {}
    for wanted in credits:
        by_type.setdefault(wanted.source_type, []).append(wanted.source_id)
    return by_type


def _standing_by_source(credits: Sequence[Credit]) -> dict[tuple[str, int, str], HourEntry]:
    found: dict[tuple[str, int, str], HourEntry] = {}
    for source_type, ids in _sources(credits).items():
        for entry in all_entries().standing().filter(source_type=source_type, source_id__in=ids):
            found[(entry.source_type, entry.source_id, entry.kind)] = entry
    return found


def _revisions_by_source(credits: Sequence[Credit]) -> dict[tuple[str, int, str], int]:
    found: dict[tuple[str, int, str], int] = {}
    for source_type, ids in _sources(credits).items():
        lines = all_entries().filter(source_type=source_type, source_id__in=ids, reverses=None)
        for source_id, kind, revision in lines.values_list("source_id", "kind", "revision"):
            key = (source_type, source_id, kind)
            found[key] = max(found.get(key, 0), revision)
    return found


class _Bureaus:
    """The nearest bureau at or above a place, for many places with one question."""

    def __init__(self, credits: Sequence[Credit]) -> None:
        ids = {int(part) for wanted in credits for part in _path(wanted).split("/") if part}
        self._bureau_ids = set(
            Organisation.objects.filter(pk__in=ids, kind=OrganisationKind.BUREAU).values_list("pk", flat=True)
        )

    def of(self, wanted: Credit) -> int | None:
        chain = [int(part) for part in _path(wanted).split("/") if part]
        return next((pk for pk in reversed(chain) if pk in self._bureau_ids), None)
