"""What an owner does with long jobs: start, cancel, look at the end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now

from core import events
from core.errors import RuleBroken
from core.sentences import Sentence
from inbox import jobs
from inbox.models import Job
from inbox.querysets.jobs import all_jobs
from inbox.words import JobState
from organisations.authority import Authority

logger = logging.getLogger(__name__)
MOST_OPEN = 5  # of one person: whoever has so many waits for one of them
_wake: list[Callable[[], None]] = []


def wake_with(call: Callable[[], None]) -> None:
    """Say how to wake the worker after a commit; the tasks module does."""
    _wake[:] = [call]


@transaction.atomic
def start(
    *,
    kind: str,
    parameters: Mapping[str, Any],
    subject: models.Model,
    origin: str,
    by: Authority,
    at: datetime,
) -> Job:
    """Let a worker do it after the commit. The same kind for the same subject, still open, is the answer to a second start.

    `origin` is the path of the page to go back to. Raises RuleBroken while something else goes on with the subject,
    or where the person has MOST_OPEN jobs open.
    """
    if by.person_id is None:
        raise RuleBroken("job.nobody", "请先登录再办理。")
    if (standing := _standing(kind, subject, by=by)) is not None:
        return standing
    if all_jobs().visible_to(by).open().count() >= MOST_OPEN:
        raise RuleBroken("job.too_many", "您有几项处理还没有完成。请等其中一项完成或取消后再办理。")
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=jobs.kind_named(kind).name,
                owner_id=by.person_id,
                parameters=dict(parameters),
                subject_type=subject._meta.label_lower,
                subject_id=str(subject.pk),
                origin=origin,
                created_at=at,
            )
    except IntegrityError as error:  # a twin was faster: it is visible now
        if (standing := _standing(kind, subject, by=by)) is None:
            raise _busy() from error
        return standing
    events.record("inbox.job.started", by=by, at=at, subject=job, data={"kind": kind})
    transaction.on_commit(lambda: _wake_worker(), robust=True)
    return job


def _standing(kind: str, subject: models.Model, *, by: Authority) -> Job | None:
    """The open job that a second start means. Raises RuleBroken where another one has the subject."""
    standing = all_jobs().about(subject).open().first()
    if standing is not None and (standing.kind, standing.owner_id) != (kind, by.person_id):
        raise _busy()
    return standing


def _busy() -> RuleBroken:
    return RuleBroken("job.busy", "这里有一项处理还没有完成。请等它完成后刷新页面再办理。")


@transaction.atomic
def cancel(*, job: Job, by: Authority, at: datetime) -> Job:
    """Give the job up. Once this is said, nothing of it will be written: a running job ends at its next step.

    Raises RuleBroken where it is somebody else's or has ended meanwhile.
    """
    mine = all_jobs().visible_to(by).filter(pk=job.pk)
    locked = mine.select_for_update(of=("self",)).first()
    if locked is None or locked.state not in (JobState.WAITING, JobState.RUNNING):
        raise RuleBroken("job.ended", "这项处理刚刚已经结束，不能再取消。请刷新页面查看结果。")
    if locked.cancel_requested_at is not None:
        return locked
    unheld = mine.filter(state=JobState.WAITING) | mine.filter(held_until__lt=Now())
    if unheld.exists():
        end(job=locked, state=JobState.CANCELLED, by=by, at=at)
    else:
        mine.update(cancel_requested_at=at)
        events.record("inbox.job.cancel_requested", by=by, at=at, subject=locked, data={"kind": locked.kind})
    locked.refresh_from_db()
    return locked


@transaction.atomic
def see(*, job: Job, by: Authority, at: datetime) -> None:
    """Its owner has looked at the end: it is no to-do any more. Records no event."""
    all_jobs().visible_to(by).unread().filter(pk=job.pk).update(seen_at=at)


@transaction.atomic
def end(
    *,
    job: Job,
    state: JobState,
    by: Authority,
    at: datetime,
    failure: Sentence | None = None,
    result_url: str = "",
) -> None:
    """Write the end of a job that the caller has locked or holds by its claim, and tell of it."""
    Job.objects.filter(pk=job.pk).update(
        state=state, finished_at=at, failure=failure, result_url=result_url, claim=None, held_until=None
    )
    if state != JobState.DONE:
        _clear_up(job, at)
    events.record(f"inbox.job.{state.value}", by=by, at=at, subject=job, data={"kind": job.kind})


def _clear_up(job: Job, at: datetime) -> None:
    """A broom that breaks must not keep the job open for ever; what it left expires by itself."""
    try:
        with transaction.atomic():
            jobs.kind_named(job.kind).clear_up(job.parameters, at)
    except Exception as error:
        logger.error("job not cleared up", extra={"job": str(job.public_id), "failure": type(error).__name__})


def _wake_worker() -> None:
    for call in _wake:
        call()
