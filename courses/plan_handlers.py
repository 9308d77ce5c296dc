"""Who is hired, moves, leaves, is promoted or gets a role may have other plans: asked anew from the facts."""

from __future__ import annotations

from core import clock, events
from core.models import Event
from courses.services import plans
from organisations.authority import SYSTEM
from people.querysets import all_grants, all_postings


@events.on("people.posting.started")
@events.on("people.posting.ended")
@events.on("people.posting.moved")
def ask_the_posted(event: Event) -> None:
    _ask(all_postings().filter(pk=event.subject_id).values_list("person", flat=True))


@events.on("people.person.edited")
@events.on("people.person.merged")
def ask_the_person(event: Event) -> None:
    _ask([int(event.subject_id)])


@events.on("people.role.granted")
@events.on("people.role.ended")
def ask_whoever_has_the_role(event: Event) -> None:
    _ask(all_grants().filter(pk=event.subject_id).values_list("person", flat=True))


@events.on("people.postings.started")
@events.on("people.postings.edited")
@events.on("people.postings.taken_back")
@events.on("people.persons.edited")
@events.on("people.persons.revived")
def ask_everybody(event: Event) -> None:
    """An import names nobody in its event."""
    plans.assign(by=SYSTEM, at=clock.now())


@events.on("assessment.sitting.handed_in")
@events.on("courses.course.finished")
def keep_what_is_met(event: Event) -> None:
    people = plans.people_again([event.data["person"]])
    plans.recompute(people=people, by=SYSTEM, at=clock.now())


def _ask(ids: object) -> None:
    people = plans.people_again(list(ids))  # type: ignore[call-overload]
    plans.assign(people=people, by=SYSTEM, at=clock.now())
