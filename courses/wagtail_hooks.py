"""What courses add to the editors' admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button

from core import clock
from courses.lessons_in_use import lessons_in_use
from courses.models import LessonPage
from courses.split_admin import ADDRESSES


@hooks.register("register_admin_urls")
def pages_about_lessons() -> list[Any]:
    return ADDRESSES


@hooks.register("register_page_header_buttons")
def split_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Beside copying and moving, for a lesson that stands in the tree."""
    if isinstance(page.specific_deferred, LessonPage) and page.permissions_for_user(user).can_edit():
        yield Button(_("拆成两节"), url=reverse("lesson_split", args=[page.pk]), icon_name="cut", priority=40)


class LessonsInUse(Component):
    """Which lessons running classes use and people learn now: an editor thinks twice before rewriting these."""

    order = 250
    template_name = "courses/panels/lessons_in_use.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"used": lessons_in_use(at=clock.now())}


@hooks.register("construct_homepage_panels")
def show_lessons_in_use(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(LessonsInUse())
