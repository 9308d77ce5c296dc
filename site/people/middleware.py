"""Put the person and their authority on the request, once, when somebody asks for them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from core import clock
from people.authority import authority_of
from people.models import Person
from people.querysets import all_people


class CurrentAuthority:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[attr-defined]
        request.by = SimpleLazyObject(lambda: authority_of(_person_of(request), on=clock.today()))  # type: ignore[attr-defined]
        return self.get_response(request)


def _person_of(request: HttpRequest) -> Person | None:
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "_person"):
        request._person = all_people().standing().filter(account_id=request.user.pk).first()  # type: ignore[attr-defined]
    return request._person  # type: ignore[attr-defined,no-any-return]
