"""The editors' pages about laws beside the lists: what cites an article, what is lapsing, and an amendment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms import citations
from cms.law_forms import AmendForm
from cms.law_querysets import all_articles
from cms.models import LawArticle
from cms.services import laws
from core import clock
from core.errors import RuleBroken


class _Furnished(WagtailAdminTemplateMixin):
    header_icon = "openquote"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("law_articles:index"), "label": _("条文")},
            {"url": "", "label": self.get_page_title()},
        ]


class LapsingView(_Furnished, TemplateView):
    """Lapsed and soon lapsing articles that something cites."""

    page_title = _("失效和将要失效的条文")
    template_name = "cms/admin/lapsing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"lines": citations.lapsing(on=today), "today": today}


class _OfOneArticle(_Furnished):
    article: LawArticle

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.article = get_object_or_404(all_articles().with_law(), pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.article)


class CitingView(_OfOneArticle, TemplateView):
    """Every lesson and question that cites this wording."""

    page_title = _("引用这一条的内容")
    template_name = "cms/admin/citing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        found = citations.citing([self.article.pk], on=today)
        return context | {
            "article": self.article,
            "citations": found,
            "has_lapsed": self.article.has_lapsed(today),
        }


class AmendView(_OfOneArticle, FormView):  # type: ignore[type-arg]
    """A new wording from a day; afterwards the list of what has to be mended."""

    page_title = _("登记修改")
    template_name = "cms/admin/amend.html"
    form_class = AmendForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"article": self.article}

    def get_initial(self) -> dict[str, Any]:
        return {"number": self.article.number, "in_force_from": self.article.in_force_to}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"article": self.article}

    def form_valid(self, form: AmendForm) -> HttpResponse:
        by = self.request.by  # type: ignore[attr-defined]
        try:
            laws.amend(article=self.article, details=form.details(), by=by, at=clock.now())
        except RuleBroken as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        messages.success(self.request, _("已登记。引用原来那一条的内容列在下面，请逐个更新。"))
        return redirect("law_citing", self.article.pk)
