"""登录申请: somebody with a proved number is not found on the roster, or has a new number. Their place answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import clock, events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from people.access_querysets import all_access_requests
from people.models import AccessRequest, Person
from people.permissions import require_ordinary
from people.querysets import all_people, all_postings
from people.services import accounts, codes, postings
from people.services.persons import PersonDetails, phone_hash
from people.services.postings import PostingDetails
from people.words import AccessRequestState


@dataclass(frozen=True)
class Asked:
    """The three fields of the form."""

    name: str
    organisation: Organisation
    post: str


@transaction.atomic
def ask(*, asked: Asked, phone: str, by: Authority, at: datetime) -> AccessRequest:
    """Ask the named place who this is. `phone` is proved. Raises RuleBroken while a request of this number waits."""
    return _make(
        AccessRequest(organisation=asked.organisation, name=asked.name, post=asked.post), phone, by=by, at=at
    )


@transaction.atomic
def ask_for_new_phone(*, person: Person, phone: str, by: Authority, at: datetime) -> AccessRequest:
    """The person's new number, proved; that it is the person must be confirmed by the place of the primary posting.

    Raises RuleBroken while a request of this number waits, and for people without a posting.
    """
    held = all_postings().primary().held_or_last(clock.date_of(at)).filter(person=person)
    posting = held.select_related("organisation").order_by("-starts_on").first()
    if posting is None:
        raise RuleBroken("access.no_posting", "您在名册上没有任职单位。请联系平台管理员更换手机号。")
    made = AccessRequest(
        person=person, organisation=posting.organisation, name=person.name, post=posting.title
    )
    return _make(made, phone, by=by, at=at)


@transaction.atomic
def approve(*, request: AccessRequest, person: Person | None, by: Authority, at: datetime) -> Person:
    """Say who it is: a person of the actor's tree, or with None somebody new, hired from today.

    The number becomes that person's, on the roster and for log-in. Raises RuleBroken where the request was answered
    already, the place or the person is not the actor's, or the person may only be let in by somebody higher.
    """
    locked = _locked(request, by=by)
    on = clock.date_of(at)
    phone = locked.phone or ""
    if person is None:
        person = _hire(locked, by=by, at=at)
        made = True
    else:
        made = False
        _require_theirs(by, person, on=on)
    if locked.person_id not in (None, person.pk):
        raise RuleBroken("access.other_person", "这条申请是另一个人的。请核对后再确认。")
    require_ordinary(by, person, on=on)
    accounts.let_in(person=person, phone=phone, by=by, at=at)
    _free_number(phone, keep=person, by=by, at=at)
    _close(locked, AccessRequestState.APPROVED, person=person, by=by, at=at)
    codes.tell(
        phone=phone, text=_("【榕荫】您的登录申请已确认，现在可以用这个手机号登录。"), at=at,
        dedupe_key=f"access:{locked.public_id}",
    )  # fmt: skip
    data = {"person": person.pk, "made": made}
    events.record("people.access.approved", by=by, at=at, subject=locked, data=data)
    return person


@transaction.atomic
def refuse(*, request: AccessRequest, reason: str, by: Authority, at: datetime) -> AccessRequest:
    """Refuse with a reason, which whoever proves the number again can read. Raises RuleBroken as `approve`."""
    locked = _locked(request, by=by)
    phone, locked.reason = locked.phone or "", reason
    _close(locked, AccessRequestState.REFUSED, person=locked.person, by=by, at=at)
    codes.tell(
        phone=phone, text=_("【榕荫】您的登录申请没有通过。请用这个手机号登录，查看原因。"), at=at,
        dedupe_key=f"access:{locked.public_id}",
    )  # fmt: skip
    events.record("people.access.refused", by=by, at=at, subject=locked)
    return locked


def _make(made: AccessRequest, phone: str, *, by: Authority, at: datetime) -> AccessRequest:
    made.phone, made.phone_hash, made.asked_at = phone, phone_hash(phone), at
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise RuleBroken("access.waiting", "这个手机号已有一条申请在等确认，不用再提交。") from error
    events.record("people.access.asked", by=by, at=at, subject=made)
    return made


def _locked(request: AccessRequest, *, by: Authority) -> AccessRequest:
    found = all_access_requests().select_for_update(of=("self",)).select_related("organisation", "person")
    locked = found.get(pk=request.pk)
    require(by, Permission.CONFIRM_IDENTITY, locked.organisation)
    if locked.state != AccessRequestState.WAITING:
        raise RuleBroken("access.answered", "这条申请刚刚已有答复。请回到列表看结果。")
    return locked


def _require_theirs(by: Authority, person: Person, *, on: date) -> None:
    scope = by.scope(Permission.CONFIRM_IDENTITY)
    held = all_postings().primary().held_or_last(on).in_scope(scope)
    if not all_people().standing().filter(pk=person.pk, pk__in=held.values("person")).exists():
        raise RuleBroken("access.stranger", "这个人不在您的管理范围。请联系其所在单位或上级主管。")


def _hire(request: AccessRequest, *, by: Authority, at: datetime) -> Person:
    return postings.hire(
        person=PersonDetails(name=request.name or "", phone=request.phone or ""),
        posting=PostingDetails(
            organisation=request.organisation, starts_on=clock.date_of(at), title=request.post or ""
        ),
        by=by,
        at=at,
    )


def _free_number(phone: str, *, keep: Person, by: Authority, at: datetime) -> None:
    """The number was typed at somebody else's line too: there it was wrong, where it is the actor's to say so."""
    scope = by.scope(Permission.CONFIRM_IDENTITY)
    held = all_postings().primary().held_or_last(clock.date_of(at)).in_scope(scope)
    others = all_people().standing().with_phone(phone_hash(phone)).exclude(pk=keep.pk)
    others.filter(account=None, pk__in=held.values("person")).update(phone=None, phone_hash="")


def _close(
    request: AccessRequest,
    state: AccessRequestState,
    *,
    person: Person | None,
    by: Authority,
    at: datetime,
) -> None:
    """What was typed is not needed any more."""
    request.state, request.person = state, person
    request.name = request.post = request.phone = None
    request.answered_at, request.answered_by = at, by.person_id
    request.save()
