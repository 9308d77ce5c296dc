"""Headers that every answer carries, and the page that a broken rule gets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from core.actions import QUEUED
from core.errors import RuleBroken

GetResponse = Callable[[HttpRequest], HttpResponse]

# Our pages carry no inline script or style at all; the Wagtail editor cannot do without.
PAGES_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)
EDITOR_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; frame-src 'self'; frame-ancestors 'self'; form-action 'self'; "
    "base-uri 'self'"
)
PREVIEW_POLICY = PAGES_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


class SecurityHeaders:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy(request))
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        # Of a page that failed nobody is asked who saw it: the database may be what failed.
        if response.status_code >= 500 or (hasattr(request, "user") and request.user.is_authenticated):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _policy(request: HttpRequest) -> str:
    if getattr(
        request, "is_dummy", False
    ):  # Wagtail draws a draft by an inner request, for the editor to frame
        return PREVIEW_POLICY
    if not request.path.startswith("/cms/"):
        return PAGES_POLICY
    return PREVIEW_POLICY if "/preview/" in request.path else EDITOR_POLICY


class QueuedForms:
    """A form that waited on a device and meets a log-in, or whatever else stands before its page, is not done with."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if QUEUED in request.headers and isinstance(response, HttpResponseRedirect):
            return HttpResponse(status=401)
        return response


class BrokenRules:
    """A rule that a view did not show itself becomes a page that says what to do; nothing was written."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RuleBroken):
            return render(request, "errors/rule_broken.html", {"message": exception.message}, status=409)
        return None
