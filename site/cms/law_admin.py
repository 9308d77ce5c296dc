"""The library of laws in the editors' admin: two lists and their forms. Nothing in it leads to a person."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button

from cms.law_views import AmendView, CitingView, LapsingView
from cms.models import Law, LawArticle
from cms.services import laws
from core import clock


class _Writes:
    """The form's values go through the service, as everywhere."""

    def save_instance(self) -> Any:
        row = self.form.save(commit=False)  # type: ignore[attr-defined]
        by = self.request.by  # type: ignore[attr-defined]
        if isinstance(row, LawArticle):
            return laws.write_article(article=row, by=by, at=clock.now())
        return laws.write_law(law=row, by=by, at=clock.now())


class AddView(_Writes, generic.CreateView):
    """A new law or article."""


class EditView(_Writes, generic.EditView):
    """A law or article; an article leads to what cites it."""

    @property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = list(super().header_more_buttons)
        if isinstance(self.object, LawArticle):
            citing, amend = (reverse(name, args=[self.object.pk]) for name in ("law_citing", "law_amend"))
            buttons += [
                Button(_("引用这一条的内容"), url=citing, icon_name="link", priority=40),
                Button(_("登记修改"), url=amend, icon_name="edit", priority=50),
            ]
        return buttons


class LawViewSet(ModelViewSet):
    model = Law
    name = "laws"
    icon = "openquote"
    menu_label = _("法律法规")
    copy_view_enabled = False
    add_view_class = AddView
    edit_view_class = EditView
    form_fields = ["code", "title", "short_title", "issuer", "kind"]
    list_display = ["title", "issuer", "kind"]
    search_fields = ["title", "short_title", "code"]
    search_backend_name = None  # substrings, as Chinese is searched


class ArticleViewSet(ModelViewSet):
    model = LawArticle
    name = "law_articles"
    icon = "list-ol"
    menu_label = _("条文")
    copy_view_enabled = False
    add_view_class = AddView
    edit_view_class = EditView
    form_fields = ["law", "number", "in_force_from", "in_force_to", "gist", "is_verified"]
    list_display = [
        TitleColumn("number", label=_("条文"), accessor=str, url_name="law_articles:edit"),
        DateColumn("in_force_from", label=_("施行日期")),
        DateColumn("in_force_to", label=_("失效日期")),
        BooleanColumn("is_verified", label=_("已核实")),
    ]
    list_filter = ["law", "is_verified"]
    list_per_page = 50
    search_fields = ["law__title", "number", "gist"]
    search_backend_name = None


class LawLibrary(ModelViewSetGroup):
    menu_label = _("法规库")
    menu_icon = "openquote"
    menu_order = 250
    items = (ArticleViewSet, LawViewSet)


ADDRESSES = [
    path("law-articles/lapsing/", LapsingView.as_view(), name="law_lapsing"),
    path("law-articles/<int:pk>/citing/", CitingView.as_view(), name="law_citing"),
    path("law-articles/<int:pk>/amend/", AmendView.as_view(), name="law_amend"),
]
