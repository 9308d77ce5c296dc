"""Another language for the pages: on this device, and on the account of whoever is logged in."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import clock
from core.addresses import local_address
from people.requests import BanyanRequest
from people.services import languages
from people.words import Language

A_YEAR = 365 * 24 * 3600


# A stranger's page has no session of ours: it could change one device's language. A token would set a cookie on
# every public page.
@csrf_exempt
@require_POST
def choose(request: BanyanRequest) -> HttpResponse:
    """Then back to the page that asked. The same again changes nothing; a language that we do not speak neither."""
    response = HttpResponseRedirect(local_address(request.POST.get("next", ""), otherwise="/"))
    try:
        language = Language(request.POST.get("language", ""))
    except ValueError:
        return response
    if request.user.is_authenticated:
        languages.choose(account=request.user, language=language, by=request.by, at=clock.now())
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
