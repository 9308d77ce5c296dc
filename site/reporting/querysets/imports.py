"""Questions of the training import: what stands beside the rows of an upload, and which batches one may see."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db import models
from django.db.models import Q

from core.models import ImportBatch
from courses.models import Attendance, ClassSession, TrainingClass
from courses.querysets import all_attendances, all_classes, all_enrolments, all_sessions
from courses.services.attendance import RULE
from courses.words import AttendanceState, HalfDay
from organisations.authority import Authority
from organisations.models import OrganisationAlias
from organisations.querysets import all_organisations, all_rules
from organisations.roles import Permission
from organisations.scope import Scope
from people.models import Person, Posting
from people.querysets import all_people, all_postings
from people.services.persons import identity_hash
from reporting.rules.planning.standing import (
    Elsewhere,
    Standing,
    StandingAttendance,
    StandingClass,
    StandingOrganisation,
    StandingPerson,
    StandingPosting,
    StandingSession,
)
from reporting.rules.workbooks.classes import KnownClass
from reporting.rules.workbooks.moments import DateSpan
from reporting.rules.workbooks.rows import AttendanceRow, ClassRow, ParsedRow, PersonRow, SessionRow

TRAINING = "training"


def import_batches(by: Authority) -> models.QuerySet[ImportBatch]:
    """Batches of the training import that the actor may see: of organisations where they may import, and their own."""
    batches = ImportBatch.objects.filter(kind=TRAINING).order_by("-staged_at", "-pk")
    scope = by.scope(Permission.IMPORT_TRAINING)
    if scope.everything:
        return batches
    places = (
        all_organisations().in_scope(scope).values("pk") if scope else all_organisations().none().values("pk")
    )
    return batches.filter(organisation_id__in=places)


def known_classes(by: Authority) -> list[KnownClass]:
    """The classes that sign-in sheets may name without bringing their register along."""
    found = all_classes().managed_by(by, Permission.IMPORT_TRAINING).order_by("starts_on")
    fields = found.values_list("code", "name", "starts_on", "ends_on")
    return [KnownClass(code, name, DateSpan(first, last)) for code, name, first, last in fields]


def standing_for(rows: Sequence[ParsedRow], *, by: Authority, today: date) -> Standing:
    """All that the rows could meet, with a dozen questions however many rows there are."""
    scope = by.scope(Permission.IMPORT_TRAINING)
    classes = _classes(rows, scope)
    sessions = _sessions([one.id for one in classes])
    people, survivors = _people(rows, by=by, today=today)
    return Standing(
        today=today,
        credited_from=_credited_from(),
        unbounded=scope.everything,
        organisations=_organisations(scope),
        people=people,
        classes=classes,
        sessions=sessions,
        attendances=_attendances([one.id for one in sessions], survivors),
        enrolments=_enrolments([one.id for one in classes], survivors),
        elsewhere=_elsewhere(rows, people, [one.id for one in classes], survivors),
    )


def _credited_from() -> date:
    first = all_rules().filter(key=RULE, jurisdiction="").order_by("valid_from").first()
    return first.valid_from if first else date.max


def _organisations(scope: Scope) -> list[StandingOrganisation]:
    aliases: dict[int, list[str]] = defaultdict(list)
    for organisation_id, name in OrganisationAlias.objects.values_list("organisation_id", "name"):
        aliases[organisation_id].append(name)
    return [
        StandingOrganisation(
            id=one.pk, name=one.name, kind=one.kind, tier=one.tier, area_code=one.area_code, parent_id=one.parent_id,
            aliases=tuple(aliases[one.pk]), ended=one.ended_on is not None, withdrawn=one.withdrawn_at is not None,
            importable=scope.covers(path=one.path, area_code=one.area_code),
        )
        for one in all_organisations()
    ]  # fmt: skip


def _people(
    rows: Sequence[ParsedRow], *, by: Authority, today: date
) -> tuple[list[StandingPerson], Mapping[int, int]]:
    """The people whom rows name by number or by name; and for merged records the one that survives."""
    numbers = {identity_hash(number): number for number in _identities(rows)}
    names = {
        row.value.name for row in rows if isinstance(row.value, AttendanceRow) and row.value.identity is None
    }
    found = list(
        all_people().filter(Q(identity_hash__in=numbers) | Q(name__in=names, withdrawn_at=None))
        .select_related("merged_into").defer("identity_number", "merged_into__identity_number")
    )  # fmt: skip
    identity_of: dict[int, str] = {}
    chosen: dict[int, Person] = {}
    # The newest last; who stands goes before who is withdrawn.
    for person in sorted(found, key=lambda one: (one.withdrawn_at is None, one.pk)):
        survivor = person.merged_into or person
        chosen[survivor.pk] = survivor
        if person.identity_hash in numbers:
            identity_of[survivor.pk] = numbers[person.identity_hash]
    holders = {number: pk for pk, number in identity_of.items()}
    postings = _postings(chosen)
    manageable = _manageable(chosen, by=by, today=today)
    people = [
        _person(person, identity_of.get(pk), postings[pk], manageable=manageable is None or pk in manageable)
        for pk, person in chosen.items()
        if pk not in identity_of or holders[identity_of[pk]] == pk
    ]
    merged = all_people().filter(merged_into__in=chosen).values_list("pk", "merged_into_id")
    return people, {pk: survivor for pk, survivor in merged if survivor is not None}


def _identities(rows: Iterable[ParsedRow]) -> set[str]:
    """Of the rows that were read, and of doubtful ones as far as their number could be."""
    values = {row.value.identity for row in rows if isinstance(row.value, PersonRow | AttendanceRow)}
    values |= {row.clue.identity for row in rows if row.clue}
    return {number for number in values if number}


def _postings(people: Collection[int]) -> dict[int, list[StandingPosting]]:
    found: dict[int, list[StandingPosting]] = defaultdict(list)
    for one in all_postings().standing().filter(person__in=people).order_by("starts_on"):
        found[one.person_id].append(
            StandingPosting(
                one.pk,
                one.organisation_id,
                one.starts_on,
                one.ends_on,
                one.is_primary,
                one.post_kind,
                one.title,
            )
        )
    return found


def _manageable(people: Collection[int], *, by: Authority, today: date) -> set[int] | None:
    """Whom the importer manages; None where that is everybody."""
    if by.scope(Permission.MANAGE_PEOPLE).everything:
        return None
    return set(all_people().manageable_by(by, on=today).filter(pk__in=people).values_list("pk", flat=True))


def _person(
    person: Person, identity: str | None, postings: Sequence[StandingPosting], *, manageable: bool
) -> StandingPerson:
    return StandingPerson(
        id=person.pk,
        name=person.name,
        identity=identity,
        details={
            "gender": person.gender,
            "birth_month": person.birth_month,
            "phone": person.phone or "",
            "education": person.education,
            "major": person.major,
            "qualification": person.qualification,
            "hired_on": person.hired_on,
        },
        postings=tuple(postings),
        withdrawn=person.withdrawn_at is not None,
        manageable=manageable,
    )


def _classes(rows: Sequence[ParsedRow], scope: Scope) -> list[StandingClass]:
    codes = {row.value.code for row in rows if isinstance(row.value, ClassRow)}
    codes |= {row.value.class_code for row in rows if isinstance(row.value, SessionRow | AttendanceRow)}
    return [
        StandingClass(
            id=one.pk,
            code=one.code,
            name=one.name,
            organiser_id=one.organiser_id,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            details=_class_details(one),
            seats_taken=one.seats_taken,
            is_historical=one.is_historical,
            is_locked=one.is_locked,
            importable=scope.covers(path=one.organiser.path, area_code=one.organiser.area_code),
        )
        for one in all_classes().filter(code__in=codes).select_related("organiser")
    ]


def _class_details(one: TrainingClass) -> dict[str, object]:
    names = (
        "name", "report_year", "round_number", "starts_on", "ends_on", "tier", "audience", "kind", "delivery_mode",
        "filing_number", "venue", "capacity",
    )  # fmt: skip
    return {name: getattr(one, name) for name in names} | {"provider": one.provider_id}


def _sessions(classes: Collection[int]) -> list[StandingSession]:
    signed = set(
        Attendance.objects.filter(session__training_class__in=classes)
        .values_list("session_id", flat=True)
        .distinct()
    )
    return [
        StandingSession(
            id=one.pk,
            class_id=one.training_class_id,
            held_on=one.held_on,
            half_day=HalfDay(one.half_day),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            minutes=one.minutes,
            details={
                "topic": one.topic,
                "lecturer": one.lecturer,
                "lecturer_title": one.lecturer_title,
                "lecturer_organisation": one.lecturer_organisation_id,
                "is_compulsory": one.is_compulsory,
            },
            on_record=one.pk in signed,
        )
        for one in all_sessions().filter(training_class__in=classes)
    ]


def _attendances(sessions: Collection[int], survivors: Mapping[int, int]) -> list[StandingAttendance]:
    found = all_attendances().filter(session__in=sessions).values_list(
        "pk", "session_id", "person_id", "state", "signed_in_at", "signed_out_at", "note"
    )  # fmt: skip
    return [
        StandingAttendance(
            pk, session, survivors.get(person, person), AttendanceState(state), came, left, note
        )
        for pk, session, person, state, came, left, note in found
    ]


def _enrolments(classes: Collection[int], survivors: Mapping[int, int]) -> frozenset[tuple[int, int]]:
    found = all_enrolments().filter(training_class__in=classes).values_list("training_class_id", "person_id")
    return frozenset((training_class, survivors.get(person, person)) for training_class, person in found)


def _elsewhere(
    rows: Sequence[ParsedRow],
    people: Sequence[StandingPerson],
    classes: Collection[int],
    survivors: Mapping[int, int],
) -> list[Elsewhere]:
    """Where these people sat on the days of the upload, in classes that it does not touch."""
    days = [row.value.date for row in rows if isinstance(row.value, AttendanceRow)]
    if not days:
        return []
    known = {one.id for one in people} | set(survivors)
    found = (
        all_attendances().credited().exclude(session__training_class__in=classes)
        .filter(person__in=known, session__held_on__gte=min(days), session__held_on__lte=max(days))
        .values_list(
            "person_id", "session__held_on", "session__starts_at", "session__ends_at", "session__training_class__name"
        )
    )  # fmt: skip
    return [
        Elsewhere(survivors.get(person, person), day, starts, ends, name)
        for person, day, starts, ends, name in found
    ]


def primary_postings(people: Collection[int]) -> dict[int, list[Posting]]:
    """The standing primary postings of many people, with their organisations."""
    found: dict[int, list[Posting]] = defaultdict(list)
    for one in all_postings().standing().primary().filter(person__in=people).select_related("organisation"):
        found[one.person_id].append(one)
    return found


def sessions_with_class(ids: Collection[int]) -> dict[int, ClassSession]:
    """Sessions by id, with what writing attendance needs."""
    return all_sessions().select_related("training_class__organiser").in_bulk(ids)


def held_on(postings: Sequence[Posting], day: datetime.date) -> Posting | None:
    """The one of a person's primary postings that is held that day."""
    return next(
        (one for one in postings if one.starts_on <= day and (one.ends_on is None or day < one.ends_on)), None
    )
