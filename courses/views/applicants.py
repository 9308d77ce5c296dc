"""The lists of people who may get a place, put together from few questions: for nominations and for answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator

from core.sentences import Sentence
from courses.models import Enrolment, TrainingClass
from courses.place_querysets import nominable
from courses.querysets import all_enrolments
from courses.services import admission
from courses.words import PENDING_PLACES, EnrolmentState
from people.models import Person
from people.querysets import all_postings
from people.requests import BanyanRequest

PER_PAGE = 50
TONES = {
    EnrolmentState.ENROLLED: "done",
    EnrolmentState.APPLIED: "due",
    EnrolmentState.WAITING: "due",
    EnrolmentState.DECLINED: "problem",
}
CHOSEN_ALREADY = PENDING_PLACES | {EnrolmentState.ENROLLED, EnrolmentState.DECLINED}


@dataclass(frozen=True)
class Line:
    """One person, where they stand in the class, and which conditions they do not meet."""

    person: Person
    organisation: str
    state: EnrolmentState | None = None
    enrolment: Enrolment | None = None
    unmet: Sequence[Sentence] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        return self.state in CHOSEN_ALREADY

    @property
    def may_be_chosen(self) -> bool:
        return not self.is_settled and not self.unmet

    @property
    def may_be_answered(self) -> bool:
        return self.state in PENDING_PLACES

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "plain") if self.state else "plain"


def nominable_page(request: BanyanRequest, *, on: date) -> Page[Person]:
    """Whom the reader may nominate, in the order of their names' sound."""
    people = nominable(request.by, on=on).order_by("sort_key", "pk")
    return Paginator(people, PER_PAGE).get_page(request.GET.get("page"))


def posted_people(request: BanyanRequest, *, on: date) -> list[Person]:
    """Those of a posted form whom the reader may nominate, wherever they stand in the list."""
    ids = [text for text in request.POST.getlist("person") if _is_id(text)]
    return list(nominable(request.by, on=on).filter(public_id__in=ids).order_by("sort_key", "pk"))


def nomination_lines(
    training_class: TrainingClass, people: Sequence[Person], *, on: date, at: datetime
) -> list[Line]:
    """Where each of them stands in the class, and what stands in the way."""
    found = all_enrolments().filter(training_class=training_class, person__in=people)
    return _lines(training_class, people, {one.person_id: one for one in found}, on=on, at=at)


def applicants(
    training_class: TrainingClass, enrolments: Sequence[Enrolment], *, on: date, at: datetime
) -> list[Line]:
    """The enrolments of one page, with their people."""
    people = [one.person for one in enrolments]
    return _lines(training_class, people, {one.person_id: one for one in enrolments}, on=on, at=at)


def _lines(
    training_class: TrainingClass,
    people: Sequence[Person],
    standing: dict[int, Enrolment],
    *,
    on: date,
    at: datetime,
) -> list[Line]:
    unmet = admission.unmet_by(training_class, [one.pk for one in people], at=at)
    held = all_postings().held_on(on).primary().filter(person__in=people)
    units = dict(held.values_list("person", "organisation__name"))
    return [
        Line(
            person=one,
            organisation=units.get(one.pk, ""),
            state=EnrolmentState(standing[one.pk].state) if one.pk in standing else None,
            enrolment=standing.get(one.pk),
            unmet=unmet.get(one.pk, []),
        )
        for one in people
    ]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
