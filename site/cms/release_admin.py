"""Reviewing in the editors' admin: the refusal before publishing, and the page where real cases are released."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms import citations, release
from cms.case_querysets import released_by, releases_of
from cms.middleware import refused
from cms.rules.cases import RELEASES_NEEDED
from cms.services import releases
from core import clock
from core.errors import RuleBroken
from organisations.roles import Permission


def refuse_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before a page is published directly: the draft is kept, and the reasons are shown."""
    refusals = release.refusals_of(page, on=release.day_of_publishing(page))
    if not refusals:
        return None
    if page.live and page.last_published_at is None:
        # A page that is made and published in one step stands in the tree as live already.
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    return refused(request, release.NotReleasable(page, refusals))


def refuse_publishing_many(
    request: HttpRequest, action_type: str, objects: list[Page], action: Any
) -> HttpResponse | None:
    """Publishing from a list, with whatever lies below: all of it or nothing."""
    if action_type != "publish":
        return None
    for page in objects:
        drafts = [page, *page.get_descendants().not_live()]
        for draft in drafts:
            found = draft.specific.get_latest_revision_as_object()
            if response := refuse_publishing(request, found):
                return response
    return None


class CaseReleasesView(WagtailAdminTemplateMixin, TemplateView):
    """The real cases of a page's draft: how many people released each, and the reader's own release."""

    page_title = _("个案放行")
    header_icon = "group"
    template_name = "cms/admin/case_releases.html"
    page: Page

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["pk"]).specific

    def get_page_subtitle(self) -> str:
        return str(self.page.draft_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        back = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": back, "label": self.page.draft_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by = self.request.by  # type: ignore[attr-defined]
        cases = release.real_cases(self.page.get_latest_revision_as_object())
        digests = [digest for _title, _text, digest in cases]
        counts, mine = releases_of(digests), released_by(by.person_id, digests)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "cases": [
                {
                    "title": title, "text": text, "digest": digest, "count": counts.get(digest, 0),
                    "is_released": counts.get(digest, 0) >= RELEASES_NEEDED, "is_mine": digest in mine,
                }
                for title, text, digest in cases
            ],
            "may_release": bool(by.scope(Permission.PUBLISH_CONTENT)),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        digest = request.POST.get("digest", "")
        try:
            releases.release_case(page=self.page, digest=digest, by=request.by, at=clock.now())  # type: ignore[attr-defined]
        except RuleBroken as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("已放行这一段文本。文本再改动，放行随之作废。"))
        return redirect("case_releases", pk)


def button_to_releases(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """Where the page as learners see it, or its draft, holds a real case."""
    if not release.real_cases(page.specific.get_latest_revision_as_object()):
        return []
    url = reverse("case_releases", args=[page.pk])
    return [Button(_("个案放行"), url=url, icon_name="group", priority=45)]


class LapsingPanel(Component):
    """On the editor's home: cited articles that lapsed or soon will."""

    name = "lapsing_laws"
    template_name = "cms/admin/lapsing_panel.html"
    order = 230

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today = clock.today()
        return {"lines": citations.lapsing(on=today)[:10], "today": today}


ADDRESSES = [path("case-releases/<int:pk>/", CaseReleasesView.as_view(), name="case_releases")]
