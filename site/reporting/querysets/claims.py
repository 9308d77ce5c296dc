"""Classes of a scope and period that somebody else has filed, or registered, as the own: a fixed number of questions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from courses.models import Attendance, ClassSession, Enrolment, TrainingClass
from courses.words import AttendanceState, ClassState, EnrolmentState
from organisations.models import Organisation
from organisations.querysets import all_rules
from organisations.scope import Scope, scope_of
from reporting.models import Filing
from reporting.querysets.filings import all_filings
from reporting.rules.claims import Claim, Participant, is_same_class, plain_number
from reporting.rules.periods import Period

SHARE_RULE = "filing.same_class_percent"
_AWAY = (AttendanceState.LEAVE, AttendanceState.ABSENT)


@dataclass(frozen=True)
class Conflict:
    """One's own class, and the same one in other hands. `filing` is empty while nobody has filed it."""

    own: TrainingClass
    other: TrainingClass
    filing: Filing | None = None


def conflicts(organisation: Organisation, period: Period, *, on: date) -> list[Conflict]:
    """What keeps this period from being filed: a class that another one's standing filing holds, or two of the own
    scope that are one. Classes without a 备案号 are left alone."""
    scope = scope_of(organisation)
    own = list(_numbered().filter(scope.condition("organiser"), _in(period)).distinct())
    numbers = {plain_number(one.filing_number) for one in own}
    same_number = [one for one in _numbered() if plain_number(one.filing_number) in numbers] if own else []
    suspects = [*_inside(own), *_filed_outside(own, same_number, scope, organisation)]
    if not suspects:
        return []
    claims = _claims({one.pk for found in suspects for one in (found.own, found.other)})
    percent = int(all_rules().in_force(SHARE_RULE, on=on, area_code=organisation.area_code).value)
    return [
        found
        for found in suspects
        if is_same_class(claims[found.own.pk], claims[found.other.pk], percent=percent)
    ]


def _numbered() -> Any:
    standing = TrainingClass.objects.exclude(filing_number="").exclude(state=ClassState.CANCELLED)
    return standing.select_related("organiser").order_by("pk")


def _in(period: Period) -> Q:
    if period.report_year is not None:
        return Q(report_year=period.report_year)
    return Q(sessions__held_on__range=period.days())


def _inside(own: list[TrainingClass]) -> Iterable[Conflict]:
    """Two organisers below the one who files: neither total would be wrong alone, the sum would."""
    for alike in _by_number(own).values():
        for one, other in combinations(alike, 2):
            if one.organiser_id != other.organiser_id:
                yield Conflict(one, other)


def _filed_outside(
    own: list[TrainingClass], others: list[TrainingClass], scope: Scope, organisation: Organisation
) -> Iterable[Conflict]:
    outside = [one for one in others if not _covers(scope, one.organiser)]
    if not outside:
        return
    holders = [(filing, scope_of(filing.organisation)) for filing in _standing(outside, organisation)]
    alike = _by_number(outside)
    held: dict[int, set[int]] = {}
    for mine in own:
        for theirs in alike.get(plain_number(mine.filing_number), ()):
            if (filing := _holder(theirs, holders, held)) is not None:
                yield Conflict(mine, theirs, filing)


def _holder(
    theirs: TrainingClass, holders: list[tuple[Filing, Scope]], held: dict[int, set[int]]
) -> Filing | None:
    """The first standing filing that counts the class; each is read once, into `held`."""
    for filing, covered in holders:
        if _covers(covered, theirs.organiser):
            if filing.pk not in held:
                held[filing.pk] = _classes_in(filing)
            if theirs.pk in held[filing.pk]:
                return filing
    return None


def _standing(classes: list[TrainingClass], organisation: Organisation) -> list[Filing]:
    """Others' standing filings of the years and days of these classes, the earliest first, without their bytes."""
    years = {one.report_year for one in classes}
    first_day, last_day = min(one.starts_on for one in classes), max(one.ends_on for one in classes)
    of_then = Q(report_year__in=years) | Q(first_day__lte=last_day, last_day__gte=first_day)
    found = all_filings().filter(of_then, correction=None).exclude(organisation=organisation)
    return list(found.select_related("organisation").defer("workbook", "record").order_by("pk"))


def _classes_in(filing: Filing) -> set[int]:
    return {row[0] for row in json.loads(bytes(filing.record))["classes"]}


def _by_number(classes: Iterable[TrainingClass]) -> dict[str, list[TrainingClass]]:
    found: dict[str, list[TrainingClass]] = defaultdict(list)
    for one in classes:
        found[plain_number(one.filing_number)].append(one)
    return found


def _covers(scope: Scope, organiser: Organisation) -> bool:
    return scope.covers(path=organiser.path, area_code=organiser.area_code)


def _claims(classes: set[int]) -> dict[int, Claim]:
    """Who was there on which days; who is on the list and has no mark at all is taken to be there every day."""
    numbers = dict(TrainingClass.objects.filter(pk__in=classes).values_list("pk", "filing_number"))
    days: dict[int, set[date]] = defaultdict(set)
    for held, day in ClassSession.objects.filter(training_class__in=classes).values_list(
        "training_class", "held_on"
    ):
        days[held].add(day)
    there: dict[tuple[int, int], set[date]] = defaultdict(set)
    people: dict[int, tuple[str, bool]] = {}
    marks = Attendance.objects.filter(session__training_class__in=classes).exclude(state__in=_AWAY)
    for held, person, day, name, proof in _people(marks, "session__training_class", "session__held_on"):
        there[(held, person)].add(day)
        people[person] = (name, bool(proof))
    listed = Enrolment.objects.filter(training_class__in=classes, state=EnrolmentState.ENROLLED)
    for held, person, _, name, proof in _people(listed, "training_class", "enrolled_at"):
        there.setdefault((held, person), days[held])
        people[person] = (name, bool(proof))
    found: dict[int, list[Participant]] = {pk: [] for pk in numbers}
    for (held, person), when in there.items():
        found[held].append(Participant(person, *people[person], frozenset(when)))
    return {pk: Claim(pk, number, tuple(found[pk])) for pk, number in numbers.items()}


def _people(rows: Any, held: str, day: str) -> Any:
    """Class, whoever the record points to, day, name and the keyed hash of the identity number."""
    root = Coalesce("person__merged_into", "person")
    return rows.annotate(root=root).values_list(held, "root", day, "person__name", "person__identity_hash")
