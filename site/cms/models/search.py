"""What the search knows of every page: a copy for looking up, made anew at any time. And which words mean the same."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

LONGEST_GROUP = 200  # characters


class SearchEntry(models.Model):
    """One thing that a search can find. No source keeps anything here that stands nowhere else."""

    kind = models.CharField(_("来源"), max_length=40)  # the source's code
    object_id = models.BigIntegerField(_("对象编号"))
    tree_path = models.CharField(
        _("页面位置"), max_length=255, blank=True
    )  # of a page; empty for anything else
    url = models.CharField(_("地址"), max_length=300)
    title = models.CharField(_("标题"), max_length=255)
    context = models.CharField(
        _("所属"), max_length=255, blank=True
    )  # shown beside the title: a lesson's course
    headings = models.TextField(_("小标题"), blank=True)
    body = models.TextField(_("正文"), blank=True)
    facets = models.JSONField(_("分类"), default=dict)
    open_to = ArrayField(models.CharField(max_length=40), verbose_name=_("对谁开放"), default=list)  # roles
    pieces = ArrayField(models.CharField(max_length=64), verbose_name=_("全部字词"), default=list)
    lead_pieces = ArrayField(models.CharField(max_length=64), verbose_name=_("标题字词"), default=list)
    initials = models.CharField(_("标题拼音首字母"), max_length=255, blank=True)
    spelled = models.TextField(_("标题拼音"), blank=True)

    class Meta:
        verbose_name = _("搜索条目")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once_per_object")
        ]
        indexes = [
            GinIndex(fields=["pieces"], name="search_entry_pieces"),
            models.Index(fields=["tree_path"], name="search_entry_tree", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.object_id}"


class SynonymGroup(models.Model):
    """同义词: words that mean the same thing. Whoever asks for one finds what another one is written on."""

    words = models.CharField(
        _("同义词"), max_length=LONGEST_GROUP, unique=True,
        help_text=_(
            "用“=”连接，例如：走访 = 入户 = 家访。只写同一件事的不同叫法，不写上下级概念。保存后马上起作用。"
        ),
    )  # fmt: skip
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("同义词")
        verbose_name_plural = _("同义词")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words
