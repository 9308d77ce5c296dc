"""Health, and the pages of requests that went wrong."""

import logging
import secrets
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.actions import was_written
from core.addresses import local_address
from core.context import LARGE_TYPE

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 30
A_YEAR = 365 * 24 * 3600


def healthz(request: HttpRequest) -> HttpResponse:
    """200 where this process reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@csrf_exempt  # a stranger could at most change the size of somebody's letters; a token would set a cookie on every public page
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """长辈版 on or off for this device, then back to the page that asked."""
    answer = HttpResponseRedirect(local_address(request.POST.get("next", ""), otherwise="/"))
    if request.POST.get("large") == "yes":
        answer.set_cookie(
            LARGE_TYPE, "yes", max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )  # fmt: skip
    else:
        answer.delete_cookie(LARGE_TYPE, samesite="Lax")
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/stale_form.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", {"who": gettext(str(exception))}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what became of the form, and a number by which the operator finds the failure in the log.

    Drawn without the request's context: whatever broke the page may break the person, the menu and the database too.
    """
    number = secrets.token_hex(4).upper()
    is_short = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    logger.exception("page failed", extra={"error_number": number, "method": request.method})
    context = {
        "number": number,
        "is_post": request.method == "POST",
        "was_written": was_written(request),
        "path": request.path,
        "contact": settings.CONTACT,
    }
    response = HttpResponse(render_to_string("errors/500.html", context), status=503 if is_short else 500)
    if is_short:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
