"""Named questions about lessons that were cut out of others."""

from __future__ import annotations

from typing import Self

from django.db import models

from courses.models import LessonSplit


class LessonSplitQuerySet(models.QuerySet[LessonSplit]):
    def waiting(self) -> Self:
        """Not published yet."""
        return self.filter(carried_at=None)


def all_splits() -> LessonSplitQuerySet:
    return LessonSplitQuerySet(LessonSplit)
