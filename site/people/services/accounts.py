"""Accounts: opened for people on a roster, never by whoever passes by."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from core import events
from core.errors import RuleBroken
from organisations.authority import Authority
from people.models import Account, Person


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
    here; officers will by invitation.
    """
    if not by.is_system:
        raise RuleBroken("account.not_yours", "账号由系统开通。请联系平台管理员。")
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.account_id is not None:
        raise RuleBroken("account.exists", "这个人已有账号，不能再开一个。")
    try:
        with transaction.atomic():
            account = Account.objects.create_user(username=username, password=password, phone=phone)
    except IntegrityError as error:
        raise RuleBroken("account.taken", "用户名或手机号已被使用。请换一个。") from error
    locked.account = account
    locked.save(update_fields=["account"])
    events.record("people.account.opened", by=by, at=at, subject=locked)
    return account


def open_demo_account(*, person: Person, username: str, by: Authority, at: datetime) -> Account:
    """A persona's account, whose password is public. Raises RuleBroken outside demo mode."""
    if not settings.DEMO_MODE:
        raise RuleBroken("demo.off", "演示模式没有打开。")
    return open_account(person=person, username=username, password=settings.DEMO_PASSWORD, by=by, at=at)
