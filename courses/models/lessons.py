"""Lasting identities of courses, chapters and lessons. Pages come, move and go; what people finished hangs on these."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from assessment.models import Check


class Identity(models.Model):
    """`code` finds what the product's own content brought; `loaded_*` tell whether an editor changed it since."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("代码"), max_length=120, blank=True)
    loaded_digest = models.CharField(_("载入内容摘要"), max_length=64, blank=True, editable=False)
    loaded_revision = models.BigIntegerField(_("载入时的修订"), null=True, editable=False)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code or f"#{self.pk}"


class Course(Identity):
    """课程: what a completion names. Which lessons belong to it is told by the tree of pages."""

    class Meta:
        verbose_name = _("课程")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="course_code_once", condition=~models.Q(code=""))
        ]


class Chapter(Identity):
    """章: a part of a course with its lessons. Nobody's progress names it; loading again finds it by its code."""

    class Meta:
        verbose_name = _("章")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="chapter_code_once", condition=~models.Q(code=""))
        ]


class Lesson(Identity):
    """节: what progress names. It survives moving, renaming, unpublishing and deleting its page."""

    check_asked = models.OneToOneField(
        Check, verbose_name=_("随堂测验"), null=True, on_delete=models.PROTECT, related_name="lesson"
    )

    class Meta:
        verbose_name = _("节")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="lesson_code_once", condition=~models.Q(code=""))
        ]
