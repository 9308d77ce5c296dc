"""Put the person and their authority on the request; ask for the second proof before a role is used."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from core import clock
from organisations.authority import Authority
from people import second_factor
from people.authority import authority_of
from people.models import Person
from people.querysets import all_people

GetResponse = Callable[[HttpRequest], HttpResponse]

# What opens before the second proof: giving it, leaving, and what everybody may read.
OPEN = frozenset(
    {
        "account_second", "account_second_code", "account_reauthenticate", "account_logout", "account_inactive",
        "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "core:healthz", "desks:start", "desks:enter",
        "choose_language",
    }
)  # fmt: skip
OPEN_TO_ALL = ("privacy:", "feedback:", "verify:")
# An account that has nothing else to show sets something up first. One that has may not: a stolen password would.
SETTING_UP = frozenset(
    {
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_view_recovery_codes",
        "account_phone", "account_phone_code", "account_set_password",
    }
)  # fmt: skip


class CurrentAuthority:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[attr-defined]
        request.by = SimpleLazyObject(lambda: _authority_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class SecondProof:
    """Nobody comes to a page with a role that asks for two proofs before both are given."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if not request.user.is_authenticated or not _lacks_proof(request):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN or name.startswith(OPEN_TO_ALL):
            return None
        if name in SETTING_UP and not second_factor.ways(request, request.user).left:
            return None
        query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return redirect(f"{reverse('account_second')}?{query}")


def _lacks_proof(request: HttpRequest) -> bool:
    if not settings.SECOND_FACTOR_ASKED:
        return False
    bool(request.by)  # type: ignore[attr-defined]  # resolved once, which also says whether a proof is missing
    return getattr(request, "lacks_proof", False)


def _authority_of(request: HttpRequest) -> Authority:
    """The grants in force; none of them while the second proof is missing."""
    by = authority_of(_person_of(request), on=clock.today())
    lacks = request.user.is_authenticated and second_factor.is_missing(request, by, request.user)
    request.lacks_proof = lacks  # type: ignore[attr-defined]
    return replace(by, grants=()) if lacks else by


def _person_of(request: HttpRequest) -> Person | None:
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "_person"):
        request._person = all_people().standing().filter(account_id=request.user.pk).first()  # type: ignore[attr-defined]
    return request._person  # type: ignore[attr-defined,no-any-return]
