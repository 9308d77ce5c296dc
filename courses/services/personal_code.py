"""A person's own code, shown on their phone and scanned by the organiser: for those whose phone cannot scan.

It changes as the code on the screen does, and says nothing but who is shown; nothing of it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import clock
from core.encryption import lookup_hash
from courses.rules import sign_in as rules
from courses.rules.sign_in import Timing
from courses.services.attendance import posting_on
from courses.services.sign_in import timing_of
from people.models import Person
from people.querysets import all_people

PURPOSE = "personal-sign-in-code"


@dataclass(frozen=True)
class Shown:
    """Whose code it is; whether it is still fresh, or fresh a while ago, so that the organiser's tap counts."""

    person: Person
    organisation: str
    is_fresh: bool
    may_finish: bool


def timing_for(person: Person, *, at: datetime) -> Timing:
    """The spans in force where the person works."""
    today = clock.date_of(at)
    posting = posting_on(person, today)
    return timing_of(area_code=posting.organisation.area_code if posting else "", on=today)


def code_of(person: Person, *, timing: Timing, at: datetime) -> str:
    """The code to be shown now."""
    step = rules.step_at(int(at.timestamp()), timing=timing)
    return rules.write(person.public_id, step, keyed_hash=_keyed_hash(person.public_id, step))


def shown_by(code: str, *, at: datetime) -> Shown | None:
    """Whose code this is; None for a code that no phone ever showed, and for a record merged into another."""
    token = rules.read(code)
    if token is None or not rules.is_genuine(token, keyed_hash=_keyed_hash(token.subject, token.step)):
        return None
    person = all_people().filter(public_id=token.subject, merged_into=None).first()
    if person is None:
        return None
    timing, epoch = timing_for(person, at=at), int(at.timestamp())
    posting = posting_on(person, clock.date_of(at))
    return Shown(
        person=person,
        organisation=posting.organisation.name if posting else "",
        is_fresh=rules.is_fresh(token, epoch, timing=timing),
        may_finish=rules.may_finish(token.step * timing.step_seconds, epoch, timing=timing),
    )


def _keyed_hash(person: UUID, step: int) -> str:
    return lookup_hash(rules.signed_text(person, step), purpose=PURPOSE)
