"""News by tier, what stations send in, and the issues that bind it together."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.blocks import TextBlocks
from cms.fields import ContentField
from cms.models.pages import BasePage, NumberedPage
from cms.panels import ChecksPanel
from cms.words import NewsTier, SubmissionState
from organisations.models import Organisation
from people.models import Person


class NewsIndexPage(BasePage):
    """动态: the folder that holds the news."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.NewsPage"]
    template = "cms/page_note.html"

    class Meta:
        verbose_name = _("动态目录")

    def home_address(self) -> str:
        return reverse("news:list")


class NewsPage(NumberedPage):
    """One piece of news. It has no field that leads to a person; whoever is named in it is named for their office."""

    tier = models.CharField(_("栏目"), max_length=10, choices=NewsTier.choices)
    source = models.CharField(_("来源单位"), max_length=100)
    published_on = models.DateField(_("日期"), default=timezone.localdate)
    summary = models.CharField(_("一句话简介"), max_length=200)
    body = ContentField(TextBlocks(), verbose_name=_("正文"))
    facts_from = models.CharField(
        _("事实依据"), max_length=200, blank=True, help_text=_("文中数字和说法出自哪里。")
    )

    parent_page_types: ClassVar[list[str]] = ["cms.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "cms/news_preview.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("tier"),
        FieldPanel("source"),
        FieldPanel("published_on"),
        FieldPanel("summary"),
        ChecksPanel(),
        FieldPanel("body"),
        FieldPanel("facts_from"),
    ]

    class Meta:
        verbose_name = _("动态")
        indexes = [models.Index(fields=["tier", "-published_on"], name="news_by_tier")]

    def home_address(self) -> str:
        return reverse("news:piece", args=[self.public_id])


class Bulletin(models.Model):
    """简报: one issue, numbered within its year."""

    year = models.PositiveSmallIntegerField(_("年"))
    number = models.PositiveSmallIntegerField(_("期号"), validators=[MinValueValidator(1)])
    title = models.CharField(_("名称"), max_length=60)
    publisher = models.CharField(_("编印单位"), max_length=100)
    issued_on = models.DateField(_("日期"))
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("简报")
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="bulletin_number_once")]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"


class BulletinPiece(models.Model):
    """A piece of news in an issue, at its place. A piece appears once."""

    bulletin = models.ForeignKey(
        Bulletin, verbose_name=_("简报"), on_delete=models.CASCADE, related_name="pieces"
    )
    page = models.OneToOneField(
        NewsPage, verbose_name=_("动态"), on_delete=models.PROTECT, related_name="printed_in"
    )
    position = models.PositiveSmallIntegerField(_("位置"))

    class Meta:
        verbose_name = _("简报内容")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "position"], name="bulletin_place_once")]

    def __str__(self) -> str:
        return f"{self.bulletin_id}/{self.position}"


class Submission(models.Model):
    """投稿: what a station sends in. It becomes a draft page, or goes back with a reason."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("投稿单位"), on_delete=models.PROTECT, related_name="+"
    )
    sent_by = models.ForeignKey(Person, verbose_name=_("投稿人"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("标题"), max_length=80)
    text = models.TextField(_("正文"), max_length=5_000)
    facts_from = models.CharField(_("事实依据"), max_length=200, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=SubmissionState.choices, default=SubmissionState.WAITING
    )
    reason = models.CharField(_("退回原因"), max_length=300, blank=True)
    page = models.OneToOneField(
        NewsPage, verbose_name=_("动态"), null=True, on_delete=models.SET_NULL, related_name="submission"
    )
    sent_at = models.DateTimeField(_("投稿时间"))
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("投稿")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SubmissionState.WAITING, answered_at=None)
                | Q(~Q(state=SubmissionState.WAITING), answered_at__isnull=False),
                name="submission_answered_with_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.RETURNED, reason=""),
                name="submission_returned_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
