"""Addresses and ids that come from outside: only paths of this site are followed or kept."""

from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404
from django.utils.http import url_has_allowed_host_and_scheme


def local_address(typed: str, *, otherwise: str) -> str:
    """The path (with its query) where it lies on this site, else `otherwise`. For redirects to a `next`."""
    if typed.startswith("/") and url_has_allowed_host_and_scheme(typed, allowed_hosts=None):
        return typed
    return otherwise


def path_alone(typed: str, *, longest: int) -> str:
    """The path of a page of this site without query and fragment; an empty text where it is none, or too long."""
    local = local_address(typed, otherwise="")
    path = urlsplit(local).path if local else ""
    return path if len(path) <= longest else ""


def uuid_or_404(text: str) -> UUID:
    """Raises Http404 for what is no id: nobody's object has it."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
