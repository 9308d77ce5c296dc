"""The base of every page, and the root of the tree that editors see."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.models import Page


class BasePage(Page):
    """What every page has: a title, and a slug and a schedule on a tab of their own. No promotion, no site menus."""

    settings_panels: ClassVar[list[Any]] = [
        FieldPanel("slug", heading=_("网址中的名称")),
        PublishingPanel(),
    ]
    promote_panels: ClassVar[list[Any]] = []
    show_in_menus_default = False

    class Meta:
        abstract = True

    def home_address(self) -> str:
        """The one address under which people read this page."""
        raise NotImplementedError

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A restored revision keeps what no copy takes over; in that of a copy it would be the original's."""
        restored = super().with_content_json(content)
        for name in self.exclude_fields_in_copy:
            kept = self._meta.get_field(name).attname
            setattr(restored, kept, getattr(self, kept))
        return restored

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return (parts[0], parts[1], self.home_address()) if parts else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The tree's own addresses change with every move; they only point to the lasting one."""
        return HttpResponseRedirect(self.home_address())


class NumberedPage(BasePage):
    """A page with a lasting number of its own, by which readers find it."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    exclude_fields_in_copy: ClassVar[list[str]] = ["public_id"]

    class Meta:
        abstract = True


class HomePage(BasePage):
    """首页: the root of the tree. What visitors see at "/" is composed elsewhere."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "cms/page_note.html"

    class Meta:
        verbose_name = _("首页")

    def home_address(self) -> str:
        return "/"
