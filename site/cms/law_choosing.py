"""How an editor chooses an article: by the law's name, the number or words of its gist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.law_querysets import ArticleQuerySet, all_articles
from cms.models import LawArticle


class ArticleFilter(BaseFilterForm):
    """Substrings, as Chinese is searched; Wagtail's own search finds whole runs only."""

    q = forms.CharField(
        label=_("查找"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"placeholder": _("法律名称、条号或内容")}),
    )  # fmt: skip

    def filter(self, objects: ArticleQuerySet) -> ArticleQuerySet:
        words = self.cleaned_data.get("q", "")
        return objects.holding(words.replace("\x00", "")) if words else objects


class _Choosing(BaseChooseView):
    filter_form_class = ArticleFilter

    def get_object_list(self) -> ArticleQuerySet:
        return all_articles().with_law()

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("in_force_from", label=_("施行日期"), accessor="in_force_from"),
            Column("in_force_to", label=_("失效日期"), accessor="in_force_to"),
        ]


class ChooseArticle(ChooseViewMixin, CreationFormMixin, _Choosing):
    """The window."""


class ChooseArticleResults(ChooseResultsViewMixin, CreationFormMixin, _Choosing):
    """The list in it, searched and paged."""


class ArticleChoosers(ChooserViewSet):
    model = LawArticle
    icon = "openquote"
    per_page = 20
    choose_one_text = _("选择条文")
    choose_another_text = _("换一条")
    edit_item_text = _("打开这一条")
    choose_view_class = ChooseArticle
    choose_results_view_class = ChooseArticleResults


article_choosers = ArticleChoosers("law_article_chooser", url_prefix="law-article-chooser")


class ArticleChooserBlock(article_choosers.get_block_class("_ArticleBlock")):  # type: ignore[misc]
    """Keeps the row of an article; a page full of them asks the database once."""

    def to_python(self, value: Any) -> LawArticle | None:
        return all_articles().with_law().filter(pk=value).first() if value is not None else None

    def bulk_to_python(self, values: Any) -> list[LawArticle | None]:
        wanted = [value for value in values if value is not None]
        found = {article.pk: article for article in all_articles().with_law().among(wanted)}
        return [found.get(value) for value in values]
