"""Persons: add, edit, merge by alias."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from pypinyin import Style, lazy_pinyin

from core import clock, events
from core.encryption import lookup_hash
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person
from people.querysets import all_people, all_postings
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
    syllables = lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)
    if name[:1] in _SURNAMES and syllables:
        syllables[0] = _SURNAMES[name[0]]
    return " ".join(syllables)[:200]


def identity_hash(number: str) -> str:
    """The keyed hash that finds an identity number again; empty for an empty number."""
    return lookup_hash(number.upper(), purpose="identity") if number else ""


@transaction.atomic
def add(*, details: PersonDetails, organisation: Organisation, by: Authority, at: datetime) -> Person:
    """Add a person to the roster of an organisation (the posting is added apart).

    Raises RuleBroken for a wrong identity number, or one that is on a roster already (without saying whose).
    """
    require(by, Permission.MANAGE_PEOPLE, organisation)
    person = _new(details)
    _refuse_known(person.identity_hash)
    person.save()
    events.record("people.person.added", by=by, at=at, subject=person)
    return person


@transaction.atomic
def add_many(
    *, rows: list[PersonDetails], organisation: Organisation | None, by: Authority, at: datetime
) -> list[Person]:
    """Add checked rows of an import with one event. The caller has matched them against the roster."""
    require(by, Permission.IMPORT_TRAINING, organisation)
    people = Person.objects.bulk_create([_new(details) for details in rows], batch_size=1_000)
    events.record("people.persons.added", by=by, at=at, data={"count": len(people)})
    return people


@transaction.atomic
def edit(*, person: Person, details: PersonDetails, by: Authority, at: datetime) -> Person:
    """Change what the roster states. The event names the fields, never their values."""
    _require_for(person, by=by, on=clock.date_of(at))
    locked = Person.objects.select_for_update().get(pk=person.pk)
    changed = apply_details(locked, details)
    if "identity_number" in changed:
        _refuse_known(locked.identity_hash, but=locked.pk)
    locked.save()
    events.record("people.person.edited", by=by, at=at, subject=locked, data={"fields": changed})
    return locked


@transaction.atomic
def merge(*, person: Person, into: Person, by: Authority, at: datetime) -> Person:
    """Make `person` an alias of `into`: the ledger's lines stay where they are and are read through the alias."""
    for one in (person, into):
        _require_for(one, by=by, on=clock.date_of(at))
    locked = {
        one.pk: one
        for one in Person.objects.select_for_update().filter(pk__in=[person.pk, into.pk]).order_by("pk")
    }
    alias, target = locked[person.pk], locked[into.pk]
    if alias.pk == target.pk or alias.merged_into_id or target.merged_into_id:
        raise RuleBroken(
            "person.merge_chain", "其中一人已经并入他人，或者选了同一个人。请重新选择要保留的那一位。"
        )
    Person.objects.filter(merged_into=alias).update(merged_into=target)
    alias.merged_into = target
    alias.save(update_fields=["merged_into"])
    events.record("people.person.merged", by=by, at=at, subject=alias, data={"into": target.pk})
    return target


def apply_details(person: Person, details: PersonDetails) -> list[str]:
    """Set the given details on the object (unsaved); return the names of the fields that changed."""
    changed = []
    for name, value in asdict(details).items():
        if name == "identity_number" and (not value or identity_hash(value) == person.identity_hash):
            continue
        current: Any = getattr(person, name) or (
            "" if name in {"identity_number", "phone"} else getattr(person, name)
        )
        if current != value:
            setattr(person, name, value or None if name in {"identity_number", "phone"} else value)
            changed.append(name)
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
    person.identity_tail = number[-4:].upper()


def _refuse_known(hashed: str, but: int = 0) -> None:
    """The same words whether the other person is in this county or elsewhere."""
    if (
        hashed
        and all_people()
        .filter(identity_hash=hashed, merged_into=None, withdrawn_at=None)
        .exclude(pk=but)
        .exists()
    ):
        raise RuleBroken(
            "person.identity_known", "这个身份证号已在名册中。请核对号码；如人员调入，请由上级主管办理转入。"
        )


def _require_for(person: Person, *, by: Authority, on: date) -> None:
    """Managing a person needs the permission at the organisation of the posting held that day."""
    posting = (
        all_postings().held_on(on).primary().filter(person=person).select_related("organisation").first()
    )
    require(by, Permission.MANAGE_PEOPLE, posting.organisation if posting else None)
