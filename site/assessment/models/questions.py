"""A question has a lasting code and versions that never change; a check is an ordered set of versions."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from assessment.words import QuestionKind, QuestionState, TagKind


class Question(models.Model):
    """What is asked, whatever its wording. Its state is that of the bank: checks ask the versions they were given."""

    code = models.CharField(_("题号"), max_length=80, unique=True)
    title = models.CharField(_("题名"), max_length=200, blank=True)
    category = models.CharField(_("分类"), max_length=200, blank=True)
    state = models.CharField(
        _("状态"), max_length=8, choices=QuestionState.choices, default=QuestionState.LIVE
    )
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    # Of the latest version, where a queryset was asked `with_current`.
    current_id: int | None
    current_kind: str | None
    current_stem: str | None
    current_digest: str | None
    current_recorded_at: datetime | None

    class Meta:
        verbose_name = _("题目")

    def __str__(self) -> str:
        return self.code


class QuestionVersion(models.Model):
    """One wording of a question. The database refuses to change it (migration 0002); an edit is a new version.

    `options` is a list of {"key": "A", "text": "…", "right": true}, in the order shown; "why" is there where something
    is to be said of this one choice. The options of a short written question are its accepted answers.
    """

    question = models.ForeignKey(
        Question, verbose_name=_("题目"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("版本"))
    kind = models.CharField(_("题型"), max_length=10, choices=QuestionKind.choices)
    stem = models.TextField(_("题干"))
    options = models.JSONField(_("选项"))
    explanation = models.TextField(_("解析"), blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("题目版本")
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_once"),
            models.UniqueConstraint(fields=["question", "digest"], name="question_wording_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.number}"

    @property
    def right_keys(self) -> frozenset[str]:
        return frozenset(option["key"] for option in self.options if option["right"])


class QuestionTag(models.Model):
    """What a question is about. A tag of the kind law names an article as "<law code>#<number>"."""

    question = models.ForeignKey(
        Question, verbose_name=_("题目"), on_delete=models.CASCADE, related_name="tags"
    )
    kind = models.CharField(_("种类"), max_length=8, choices=TagKind.choices)
    text = models.CharField(_("标签"), max_length=80)

    class Meta:
        verbose_name = _("题目标签")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["question", "kind", "text"], name="question_tag_once")]
        indexes = [models.Index(fields=["kind", "text"], name="question_tag_text")]

    def __str__(self) -> str:
        return self.text


class Check(models.Model):
    """随堂测验: the questions at the foot of a lesson."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("随堂测验")

    def __str__(self) -> str:
        return f"#{self.pk}"


class CheckItem(models.Model):
    """The version that a check asks at a place."""

    asked_in = models.ForeignKey(
        Check, verbose_name=_("测验"), on_delete=models.CASCADE, related_name="items"
    )
    position = models.PositiveSmallIntegerField(_("位置"))
    version = models.ForeignKey(
        QuestionVersion, verbose_name=_("题目版本"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("测验题目")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["asked_in", "position"], name="check_place_once"),
            models.UniqueConstraint(fields=["asked_in", "version"], name="check_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_in_id}/{self.position}"
