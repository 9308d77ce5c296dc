"""The rules by which minutes are shown as 学时, and a person's ledger as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.sentences import Sentence
from hours.models import HourEntry
from hours.querysets import all_entries
from hours.rules import session_xueshi
from hours.sources import Source, describe_all
from hours.words import TRAINING_KINDS, HourKind
from organisations.models import Rule
from organisations.querysets import all_rules
from people.models import Person

XUESHI_KEYS = ("xueshi.minutes", "xueshi.max_per_half_day")


@dataclass(frozen=True)
class XueshiRule:
    """How minutes become 学时. `is_verified` is false where either row still waits for its document."""

    minutes_each: int
    most_per_half_day: int
    is_verified: bool

    def of(self, kind: str, minutes: int) -> int:
        """学时 of one line: rounded down; a class session counts at most so many, a lesson has no half day."""
        most = self.most_per_half_day if kind == HourKind.TRAINING else None
        return session_xueshi(minutes, minutes_each=self.minutes_each, most=most)


@dataclass(frozen=True)
class KindTotal:
    label: str
    minutes: int
    xueshi: int
    lines: int
    is_training: bool


@dataclass(frozen=True)
class Line:
    """One line of the ledger. A correction is a line of its own with negative minutes."""

    pk: int
    activity_on: date
    kind: str
    minutes: int
    xueshi: int
    title: str
    address: str
    is_correction: bool
    is_reversed: bool
    reason: str
    rule_version: str
    recorded_at: datetime


@dataclass(frozen=True)
class Totals:
    """What counts as training, and each kind for itself.

    `months` are training minutes by year and month, `all_lines` counts corrected lines and corrections as well.
    """

    minutes: int
    xueshi: int
    kinds: tuple[KindTotal, ...]
    months: Mapping[tuple[int, int], int] = field(default_factory=dict)
    all_lines: int = 0


def xueshi_rule(*, on: date, area_code: str) -> XueshiRule:
    """The most local rules in force that day."""
    return xueshi_rule_of(all_rules().all_in_force(XUESHI_KEYS, on=on, area_code=area_code))


def xueshi_rule_of(rules: Mapping[str, Rule]) -> XueshiRule:
    """Of rule rows that were asked for together with others; both `XUESHI_KEYS` are among them."""
    each, most = (rules[key] for key in XUESHI_KEYS)
    return XueshiRule(each.value, most.value, each.is_verified and most.is_verified)


def totals_of(person: Person, rule: XueshiRule) -> Totals:
    """Over everything that stands: corrected lines and their corrections count nothing."""
    minutes: dict[str, int] = defaultdict(int)
    xueshi: dict[str, int] = defaultdict(int)
    lines: dict[str, int] = defaultdict(int)
    months: dict[tuple[int, int], int] = defaultdict(int)
    found = (
        all_entries().of_person(person).values_list("kind", "minutes", "activity_on", "reverses", "reversal")
    )
    for kind, each, day, reverses, reversal in found:
        if reverses or reversal:
            continue
        minutes[kind] += each
        xueshi[kind] += rule.of(kind, each)
        lines[kind] += 1
        if kind in TRAINING_KINDS:
            months[day.year, day.month] += each
    kinds = tuple(
        KindTotal(kind.label, minutes[kind], xueshi[kind], lines[kind], kind in TRAINING_KINDS)
        for kind in HourKind
        if lines[kind]
    )
    training = [total for total in kinds if total.is_training]
    return Totals(
        sum(one.minutes for one in training), sum(one.xueshi for one in training), kinds, dict(months),
        all_lines=len(found),
    )  # fmt: skip


def lines_of(entries: Iterable[HourEntry], rule: XueshiRule) -> list[Line]:
    """For one page of entries; one question for each type of source on it."""
    shown = list(entries)
    sources = describe_all((entry.source_type, entry.source_id) for entry in shown)
    return [_line(entry, sources.get((entry.source_type, entry.source_id)), rule) for entry in shown]


def _line(entry: HourEntry, source: Source | None, rule: XueshiRule) -> Line:
    sign = 1 if entry.minutes > 0 else -1
    return Line(
        pk=entry.pk,
        activity_on=entry.activity_on,
        kind=HourKind(entry.kind).label,
        minutes=entry.minutes,
        xueshi=sign * rule.of(entry.kind, abs(entry.minutes)),
        title=source.title if source else "",
        address=source.address if source else "",
        is_correction=entry.reverses_id is not None,
        is_reversed=hasattr(entry, "reversal"),
        reason=Sentence(entry.reason),  # those that services give are in the catalogue
        rule_version=entry.rule_version,
        recorded_at=entry.recorded_at,
    )
