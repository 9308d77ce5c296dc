"""Show the privacy notice once after a log-in to whoever has not read the version in force."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core import clock
from people.privacy import notice_in_force
from people.querysets import all_acknowledgements

NOT_ASKED = "privacy_not_asked"  # in the session: logged in, and no page has led to the notice yet


class PrivacyNotice:
    """Any way of logging in counts. Only a page that somebody opens is delayed, never a form that is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = request.user.pk
        response = self.get_response(request)
        if request.user.pk not in {None, before}:
            request.session[NOT_ASKED] = True
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or NOT_ASKED not in request.session:
            return None
        if getattr(view, "reading_can_wait", False) or not _is_opened_page(request):
            return None
        person = request.person  # type: ignore[attr-defined]
        if not person:  # whoever is still looking for their name on the roster is asked afterwards
            return None
        del request.session[NOT_ASKED]
        version = notice_in_force(on=clock.today()).number
        if all_acknowledgements().of_person(person).filter(version=version).exists():
            return None
        return redirect(f"{reverse('privacy:notice')}?{urlencode({'next': request.get_full_path()})}")


def _is_opened_page(request: HttpRequest) -> bool:
    """A page in the window itself: no form, no picture, no part that a script swaps in."""
    return (
        request.method == "GET"
        and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        and "HX-Request" not in request.headers
    )
