"""师资库: add, change, retire; and whom a printed name means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from core import events
from core.errors import RuleBroken
from core.sentences import say, together
from courses.fee_words import FeeClass
from courses.lecturer_querysets import all_lecturers
from courses.models import Lecturer
from courses.rules.lecturers import Known, meant
from courses.services.classes import SessionDetails
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from people.services.persons import sort_key


@dataclass(frozen=True)
class LecturerDetails:
    """What the register states of somebody; the owner stays."""

    name: str
    title: str = ""
    unit: str = ""
    field: str = ""
    fee_class: FeeClass = FeeClass.ASSOCIATE
    is_shared: bool = False


@transaction.atomic
def add(*, owner: Organisation, details: LecturerDetails, by: Authority, at: datetime) -> Lecturer:
    """Raises RuleBroken where the register has that name of that unit already, or is not the actor's."""
    require(by, Permission.MANAGE_CLASSES, owner)
    made = _save(Lecturer(owner=owner), details)
    events.record("courses.lecturer.added", by=by, at=at, subject=made)
    return made


@transaction.atomic
def edit(*, lecturer: Lecturer, details: LecturerDetails, by: Authority, at: datetime) -> Lecturer:
    """Sessions keep what was printed; they follow in the class of the fee alone. Raises RuleBroken as `add`."""
    locked = _locked(lecturer, by=by)
    _save(locked, details)
    events.record("courses.lecturer.edited", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def set_retired(*, lecturer: Lecturer, retired: bool, by: Authority, at: datetime) -> Lecturer:
    """Take somebody out of use, or back into it; what was taught stays. Raises RuleBroken where it is so already."""
    locked = _locked(lecturer, by=by)
    if (locked.retired_at is not None) == retired:
        raise RuleBroken("lecturer.as_it_was", "这位授课人的状态刚刚变过。请刷新页面。")
    locked.retired_at = at if retired else None
    _write(locked)
    name = "courses.lecturer.retired" if retired else "courses.lecturer.restored"
    events.record(name, by=by, at=at, subject=locked)
    return locked


def named(rows: Sequence[SessionDetails], *, organiser: Organisation) -> list[SessionDetails]:
    """Sessions with the entry that their lecturer's name and unit mean, where exactly one is meant; one question.

    What was printed stays; title and unit that were left out are filled in from the entry. Raises RuleBroken, with
    every name and its units, where a name means several.
    """
    names = {row.lecturer for row in rows if row.lecturer and row.lecturer_entry is None}
    offered = all_lecturers().offered_to(organiser).filter(name__in=names) if names else ()
    by_pk = {one.pk: one for one in offered}
    register = [Known(one.pk, one.name, one.unit) for one in by_pk.values()]
    found, doubts = [], []
    for row in rows:
        wanted = [] if row.lecturer_entry else meant(row.lecturer, row.lecturer_unit, register)
        if len(wanted) > 1:
            units = "、".join(sorted(one.unit or "—" for one in wanted))
            doubts.append(say("“%(name)s”（%(units)s）", name=row.lecturer, units=units))
        entry = row.lecturer_entry or (by_pk[wanted[0].pk] if len(wanted) == 1 else None)
        found.append(_filled(row, entry) if entry else row)
    if doubts:
        raise RuleBroken(
            "lecturer.ambiguous",
            "师资库里有同名的授课人：%(names)s。请在姓名后空一格写上单位。",
            names=together(list(dict.fromkeys(doubts))),
        )
    return found


def _filled(row: SessionDetails, entry: Lecturer) -> SessionDetails:
    unit = row.lecturer_unit or ("" if row.lecturer_organisation else entry.unit)
    return replace(
        row, lecturer_entry=entry, lecturer=row.lecturer or entry.name,
        lecturer_title=row.lecturer_title or entry.title, lecturer_unit=unit,
    )  # fmt: skip


def _locked(lecturer: Lecturer, *, by: Authority) -> Lecturer:
    held = Lecturer.objects.select_for_update(of=("self",)).select_related("owner").get(pk=lecturer.pk)
    require(by, Permission.MANAGE_CLASSES, held.owner)
    return held


def _save(lecturer: Lecturer, details: LecturerDetails) -> Lecturer:
    for name in ("name", "title", "unit", "field", "fee_class", "is_shared"):
        setattr(lecturer, name, getattr(details, name))
    lecturer.sort_key = sort_key(lecturer.name)
    return _write(lecturer)


def _write(lecturer: Lecturer) -> Lecturer:
    try:
        with transaction.atomic():
            lecturer.save()
    except IntegrityError as error:
        raise RuleBroken(
            "lecturer.twice", "师资库里已有这个单位的同名授课人。请核对，或在单位里写清部门。"
        ) from error
    return lecturer
