"""What the editor of a page shows beside its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

# What the panel shows is found by modules above the pages: they register here.
Finder = Callable[[Any], Iterable[Any]]
_finders: list[Finder] = []


def shown_to_editors(finder: Finder) -> Finder:
    """Register a function that finds remarks (with `is_refusal`) about the draft of a page."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


Teller = Callable[[Any], Iterable[str]]
_tellers: list[Teller] = []


def told_to_editors(teller: Teller) -> Teller:
    """Register a function that tells an editor what is good to know of a page before it is changed."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


class ChecksPanel(Panel):
    """发布前检查: what was found in the draft as it was saved last."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"heading": _("发布前检查")} | options))

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/panels/checks.html"

        def is_shown(self) -> bool:
            """A page that was never saved has nothing to check."""
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {
                "told": [text for teller in _tellers for text in teller(self.instance)],
                "remarks": [found for finder in _finders for found in finder(self.instance)],
            }
