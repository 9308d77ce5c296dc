"""The case library: composed or de-identified cases to think and talk about, beside the courses."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.blocks import TextBlocks
from cms.fields import ContentField
from cms.models import BasePage, NumberedPage
from cms.panels import ChecksPanel
from cms.words import CaseOrigin
from courses.words import CaseKind


class TalkBlocks(blocks.StreamBlock):
    """Questions to talk about: in a class, in supervision, alone."""

    question = blocks.TextBlock(label=_("讨论题"), rows=2)


class CaseIndexPage(BasePage):
    """案例库: the folder that holds the cases."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["courses.CasePage"]
    template = "cms/page_note.html"

    class Meta:
        verbose_name = _("案例库目录")

    def home_address(self) -> str:
        return reverse("cases:list")


class CasePage(NumberedPage):
    """One case. Nobody may be found in it, whether it was composed or happened."""

    case_kind = models.CharField(_("案例类型"), max_length=24, choices=CaseKind.choices)
    origin = models.CharField(
        _("来历"), max_length=16, choices=CaseOrigin.choices, default=CaseOrigin.COMPOSED
    )
    summary = models.CharField(_("一句话简介"), max_length=200)
    body = ContentField(TextBlocks(), verbose_name=_("正文"))
    talk = ContentField(TalkBlocks(required=False), verbose_name=_("讨论题"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["courses.CaseIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "courses/case_preview.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("case_kind"),
        FieldPanel("origin"),
        FieldPanel("summary"),
        ChecksPanel(),
        FieldPanel("body"),
        FieldPanel("talk"),
    ]

    class Meta:
        verbose_name = _("案例")
        indexes = [models.Index(fields=["case_kind"], name="case_by_kind")]

    def home_address(self) -> str:
        return reverse("cases:case", args=[self.public_id])
