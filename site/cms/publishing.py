"""At the door of publishing: what the content checks refuse stays a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms import content_checks
from cms.models import BasePage
from cms.services import drafts
from core.errors import RuleBroken


def keep_as_draft(request: HttpRequest, page: Any) -> HttpResponse | None:
    """For `before_publish_page`: the draft was saved a moment ago, so that nothing typed is lost."""
    found = content_checks.refusals(page) if isinstance(page, BasePage) else []
    if not found:
        return None
    drafts.hold_new(page=page)
    messages.error(request, _("草稿已经保存，还没有发布。请先改好下面几处，再点发布。"))
    for remark in found:
        messages.error(request, str(remark))
    return redirect("wagtailadmin_pages:edit", page.pk)


def keep_all_as_drafts(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """For `before_bulk_action`: several pages, with whatever lies below, are published together, or none of them."""
    if action_type != "publish":
        return None
    pages = [draft for page in objects for draft in (page, *page.get_descendants().not_live().specific())]
    drafts = [page.get_latest_revision_as_object() for page in pages]
    held = [page for page in drafts if isinstance(page, BasePage) and content_checks.refusals(page)]
    if not held:
        return None
    titles = "、".join(page.title for page in held)
    messages.error(
        request, _("没有发布。下面几页还有要改的地方，请打开逐一改好：%(titles)s") % {"titles": titles}
    )
    return redirect("wagtailadmin_explore", held[0].get_parent().pk)


def refuse_unready(page: Any) -> None:
    """For the review step: what may not be published by hand is not approved either.

    Raises RuleBroken with every place; the draft stays as it is.
    """
    draft = page.get_latest_revision_as_object()
    found = content_checks.refusals(draft) if isinstance(draft, BasePage) else []
    if found:
        places = "；".join(str(remark) for remark in found)
        raise RuleBroken("content.not_ready", "还不能发布。请先改好：%(places)s", places=places)
