"""Laws and their articles as lessons and questions cite them. Nothing here leads to a person.

An amended article is a new row that follows the old one. What cites an article cites its row, so an amendment touches
exactly what cites the old wording.
"""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cms.law_words import LawKind
from cms.rules.laws import has_lapsed
from people.models.postings import DateRange


class Law(models.Model):
    """法律法规: a law, regulation, standard or document that texts refer to."""

    code = models.SlugField(
        _("代码"), max_length=60, unique=True, help_text=_("英文小写和连字符，公布后不改。")
    )
    title = models.CharField(_("全称"), max_length=120)
    short_title = models.CharField(_("简称"), max_length=60)
    issuer = models.CharField(_("发布机关"), max_length=120)
    kind = models.CharField(_("种类"), max_length=12, choices=LawKind.choices, default=LawKind.LAW)
    # What the product's own file brought: a row that differs from it was changed by an editor and is left alone.
    loaded_digest = models.CharField(_("载入内容摘要"), max_length=64, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("法律法规")
        verbose_name_plural = _("法律法规")
        ordering = ["title"]
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return f"《{self.short_title}》"


class LawArticle(models.Model):
    """条: one wording of an article, in own words, from a day to the first day after it."""

    law = models.ForeignKey(
        Law, verbose_name=_("法律法规"), on_delete=models.PROTECT, related_name="articles"
    )
    number = models.CharField(_("条"), max_length=40, help_text=_("如：第十七条。没有条号的写“全文”。"))
    in_force_from = models.DateField(_("施行日期"))
    in_force_to = models.DateField(
        _("失效日期"), null=True, blank=True, help_text=_("不再有效的第一天。现行有效的不填。")
    )
    gist = models.TextField(_("大意"), max_length=500, help_text=_("用自己的话写，不抄条文。"))
    is_verified = models.BooleanField(
        _("已核实"), default=False, help_text=_("有人对照公布的文本核对过条号和日期。")
    )
    follows = models.OneToOneField(
        "self", verbose_name=_("修改前"), null=True, blank=True, editable=False,
        on_delete=models.PROTECT, related_name="followed_by",
    )  # fmt: skip
    place = models.PositiveIntegerField(_("顺序"), default=0, editable=False)  # see rules.laws.place_of
    loaded_as = models.CharField(_("载入时的标识"), max_length=60, blank=True, editable=False)
    loaded_digest = models.CharField(_("载入内容摘要"), max_length=64, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("条文")
        verbose_name_plural = _("条文")
        ordering = ["law__title", "place", "in_force_from"]
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_to__gt=F("in_force_from")),
                name="article_dates_in_order",
                violation_error_message=_("失效日期要晚于施行日期。请核对日期。"),
            ),
            models.UniqueConstraint(
                fields=["law", "loaded_as"], name="article_loaded_once", condition=~Q(loaded_as="")
            ),
            ExclusionConstraint(
                name="article_in_force_once",
                expressions=[
                    ("law", RangeOperators.EQUAL),
                    ("number", RangeOperators.EQUAL),
                    (DateRange("in_force_from", "in_force_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这一条在这段时间已有记录。请先给原来的一条填上失效日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.law}{self.number}"

    @property
    def reference(self) -> str:
        """How files name it, whichever wording is in force."""
        return f"{self.law.code}#{self.number}"

    def has_lapsed(self, on: date) -> bool:
        return has_lapsed(self.in_force_to, on=on)
