"""报名回执: a returned list becomes nominations, after a look at what each line would do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from core import clock
from courses.forms.receipts import ReceiptForm
from courses.models import TrainingClass
from courses.place_querysets import nominable
from courses.rules.receipts import Known, Named, Verdict, verdicts
from courses.views.applicants import nomination_lines
from courses.views.places import visible_class
from courses.words import ClassState
from organisations.roles import Permission
from people.access import permission_required
from people.models import Person
from people.requests import BanyanRequest


@permission_required(Permission.NOMINATE)
def class_receipt(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Read a list and show line by line what it would do. Nothing is written here: the preview posts a nomination."""
    training_class = visible_class(request, public_id)
    form = ReceiptForm(request.POST or None, request.FILES or None)
    context = {"form": form, "class": training_class, "is_open": training_class.state == ClassState.OPEN}
    if request.method == "POST" and form.is_valid():
        people = _meant(request, form.lines, on=clock.today())
        context["verdicts"] = _judged(training_class, form.lines, people, on=clock.today(), at=clock.now())
    return render(request, "courses/class_receipt.html", context)


def _meant(request: BanyanRequest, lines: Sequence[Named], *, on: date) -> list[Person]:
    """Whoever bears one of the names, among those whom the reader may nominate."""
    return list(nominable(request.by, on=on).filter(name__in={line.name for line in lines}))


def _judged(
    training_class: TrainingClass, lines: Sequence[Named], people: Sequence[Person], *, on: date, at: datetime
) -> list[tuple[Verdict, Person | None]]:
    stand = nomination_lines(training_class, people, on=on, at=at)
    judged = verdicts(
        lines,
        [Known(one.person.pk, one.person.name, one.organisation) for one in stand],
        standing={one.person.pk: one.state.label for one in stand if one.is_settled and one.state},
        unmet={one.person.pk: one.unmet for one in stand},
    )
    by_id = {person.pk: person for person in people}
    return [(one, by_id.get(one.person_id or 0)) for one in judged]
