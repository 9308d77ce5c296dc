"""In which language a request is answered."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from people.words import Language

OFFERED = frozenset(Language)
GetResponse = Callable[[HttpRequest], HttpResponse]


class ChosenLanguage:
    """What the account has chosen, else this device, else Chinese.

    The browser is not asked: cheap phones and office machines are set to English by whoever sold them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


def _language_of(request: HttpRequest) -> str:
    wishes = (getattr(request.user, "language", ""), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    return next((wish for wish in wishes if wish in OFFERED), settings.LANGUAGE_CODE)
