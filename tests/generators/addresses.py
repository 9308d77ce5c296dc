"""Every address of the site, collected from the URLconf, and the declaration of who may open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Addresses of the editors' admin and of Wagtail's page server have a test of their own.
WAGTAIL = ("cms/", "documents/", "pages/")


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, its route and the view behind it."""

    name: str
    route: str
    view: Callable[..., Any]


def addresses(*, leave_out: tuple[str, ...] = WAGTAIL) -> list[Address]:
    """All of ours and allauth's; Wagtail's own trees are left out unless asked for."""
    return [found for found in _walk(get_resolver(), "", ()) if not found.route.startswith(leave_out)]


def _walk(resolver: URLResolver, route: str, namespaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, here, inner)
        elif isinstance(pattern, URLPattern):
            name = pattern.name or str(pattern.pattern)
            yield Address(":".join((*namespaces, name)), here, pattern.callback)


@dataclass(frozen=True)
class Entry:
    """Who may open an address.

    `allowed` are names of personas; everybody else who is logged in gets 403 or 404, and those of the other county
    exactly 404 where the address names an object. `public` needs no log-in. `posts` asks by POST, because the address
    answers nothing else; `data` is what a right form would send. `closed` shows nobody a page today.
    """

    allowed: frozenset[str] = frozenset()
    kwargs: Callable[[Any], dict[str, Any]] | None = None
    public: bool = False
    posts: bool = False
    data: Callable[[Any], dict[str, Any]] = field(default=lambda world: {})
    closed: bool = False
