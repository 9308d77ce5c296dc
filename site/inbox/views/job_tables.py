"""What the pages of long jobs show: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.language import shown
from inbox import jobs
from inbox.models import Job
from inbox.rules import seconds_left
from inbox.words import OPEN_JOBS, JobState

_TONES = {JobState.DONE: "done", JobState.FAILED: "problem", JobState.RUNNING: "due"}
_MINUTE = 60


@dataclass(frozen=True)
class JobLine:
    """A job as a list or its own page shows it; texts in the language of the request."""

    job: Job
    label: str
    state: str
    tone: str
    is_open: bool
    is_cancelling: bool
    how_far: str
    left: str
    failure: str


def line_of(job: Job, *, at: datetime) -> JobLine:
    state = JobState(job.state)
    is_open = state in OPEN_JOBS
    is_cancelling = is_open and job.cancel_requested_at is not None
    return JobLine(
        job=job,
        label=_(jobs.label_of(job.kind)),
        state=_("正在取消") if is_cancelling else _(state.label),
        tone=_TONES.get(state, "plain"),
        is_open=is_open,
        is_cancelling=is_cancelling,
        how_far=_how_far(job) if state == JobState.RUNNING else "",
        left=_left(job, at=at) if is_open and not is_cancelling else "",
        failure=shown(job.failure) if job.failure else "",
    )


def _how_far(job: Job) -> str:
    if not job.total:
        return ""
    counted = {"done": job.done, "total": job.total, "unit": _(job.unit)}
    return _("已处理%(done)s%(unit)s，共%(total)s%(unit)s") % counted


def _left(job: Job, *, at: datetime) -> str:
    """About how long it still takes, in words; empty where nothing can be said."""
    elapsed = (at - job.counted_from).total_seconds() if job.counted_from else 0.0
    seconds = seconds_left(done=job.done, total=job.total, elapsed=elapsed, usual=_usual(job))
    if seconds is None:
        return ""
    if seconds < _MINUTE:
        return _("约%(seconds)s秒") % {"seconds": seconds}
    return _("约%(minutes)s分钟") % {"minutes": -(-seconds // _MINUTE)}


def _usual(job: Job) -> int:
    return jobs.seconds_of(job.kind)
