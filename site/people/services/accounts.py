"""Accounts: opened for people on a roster, never by whoever passes by."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from core import clock, events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.roles import GRANTED_BY_OFFICERS
from people.models import Account, Person
from people.querysets import all_grants
from people.services import sessions
from people.services.persons import phone_hash


@transaction.atomic
def open_account(
    *,
    person: Person,
    username: str,
    password: str | None,
    phone: str | None = None,
    by: Authority,
    at: datetime,
) -> Account:
    """Open the person's account; without a password nobody can log in by one yet.

    Raises RuleBroken where the person has one, or the user name or phone is taken. Only the system opens accounts
    here; people open their own by `claim`, officers by answering a request.
    """
    if not by.is_system:
        raise RuleBroken("account.not_yours", "账号由系统开通。请联系平台管理员。")
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.account_id is not None:
        raise RuleBroken("account.exists", "这个人已有账号，不能再开一个。请让本人用手机号登录。")
    account = _create(username=username, password=password, phone=phone)
    return _link(locked, account, by=by, at=at)


def open_demo_account(*, person: Person, username: str, by: Authority, at: datetime) -> Account:
    """A persona's account, whose password is public. Raises RuleBroken outside demo mode."""
    if not settings.DEMO_MODE:
        raise RuleBroken("demo.off", "演示模式没有打开。请用演示设置启动后再试。")
    return open_account(person=person, username=username, password=settings.DEMO_PASSWORD, by=by, at=at)


@transaction.atomic
def claim(*, person: Person, phone: str, proved: bool, by: Authority, at: datetime) -> Account:
    """是我: the account of a person on whose roster line this number stands; twice gives the same account.

    `proved`: a code sent to the number came back. Raises RuleBroken where the roster has changed meanwhile, or the
    person has an account with another number.
    """
    locked = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=person.pk)
    if by.person_id != locked.pk:
        raise RuleBroken("account.not_yours", "只能确认您自己。请用您自己的手机号登录。")
    if locked.withdrawn_at or locked.merged_into_id or locked.phone_hash != phone_hash(phone):
        raise RuleBroken("account.roster_changed", "名册刚刚有变动。请重新登录，再核对一次。")
    if (
        all_grants()
        .not_over(clock.date_of(at))
        .filter(person=locked)
        .exclude(role__in=GRANTED_BY_OFFICERS)
        .exists()
    ):
        raise RuleBroken("account.by_system", "您的角色由上级授予，账号由平台管理员开通。请联系平台管理员。")
    if locked.account is not None:
        if locked.account.phone != phone:
            raise RuleBroken("account.other_phone", "您的账号登记的是另一个手机号。请申请更换手机号。")
        return locked.account
    account = _create(username=_new_username(), password=None, phone=phone, phone_verified=proved)
    return _link(locked, account, by=by, at=at)


@transaction.atomic
def let_in(*, person: Person, phone: str, by: Authority, at: datetime) -> Account:
    """Make this proved number the person's: on the roster, and for log-in. Whoever answers a request has checked who.

    A number that changes ends every session of the old one. Raises RuleBroken where another account has the number.
    """
    locked = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=person.pk)
    locked.phone, locked.phone_hash = phone, phone_hash(phone)
    locked.save(update_fields=["phone", "phone_hash"])
    if locked.account is None:
        account = _create(username=_new_username(), password=None, phone=phone, phone_verified=True)
        return _link(locked, account, by=by, at=at)
    _set_phone(locked.account, phone)
    sessions.end_all(account=locked.account, by=by, at=at)
    events.record("people.account.phone_changed", by=by, at=at, subject=locked)
    return locked.account


@transaction.atomic
def change_phone(
    *, account: Account, phone: str, keep_session: str | None, by: Authority, at: datetime
) -> Account:
    """The holder's own new number, proved by a code; the roster follows, and other sessions end.

    Raises RuleBroken where another account logs in with it.
    """
    locked = Account.objects.select_for_update().get(pk=account.pk)
    _set_phone(locked, phone)
    person = Person.objects.select_for_update().filter(account=locked).first()
    if person is not None:
        person.phone, person.phone_hash = phone, phone_hash(phone)
        person.save(update_fields=["phone", "phone_hash"])
    sessions.end_all(account=locked, keep=keep_session, by=by, at=at)
    events.record("people.account.phone_changed", by=by, at=at, subject=person)
    return locked


def _new_username() -> str:
    """Nobody types it: it only has to be nobody else's, and say nothing."""
    return f"u{secrets.token_hex(8)}"


def _create(
    *, username: str, password: str | None, phone: str | None, phone_verified: bool = False
) -> Account:
    try:
        with transaction.atomic():
            return Account.objects.create_user(
                username=username, password=password, phone=phone, phone_verified=phone_verified
            )
    except IntegrityError as error:
        raise RuleBroken("account.taken", "用户名或手机号已被使用。请换一个。") from error


def _set_phone(account: Account, phone: str) -> None:
    account.phone, account.phone_verified = phone, True
    try:
        with transaction.atomic():
            account.save(update_fields=["phone", "phone_verified"])
    except IntegrityError as error:
        raise RuleBroken(
            "account.phone_taken", "这个手机号已是另一个账号的登录号码。请换一个号码，或联系单位的社工主管。"
        ) from error


def _link(person: Person, account: Account, *, by: Authority, at: datetime) -> Account:
    person.account = account
    person.save(update_fields=["account"])
    events.record("people.account.opened", by=by, at=at, subject=person)
    return account
