"""What the editors' admin shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from cms import (
    law_admin,
    law_choosing,
    publishing,
    recording_admin,
    recording_choosing,
    release_admin,
    search_admin,
)

# Reports and settings name accounts; the help menu leads to other hosts.
NOT_FOR_EDITORS = {"reports", "settings", "help"}


@hooks.register("construct_main_menu")
def keep_the_menu_to_content(request: HttpRequest, items: list[Any]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in NOT_FOR_EDITORS]


@hooks.register("register_admin_viewset")
def the_law_library() -> list[ViewSet]:
    return [law_admin.LawLibrary(), law_choosing.article_choosers]


@hooks.register("register_admin_urls")
def pages_about_laws() -> list[Any]:
    return [*law_admin.ADDRESSES, *release_admin.ADDRESSES]


@hooks.register("register_admin_viewset")
def audio_and_video() -> list[ViewSet]:
    return [recording_admin.RecordingViewSet(), recording_choosing.recording_choosers]


@hooks.register("register_admin_viewset")
def words_that_mean_the_same() -> list[ViewSet]:
    return [search_admin.SynonymViewSet()]


hooks.register("before_publish_page", publishing.keep_as_draft)
hooks.register("before_bulk_action", publishing.keep_all_as_drafts)
hooks.register("before_publish_page", release_admin.refuse_publishing)
hooks.register("before_bulk_action", release_admin.refuse_publishing_many)
hooks.register("register_page_header_buttons", release_admin.button_to_releases)


@hooks.register("construct_homepage_panels")
def what_is_lapsing(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(release_admin.LapsingPanel())
