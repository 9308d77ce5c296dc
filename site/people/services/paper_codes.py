"""One-time codes on paper, for villages where text messages get lost: an officer prints one, it lets in once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from core import clock, events
from core.encryption import lookup_hash
from core.errors import RuleBroken
from organisations.authority import SYSTEM, Authority
from people.access_querysets import PaperCodeQuerySet, all_paper_codes
from people.models import PaperCode, Person
from people.permissions import require_ordinary, require_person
from people.services.persons import phone_hash

DIGITS = 8  # two more than a texted code: it holds for a day
HOLDS_FOR = timedelta(hours=24)


def _hashed(code: str) -> str:
    return lookup_hash(code, purpose="paper-code")


@transaction.atomic
def issue(*, person: Person, by: Authority, at: datetime) -> tuple[PaperCode, str]:
    """A new code and its digits, told this once; an older one of the person no longer lets in.

    Raises RuleBroken where the person is not the actor's, is the actor, holds roles that the actor could not give, or
    has no number on the roster: the log-in page asks for the number first.
    """
    on = clock.date_of(at)
    locked = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=person.pk)
    require_person(by, locked, on=on)
    require_ordinary(by, locked, on=on)
    if not locked.phone_hash and not (locked.account and locked.account.phone):
        raise RuleBroken("paper_code.no_phone", "名册上没有这个人的手机号。请先在“更正资料”里填写手机号。")
    all_paper_codes().filter(person=locked, used_at=None, replaced_at=None).update(replaced_at=at)
    code = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
    made = PaperCode.objects.create(
        person=locked,
        code_hash=_hashed(code),
        issued_by=by.person_id,
        issued_at=at,
        expires_at=at + HOLDS_FOR,
    )
    events.record("people.paper_code.issued", by=by, at=at, subject=locked, data={"code": made.pk})
    return made, code


def matches(*, phone: str, code: str, at: datetime) -> bool:
    """Whether these digits are a usable code of somebody with this number. Nothing is used up."""
    return _usable(phone, code, at).exists()


@transaction.atomic
def use(*, phone: str, code: str, at: datetime) -> Person:
    """Use the code up and return whose it was. Raises RuleBroken where it does not hold any more."""
    found = _usable(phone, code, at).select_for_update(of=("self",)).first()
    if found is None:
        raise RuleBroken("paper_code.used", "一次性登录码已经用过或过期。请主管重新打印一张。")
    found.used_at = at
    found.save(update_fields=["used_at"])
    events.record("people.paper_code.used", by=SYSTEM, at=at, subject=found.person, data={"code": found.pk})
    return found.person


def _usable(phone: str, code: str, at: datetime) -> PaperCodeQuerySet:
    codes = all_paper_codes().usable(at).for_phone(phone, phone_hash(phone))
    return codes.filter(code_hash=_hashed(code)).select_related("person__account")
