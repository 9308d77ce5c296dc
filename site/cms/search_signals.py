"""Hears from Wagtail that pages came, went or moved; what follows is a service's business."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.services import search_index
from core import clock
from organisations.authority import SYSTEM


def page_changed(sender: type, instance: Page, **kwargs: Any) -> None:
    """Who did it stands in Wagtail's own log; the index follows by itself."""
    search_index.page_changed(page=instance, by=SYSTEM, at=clock.now())


def listen() -> None:
    for number, signal in enumerate((page_published, page_unpublished, post_page_move)):
        signal.connect(page_changed, dispatch_uid=f"cms.search_index.{number}")
