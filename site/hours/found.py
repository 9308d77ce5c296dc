"""The hours beside each person that a search finds: what an officer is asked on the telephone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from hours.querysets import all_entries
from people.found import Statement
from people.models import Person


def training_hours(people: Sequence[Person]) -> Mapping[int, Statement]:
    """Training of all years and of this one, merged records included; one question for everybody."""
    year = clock.today().year
    whole: dict[int, int] = defaultdict(int)
    this_year: dict[int, int] = defaultdict(int)
    found = all_entries().of_people(people).training()
    for own, kept, minutes, day in found.values_list(
        "person_id", "person__merged_into_id", "minutes", "activity_on"
    ):
        whole[kept or own] += minutes
        if day.year == year:
            this_year[kept or own] += minutes
    return {
        person.pk: Statement(
            text=_("%(whole)s小时，其中%(year)s年%(this_year)s小时")
            % {"whole": _shown(whole[person.pk]), "year": year, "this_year": _shown(this_year[person.pk])},
            url=reverse("hours:person", args=[person.public_id]),
        )
        for person in people
    }


def _shown(minutes: int) -> str:
    return f"{minutes / 60:.1f}"
