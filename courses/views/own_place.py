"""What the page of a class says to its reader about the own place: may I, do I wait, what was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from core.sentences import Sentence, quote, say
from courses.leave_querysets import all_leave
from courses.models import Enrolment, LeaveRequest, TrainingClass
from courses.place_querysets import candidate, conditions_of, day_that_counts, quotas_of, terms_of
from courses.querysets import all_enrolments
from courses.rules.class_states import BEFORE_RUNNING
from courses.rules.eligibility import Conditions, described, unmet
from courses.rules.places import nearest
from courses.words import (
    PENDING_PLACES,
    STILL_TAKING,
    AdmissionMode,
    ClassState,
    EnrolmentState,
    RequestState,
)
from organisations.authority import Authority
from organisations.roles import Permission

ASKABLE = frozenset({None, EnrolmentState.WITHDRAWN, EnrolmentState.GIVEN_UP})


@dataclass(frozen=True)
class OwnPlace:
    """`position`: on the waiting list, from 1. `obstacles`: why the reader may not apply, in words."""

    state: EnrolmentState | None = None
    position: int = 0
    reason: str = ""
    by_approval: bool = False
    is_full: bool = False
    has_begun: bool = False
    is_on: bool = False  # sessions may still come
    conditions: list[Sentence] = field(default_factory=list)
    obstacles: list[Sentence] = field(default_factory=list)
    may_apply: bool = False
    may_nominate: bool = False
    leave: list[LeaveRequest] = field(default_factory=list)

    @property
    def is_enrolled(self) -> bool:
        return self.state == EnrolmentState.ENROLLED

    @property
    def may_give_up(self) -> bool:
        return self.state in PENDING_PLACES

    @property
    def may_ask_leave(self) -> bool:
        return (
            self.is_enrolled
            and self.is_on
            and not any(one.state == RequestState.WAITING for one in self.leave)
        )

    @property
    def may_withdraw(self) -> bool:
        return self.is_enrolled and not self.has_begun


def own_place(training_class: TrainingClass, *, by: Authority, manages: bool, on: date) -> OwnPlace:
    """Two to ten questions, however many people there are."""
    enrolment = all_enrolments().filter(training_class=training_class, person=by.person_id or 0).first()
    state = EnrolmentState(enrolment.state) if enrolment else None
    class_state = ClassState(training_class.state)
    terms = terms_of(training_class)
    conditions = conditions_of(terms)
    asks = class_state == ClassState.OPEN and state in ASKABLE and by.person_id is not None and not manages
    is_full = training_class.seats_left == 0
    obstacles: list[Sentence] = []
    if asks:
        is_full, obstacles = _room(training_class, conditions, by.person_id or 0, on=on)
    return OwnPlace(
        state=state,
        position=_position(enrolment),
        reason=enrolment.reason if enrolment else "",
        by_approval=terms.mode == AdmissionMode.APPROVAL,
        is_full=is_full,
        has_begun=class_state not in BEFORE_RUNNING,
        is_on=class_state in STILL_TAKING,
        conditions=described(conditions),
        obstacles=obstacles,
        may_apply=asks and not obstacles,
        may_nominate=class_state == ClassState.OPEN and bool(by.scope(Permission.NOMINATE)),
        leave=list(all_leave().of(training_class, by.person_id)) if state == EnrolmentState.ENROLLED else [],
    )


def _room(
    training_class: TrainingClass, conditions: Conditions, person_id: int, *, on: date
) -> tuple[bool, list[Sentence]]:
    """Whether every seat for the reader is taken, and what stands in the way."""
    is_full = training_class.seats_left == 0
    quotas = {quota.organisation_id: quota for quota in quotas_of(training_class)}
    if conditions.is_open_to_all and not quotas:
        return is_full, []
    day = day_that_counts(training_class, on)
    one = candidate(person_id, training_class=training_class, on=day)
    obstacles = unmet(conditions, one, on=day)
    share = nearest(one.path, quotas)
    if share is not None:
        is_full = is_full or quotas[share].seats_left == 0
    elif quotas:
        name = quote(training_class.organiser.name)
        obstacles.append(say("本班按单位分配名额，还没有分给所在单位，请联系主办单位“%(name)s”", name=name))
    return is_full, obstacles


def _position(enrolment: Enrolment | None) -> int:
    if enrolment is None or enrolment.state != EnrolmentState.WAITING:
        return 0
    return all_enrolments().before(enrolment).count() + 1
