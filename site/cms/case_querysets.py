"""Named questions about released cases."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count
from django.db.models.functions import Coalesce

from cms.models import CaseRelease


def releases_of(digests: Collection[str]) -> dict[str, int]:
    """How many different people released each text; records of one person that were merged count once."""
    rows = CaseRelease.objects.filter(digest__in=digests).values("digest")
    counted = rows.annotate(people=Count(Coalesce("person__merged_into_id", "person_id"), distinct=True))
    return {row["digest"]: row["people"] for row in counted}


def released_by(person_id: int | None, digests: Collection[str]) -> set[str]:
    found = CaseRelease.objects.filter(digest__in=digests, person=person_id)
    return set(found.values_list("digest", flat=True))
