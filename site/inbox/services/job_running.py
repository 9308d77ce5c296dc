"""What a worker does with long jobs: take one up, run it, write its end. Killed anywhere, it leaves one effect or none."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from psycopg.errors import QueryCanceled

from core import clock
from core.errors import RuleBroken
from core.progress import Stopped
from core.sentences import Sentence, say
from inbox import jobs
from inbox.jobs import Work
from inbox.models import Job
from inbox.querysets.jobs import all_jobs
from inbox.rules import HELD_FOR, MOST_ATTEMPTS
from inbox.services.job_pulse import Pulse
from inbox.services.jobs import end
from inbox.words import JobState
from organisations.authority import Authority
from people.authority import authority_of

logger = logging.getLogger(__name__)
TOO_LONG = say("数据库处理时间过长，已经停下。请分成几份再办理。")
INTERRUPTED = say("处理时多次中断，已经停下。请稍后再办理；再次出现时请联系平台管理员。")
UNKNOWN = say("处理时出了意外。请稍后再办理；再次出现时请把编号告诉平台管理员。")


class Watched(Protocol):
    def progress(self, done: int, total: int, unit: str) -> None: ...


def run_next(
    *,
    by: Authority,
    at: datetime,
    pulse: Callable[[Job], AbstractContextManager[Watched]] = Pulse,
) -> bool:
    """Take up the job that has waited longest and bring it to its end; False where none waits.

    `by` is the system, in whose name ends are written that no person has asked for. `pulse` is beside the job while it
    runs.
    """
    job = _claim(at=at)
    if job is None:
        return False
    if job.cancel_requested_at is not None:
        _end(job, JobState.CANCELLED, by=by)
    elif job.attempts > MOST_ATTEMPTS:
        _end(job, JobState.FAILED, by=by, failure=INTERRUPTED)
    else:
        _run(job, by=by, at=at, pulse=pulse)
    return True


@transaction.atomic
def _claim(*, at: datetime) -> Job | None:
    """Mark the job as this worker's. Who meets it at the same moment passes it by."""
    job = all_jobs().due().select_for_update(skip_locked=True, of=("self",)).first()
    if job is None:
        return None
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        claim=uuid4(),
        held_until=Now() + HELD_FOR,
        attempts=F("attempts") + 1,
        started_at=job.started_at or at,
        counted_from=at,
        done=0,
        total=0,
        unit="",
    )
    return Job.objects.select_related("owner").get(pk=job.pk)


def _run(
    job: Job, *, by: Authority, at: datetime, pulse: Callable[[Job], AbstractContextManager[Watched]]
) -> None:
    try:
        with pulse(job) as watched, transaction.atomic():
            result_url = _work(job, at=at, watched=watched)
            _finish(job, result_url=result_url, by=by)
    except Stopped:
        _end(job, JobState.CANCELLED, by=by)
    except RuleBroken as refusal:
        _end(job, JobState.FAILED, by=by, failure=refusal.said)
    except (OperationalError, InterfaceError) as error:
        _after_trouble(job, error, by=by)
    except Exception as error:
        _log(job, error)
        _end(job, JobState.FAILED, by=by, failure=UNKNOWN)


def _work(job: Job, *, at: datetime, watched: Watched) -> str:
    """The kind's own doing, with the rights that the owner has today. Raises RuleBroken without them."""
    kind = jobs.kind_named(job.kind)
    owner = authority_of(job.owner, on=clock.date_of(at))
    if kind.permission is not None and not owner.scope(kind.permission):
        raise RuleBroken("job.right_gone", "您现在没有办理这件事的权限。请联系上级主管授权。")
    return kind.run(Work(by=owner, at=at, parameters=job.parameters, progress=watched.progress))


def _finish(job: Job, *, result_url: str, by: Authority) -> None:
    """Mark the job as done in the transaction of its effect.

    Raises Stopped where it was cancelled, or where another worker took it up because this one seemed dead: then the
    effect is rolled back. Work takes time, so the end has a time of its own.
    """
    if not all_jobs().held(job).select_for_update(of=("self",)).exists():
        raise Stopped
    end(job=job, state=JobState.DONE, by=by, at=clock.now(), result_url=result_url)


@transaction.atomic
def _end(job: Job, state: JobState, *, by: Authority, failure: Sentence | None = None) -> None:
    """Write an end without effect, where the claim still is this worker's. A cancellation goes before a failure."""
    mine = Job.objects.select_for_update(of=("self",)).filter(
        pk=job.pk, claim=job.claim, state=JobState.RUNNING
    )
    held = mine.first()
    if held is None or (state == JobState.CANCELLED and held.cancel_requested_at is None):
        return  # somebody else has it
    if held.cancel_requested_at is not None:
        state, failure = JobState.CANCELLED, None
    end(job=held, state=state, by=by, at=clock.now(), failure=failure)


def _after_trouble(job: Job, error: DatabaseError | InterfaceError, *, by: Authority) -> None:
    """A statement that took too long would do so again; anything else of the database's is tried again."""
    _log(job, error)
    if isinstance(error.__cause__, QueryCanceled):
        _end(job, JobState.FAILED, by=by, failure=TOO_LONG)
        return
    connection.close_if_unusable_or_obsolete()
    # Where the database is still away, this raises too, and the claim runs out by itself.
    Job.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING).update(
        state=JobState.WAITING, claim=None, held_until=None
    )


def _log(job: Job, error: Exception) -> None:
    """The place and the class, never the message: it may hold what a person typed."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    logger.error(
        "job failed",
        extra={
            "job": str(job.public_id),
            "kind": job.kind,
            "failure": type(error).__name__,
            "place": f"{last.filename}:{last.lineno}",
        },
    )
