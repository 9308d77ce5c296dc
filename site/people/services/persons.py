"""Persons: add and edit. Two records of one person are merged in `people.services.merging`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import IntegrityError, transaction

from core import clock, events
from core.encryption import lookup_hash
from core.errors import RuleBroken
from core.pinyin import toned_syllables
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person
from people.permissions import require_person
from people.rules import is_identity_number
from people.words import Education, Gender, QualificationLevel

# Surnames whose reading as a name differs from the dictionary's first.
_SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "区": "ou",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "任": "ren",
    "朴": "piao",
    "盖": "ge",
}


@dataclass(frozen=True)
class PersonDetails:
    """What the roster states about a person. `birth_month` is the first of the month."""

    name: str
    gender: Gender = Gender.UNKNOWN
    birth_month: date | None = None
    identity_number: str = ""
    phone: str = ""
    education: Education = Education.UNKNOWN
    major: str = ""
    qualification: QualificationLevel = QualificationLevel.NONE
    hired_on: date | None = None


def sort_key(name: str) -> str:
    """Pinyin by syllable, so that names order as readers expect."""
    syllables = toned_syllables(name)
    if name[:1] in _SURNAMES and syllables:
        syllables[0] = _SURNAMES[name[0]]
    return " ".join(syllables)[:200]


def phone_hash(phone: str) -> str:
    """The keyed hash that finds a phone number again; empty for an empty number."""
    return lookup_hash(phone, purpose="phone") if phone else ""


def identity_hash(number: str) -> str:
    """The keyed hash that finds an identity number again; empty for an empty number."""
    return lookup_hash(number.upper(), purpose="identity") if number else ""


@transaction.atomic
def add(*, details: PersonDetails, organisation: Organisation, by: Authority, at: datetime) -> Person:
    """Add a person to the roster of an organisation (`postings.hire` adds the posting too).

    Raises RuleBroken for a wrong identity number, or one that is on a roster already (without saying whose).
    """
    require(by, Permission.MANAGE_PEOPLE, organisation)
    person = _new(details)
    _save(person)
    events.record("people.person.added", by=by, at=at, subject=person)
    return person


@transaction.atomic
def add_many(
    *, rows: list[PersonDetails], organisation: Organisation | None, by: Authority, at: datetime
) -> list[Person]:
    """Add checked rows of an import with one event. The caller has matched them against the roster."""
    require(by, Permission.IMPORT_TRAINING, organisation)
    try:
        with transaction.atomic():
            people = Person.objects.bulk_create([_new(details) for details in rows], batch_size=1_000)
    except IntegrityError as error:
        raise _known() from error
    events.record("people.persons.added", by=by, at=at, data={"count": len(people)})
    return people


@transaction.atomic
def edit(*, person: Person, details: PersonDetails, by: Authority, at: datetime) -> Person:
    """Change what the roster states. The event names the fields, never their values."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    require_person(by, locked, on=clock.date_of(at))
    changed = apply_details(locked, details)
    if changed:
        _save(locked)
        events.record("people.person.edited", by=by, at=at, subject=locked, data={"fields": changed})
    return locked


def apply_details(person: Person, details: PersonDetails) -> list[str]:
    """Set the given details on the object (unsaved); return the names of the fields that changed.

    Pages never show an identity number or a phone in full, so an empty one means: as it was.
    Raises RuleBroken for a number that is not an identity number.
    """
    given = {field.name: getattr(details, field.name) for field in fields(details)}
    given["identity_number"] = details.identity_number.upper() or person.identity_number
    given["phone"] = details.phone or person.phone
    changed = [name for name, value in given.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, given[name])
    _derive(person)
    return changed


def _new(details: PersonDetails) -> Person:
    person = Person()
    apply_details(person, details)
    return person


def _derive(person: Person) -> None:
    number = person.identity_number or ""
    if number and not is_identity_number(number):
        raise RuleBroken(
            "person.identity_wrong", "身份证号的位数、日期或校验位不对。请对照证件重新填写18位号码。"
        )
    person.sort_key = sort_key(person.name)
    person.identity_hash = identity_hash(number)
    person.identity_tail = number[-4:]
    person.phone_hash = phone_hash(person.phone or "")


def _save(person: Person) -> None:
    """The database decides who came first; the words are the same for this county and elsewhere."""
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise _known() from error


def _known() -> RuleBroken:
    return RuleBroken(
        "person.identity_known", "这个身份证号已在名册中。请核对号码；如人员调入，请由上级主管办理转入。"
    )
