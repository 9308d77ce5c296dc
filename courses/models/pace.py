"""Lessons finished faster than anybody reads: a note for people, which changes nothing by itself."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from courses.models.progress import LessonProgress
from courses.words import PaceState
from organisations.models import Organisation
from people.models import Person


class PaceNote(models.Model):
    """学习节奏: a run of finished lessons whose declared minutes outgrow the time they were finished in.

    `first` names the run; the organisation is that of the posting on its day, so the note stays where it arose.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="pace_notes"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("单位"), null=True, on_delete=models.PROTECT, related_name="pace_notes"
    )
    first = models.OneToOneField(
        LessonProgress, verbose_name=_("第一节"), on_delete=models.PROTECT, related_name="pace_note"
    )
    first_at = models.DateTimeField(_("第一节完成时间"))
    last_at = models.DateTimeField(_("最后一节完成时间"))
    lessons = models.PositiveSmallIntegerField(_("完成节数"))
    minutes = models.PositiveIntegerField(_("公布分钟数合计"))
    rule_version = models.CharField(_("规则版本"), max_length=80)
    state = models.CharField(_("状态"), max_length=10, choices=PaceState.choices, default=PaceState.WAITING)
    remark = EncryptedTextField(_("说明"), null=True)
    answered_by = models.BigIntegerField(_("处理人"), null=True)
    answered_at = models.DateTimeField(_("处理时间"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("学习节奏")
        ordering = ["-last_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_at__gte=F("first_at")), name="pace_times_in_order"),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                name="pace_answered_with_time",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="pace_organisation_state")]

    def __str__(self) -> str:
        return f"#{self.pk}"
