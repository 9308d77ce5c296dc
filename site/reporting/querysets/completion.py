"""应训 and 完成 by organisation, counted by the database in one question."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from courses.models import CoursePage
from courses.pre_service import completions_of, postings_of_new_workers
from organisations.scope import Scope
from people.querysets import all_postings
from reporting.rules.completion import Completion


def completion_by_organisation(scope: Scope, course: CoursePage, *, on: date) -> dict[int, Completion]:
    """Of the people whose primary posting lies in the scope that day; organisations without any are not in it."""
    counted = (
        postings_of_new_workers(all_postings().in_scope(scope), on=on)
        .order_by()
        .values("organisation")
        .annotate(required=Count("pk"), completed=Count("pk", filter=completions_of(course, "person")))
    )
    rows = counted.values_list("organisation", "required", "completed")
    return {organisation: Completion(required, completed) for organisation, required, completed in rows}
