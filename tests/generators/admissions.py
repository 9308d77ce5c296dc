"""A class whose organiser answers applications: one waits for an answer, and its seats are shared out."""

from datetime import datetime, timedelta
from typing import Any

from core import clock
from courses.leave_querysets import outside_learners_of
from courses.models import TrainingClass
from courses.services import applications, leave, outside_learners, quotas
from courses.services.quotas import Share, Terms
from courses.words import AdmissionMode
from organisations.authority import SYSTEM, Authority
from people.models import Person
from tests.cast import Places
from tests.courses.classroom import open_class


def applied(worker: Person, places: Places, *, by: Authority, at: datetime) -> dict[str, Any]:
    begins = clock.date_of(at) + timedelta(days=20)
    asked = open_class(places.county, at, code="2026-03", starts_on=begins, ends_on=begins)
    terms = Terms(mode=AdmissionMode.APPROVAL, min_years=1, areas=[places.county])
    quotas.set_terms(training_class=asked, terms=terms, by=SYSTEM, at=at)
    quotas.set_quotas(training_class=asked, shares=[Share(places.station, 5)], by=SYSTEM, at=at)
    applications.apply(training_class=asked, person=worker, by=by, at=at)
    return {"asked_class": asked}


def away(training_class: TrainingClass, worker: Person, *, by: Authority, at: datetime) -> dict[str, Any]:
    """Somebody asks for leave from what is still to come, and somebody came from outside."""
    to_come = [one for one in training_class.sessions.all() if one.held_on > clock.date_of(at)]
    asked = leave.ask(
        training_class=training_class, person=worker, sessions=to_come, reason="家中有事", by=by, at=at
    )
    guests = [("王建军", "东湖县人民检察院")]
    outside_learners.add_many(training_class=training_class, people=guests, by=SYSTEM, at=at)
    return {"leave": asked, "outsider": outside_learners_of(training_class).get()}
