"""An article of a law as a text quotes it: the reference, its dates, its gist, and what it means at work."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.law_choosing import ArticleChooserBlock
from core import clock


class LawBlock(blocks.StructBlock):
    """The row of the article is kept, so that an amendment touches what cites the old wording and nothing else."""

    article = ArticleChooserBlock(label=_("条文"))
    note = blocks.TextBlock(
        label=_("在工作中的意思"), rows=2, required=False, max_length=400,
        help_text=_("用自己的话写：遇到什么情况，要怎么做。不抄条文。"),
    )  # fmt: skip

    class Meta:
        icon = "openquote"
        label = _("法条")
        template = "cms/blocks/law.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Asks the day when it is shown: the banner stands from the day of the lapse, without anybody writing it."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        article = value.get("article")
        return context | {"has_lapsed": article is not None and article.has_lapsed(clock.today())}
