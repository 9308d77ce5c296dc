"""Named questions about long jobs."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from inbox.models import Job
from inbox.words import OPEN_JOBS, JobState
from organisations.authority import Authority


class JobQuerySet(models.QuerySet[Job]):
    def visible_to(self, by: Authority) -> Self:
        """One's own alone, whatever one's role."""
        return self.filter(owner_id=by.person_id) if by.person_id else self.none()

    def open(self) -> Self:
        return self.filter(state__in=OPEN_JOBS)

    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def unread(self) -> Self:
        """Ended, by success or otherwise, and not looked at since; what its owner cancelled is no news."""
        return self.filter(state__in=(JobState.DONE, JobState.FAILED), seen_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def due(self) -> Self:
        """Waiting, or held by a worker that lives no more; not of somebody for whom another one runs now.

        The oldest first. One at a time for one person keeps one office from filling all workers.
        """
        running = Job.objects.filter(owner=OuterRef("owner"), state=JobState.RUNNING, held_until__gte=Now())
        abandoned = Q(state=JobState.RUNNING, held_until__lt=Now())
        due = self.filter(Q(state=JobState.WAITING) | abandoned).filter(~Exists(running))
        return due.order_by("created_at", "pk")

    def held(self, job: Job) -> Self:
        """The job itself, as long as this very claim is on it and nobody has asked to cancel it."""
        return self.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING, cancel_requested_at=None)


def all_jobs() -> JobQuerySet:
    return JobQuerySet(Job)
