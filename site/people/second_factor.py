"""The second proof at the door: who needs one, what this log-in has shown, what the account could still show.

allauth asks for authenticator apps and passkeys, and for a texted code after the password. What it does not ask for
(a password after a code, a session from before the role was granted) the page of `people.views.second_factor` does;
until then the role's rights are not in force and its pages do not open.
"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from core import clock
from organisations.authority import Authority
from organisations.roles import NEED_SECOND_FACTOR
from people.authority import authority_of
from people.models import Account
from people.querysets import all_people
from people.rules import DEVICE, PASSWORD, PHONE, is_proved_twice, kinds_of_proof
from people.services import codes

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Ways:
    """What an account can prove itself by, beside what it has shown in this log-in."""

    shown: frozenset[str]
    password: bool
    phone: str
    app: bool
    passkey: bool

    @property
    def left(self) -> frozenset[str]:
        """The kinds of proof that can still be asked for."""
        held = {PASSWORD: self.password, PHONE: bool(self.phone), DEVICE: self.app or self.passkey}
        return frozenset(kind for kind, has in held.items() if has) - self.shown


def needs(by: Authority, account: Account) -> bool:
    """Whether the settings ask for it and a role in force, or a superuser's power, calls for it."""
    return bool(settings.SECOND_FACTOR_ASKED and (by.roles & NEED_SECOND_FACTOR or account.is_superuser))


def methods(request: HttpRequest, account: Account) -> list[str]:
    """What this session recorded for the account, in allauth's words."""
    return [str(record.get("method")) for record in get_authentication_records(request, account)]


def is_missing(request: HttpRequest, by: Authority, account: Account) -> bool:
    return needs(by, account) and not is_proved_twice(methods(request, account))


def wants_code(request: HttpRequest, account: Account | None) -> bool:
    """A texted code follows the password where two proofs are needed and no app or passkey stands in for it."""
    if account is None or not settings.SECOND_FACTOR_ASKED:
        return False
    person = all_people().standing().filter(account=account).first()
    if not needs(authority_of(person, on=clock.today()), account):
        return False
    shown = kinds_of_proof(methods(request, account))
    if shown != {PASSWORD} or Authenticator.objects.filter(user=account, type__in=STRONG).exists():
        return False
    return bool(get_adapter().get_phone(account))


def ways(request: HttpRequest, account: Account) -> Ways:
    kinds = set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    phone = get_adapter().get_phone(account)
    return Ways(
        shown=kinds_of_proof(methods(request, account)),
        password=account.has_usable_password(),
        phone=phone[0] if phone and codes.can_send() else "",
        app=Authenticator.Type.TOTP in kinds,
        passkey=Authenticator.Type.WEBAUTHN in kinds,
    )
