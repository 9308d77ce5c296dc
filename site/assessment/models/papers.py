"""A paper has a lasting code and versions; a published version never changes, and asks fixed wordings of questions."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from assessment.models.questions import QuestionVersion
from assessment.words import ReviewTime
from organisations.models import Organisation


class Paper(models.Model):
    """试卷. One without an owner came with the product: everybody who sets papers may use it, nobody changes it."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("试卷代码"), max_length=80, unique=True)
    owner = models.ForeignKey(
        Organisation, verbose_name=_("所属单位"), null=True, on_delete=models.PROTECT, related_name="papers"
    )
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("试卷")

    def __str__(self) -> str:
        return self.code


class PaperVersion(models.Model):
    """One version of a paper, a draft until it is published. The database refuses to change a published one.

    `minutes`: how long a sitting may last; empty where there is no limit. `tries`: how often one may sit; empty where
    that is not limited. `opens_at` to `closes_at`: when it may be begun by everybody, where `is_open`; a class test
    has days of its own.
    """

    paper = models.ForeignKey(
        Paper, verbose_name=_("试卷"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("名称"), max_length=120)
    minutes = models.PositiveSmallIntegerField(_("限时（分钟）"), null=True, blank=True)
    pass_percent = models.PositiveSmallIntegerField(_("及格线（%）"))
    tries = models.PositiveSmallIntegerField(_("可答次数"), null=True, blank=True)
    review = models.CharField(
        _("何时看答案"), max_length=12, choices=ReviewTime.choices, default=ReviewTime.HANDED_IN
    )
    is_open = models.BooleanField(_("所有人都可以参加"), default=False)
    opens_at = models.DateTimeField(_("开放时间"), null=True, blank=True)
    closes_at = models.DateTimeField(_("截止时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    published_by = models.BigIntegerField(_("发布人"), null=True, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64, blank=True)  # of the file that it was loaded from
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("试卷版本")
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_once"),
            models.UniqueConstraint(fields=["paper"], condition=Q(published_at=None), name="paper_one_draft"),
            models.CheckConstraint(
                condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="paper_pass_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(opens_at=None) | Q(closes_at__gt=models.F("opens_at")),
                name="paper_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PaperItem(models.Model):
    """The wording that a paper asks at a place."""

    asked_in = models.ForeignKey(
        PaperVersion, verbose_name=_("试卷版本"), on_delete=models.CASCADE, related_name="items"
    )
    position = models.PositiveSmallIntegerField(_("位置"))
    version = models.ForeignKey(
        QuestionVersion, verbose_name=_("题目版本"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("试卷题目")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_in", "position"],
                name="paper_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["asked_in", "version"], name="paper_wording_once"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_in_id}/{self.position}"
