"""What the editors' admin shows and how documents leave."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks

from cms import media

# Reports and settings name accounts; the help menu leads to other hosts.
NOT_FOR_EDITORS = {"reports", "settings", "help"}


@hooks.register("construct_main_menu")
def keep_the_menu_to_content(request: HttpRequest, items: list[Any]) -> None:
    if not request.user.is_superuser:  # type: ignore[union-attr]
        items[:] = [item for item in items if item.name not in NOT_FOR_EDITORS]


@hooks.register("before_serve_document")
def serve_to_members(document: Any, request: HttpRequest) -> HttpResponse:
    """For whoever is logged in, with ranges, never inline."""
    if not request.user.is_authenticated:
        raise Http404
    return media.send(request, document.file.open("rb"), name=document.filename, as_download=True)
