"""What every page knows."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from core.addresses import local_address

LARGE_TYPE = "large_type"  # the cookie of 长辈版


def page(request: HttpRequest) -> dict[str, object]:
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "demo_mode": settings.DEMO_MODE,
        "is_large": request.COOKIES.get(LARGE_TYPE) == "yes",
        "html_lang": "zh-Hans" if language == "zh-hans" else language,
        "site_address": settings.SITE_ADDRESS,
        "here": here(request),
    }


def here(request: HttpRequest) -> str:
    """Where a switch of language or of letters comes back to: an address that can be opened.

    An answer to a post has the address of the deed, and some deeds have no page: then it is the page of the form.
    """
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return local_address(urlunsplit(("", "", came_from.path, came_from.query, "")), otherwise="/")
