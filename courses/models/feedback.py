"""What learners write at a lesson: reflections for their own eyes, and corrections for its editors."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from courses.models.lessons import Lesson
from courses.words import CorrectionState
from people.models import Person


class Reflection(models.Model):
    """学习反思: one person's words to one question of a lesson, a draft for ever. Nobody else reads it here.

    Whoever wants others to read it hands in a copy with an assignment.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="reflections"
    )
    lesson = models.ForeignKey(
        Lesson, verbose_name=_("节"), on_delete=models.PROTECT, related_name="reflections"
    )
    block_id = models.UUIDField(_("问题编号"))
    prompt = models.TextField(_("问题"))  # as it was asked when the words were saved
    text = EncryptedTextField(_("反思"))
    saved_at = models.DateTimeField(_("保存时间"))
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("学习反思")
        constraints = [
            models.UniqueConstraint(fields=["person", "lesson", "block_id"], name="reflected_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Correction(models.Model):
    """纠错: what a learner found wrong in a lesson. Editors see what and where, never who."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="corrections"
    )
    lesson = models.ForeignKey(
        Lesson, verbose_name=_("节"), on_delete=models.PROTECT, related_name="corrections"
    )
    revision_id = models.BigIntegerField(_("当时的修订"), null=True)
    place = models.CharField(_("在哪里"), max_length=200, blank=True)
    text = EncryptedTextField(_("哪里不对"))
    state = models.CharField(
        _("状态"), max_length=10, choices=CorrectionState.choices, default=CorrectionState.NEW
    )
    answer = models.CharField(_("答复"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("提交时间"))
    answered_by = models.BigIntegerField(_("处理人"), null=True)
    answered_at = models.DateTimeField(_("处理时间"), null=True)

    class Meta:
        verbose_name = _("纠错")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", answered_at=None) | (~Q(state="new") & Q(answered_at__isnull=False)),
                name="correction_answered_with_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="declined_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "sent_at"], name="correction_state")]

    def __str__(self) -> str:
        return f"#{self.pk}"
