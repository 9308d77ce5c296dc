"""Work that takes longer than a page may: who asked for it, how far it is, and where its result lies."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import SentenceField
from inbox.words import OPEN_JOBS, JobState
from people.models import Person


class Job(models.Model):
    """One piece of long work of one person. Holds ids and scalars, never personal data.

    A worker that has taken it up writes its `claim` and keeps `held_until` ahead of the clock while it lives. Only
    the holder of the claim finishes the job, in the transaction of the work's own effect.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("种类"), max_length=60)  # app.noun_verb, as registered
    owner = models.ForeignKey(Person, verbose_name=_("发起人"), on_delete=models.PROTECT, related_name="jobs")
    parameters = models.JSONField(_("参数"), default=dict)
    subject_type = models.CharField(_("对象类型"), max_length=60, blank=True)
    subject_id = models.CharField(_("对象编号"), max_length=40, blank=True)
    origin = models.CharField(_("来自页面"), max_length=200)  # a path: where to go back to
    state = models.CharField(_("状态"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(_("已处理"), default=0)
    total = models.PositiveIntegerField(_("共"), default=0)  # 0: not known yet
    unit = models.CharField(_("计数单位"), max_length=20, blank=True)  # a Chinese message id
    counted_from = models.DateTimeField(_("开始计数时间"), null=True)
    result_url = models.CharField(_("结果地址"), max_length=200, blank=True)  # a path
    failure = SentenceField(_("没有完成的原因"), null=True)
    created_at = models.DateTimeField(_("发起时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)
    seen_at = models.DateTimeField(_("查看时间"), null=True)  # of its end, by its owner
    cancel_requested_at = models.DateTimeField(_("要求取消时间"), null=True)
    attempts = models.PositiveIntegerField(_("处理次数"), default=0)
    claim = models.UUIDField(_("占用标记"), null=True)
    held_until = models.DateTimeField(_("占用至"), null=True)

    class Meta:
        verbose_name = _("后台处理")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(state__in=sorted(OPEN_JOBS)) & ~Q(subject_type=""),
                name="one_open_job_per_subject",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(claim__isnull=False, held_until__isnull=False),
                name="job_runs_under_a_claim",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN_JOBS), finished_at=None)
                | (~Q(state__in=sorted(OPEN_JOBS)) & Q(finished_at__isnull=False)),
                name="job_ends_with_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at", "id"],
                name="inbox_job_open",
                condition=Q(state__in=sorted(OPEN_JOBS)),
            ),
            models.Index(fields=["owner", "-created_at"], name="inbox_job_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
