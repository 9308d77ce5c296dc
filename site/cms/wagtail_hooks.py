"""What the editors' admin shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

# Reports and settings name accounts; the help menu leads to other hosts.
NOT_FOR_EDITORS = {"reports", "settings", "help"}


@hooks.register("construct_main_menu")
def keep_the_menu_to_content(request: HttpRequest, items: list[Any]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in NOT_FOR_EDITORS]
