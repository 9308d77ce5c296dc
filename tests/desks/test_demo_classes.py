"""The classes of the demo: one in every state that a visitor looks for, on whatever day it is loaded."""

from datetime import date, datetime, time

import pytest

from core import clock
from courses.class_teacher_querysets import teachers_of
from courses.completion_querysets import judged
from courses.contract_querysets import contract_of, standing_of
from courses.dossier_querysets import missing_of
from courses.evaluation_querysets import summary_of
from courses.evaluation_words import EvaluationState
from courses.leave_querysets import outside_learners_of
from courses.mark_querysets import Marks, marks_of
from courses.models import Lecturer, OnlineList, TrainingClass
from courses.notice_querysets import groups_of, notice_fields, open_blanks
from courses.querysets import all_enrolments
from courses.words import ClassState, EnrolmentState
from desks.services.demo import admissions, class_papers, endings, people, training
from desks.services.demo import city as city_part
from organisations.authority import SYSTEM


@pytest.mark.parametrize("day", [date(2026, 3, 15), date(2026, 12, 31), date(2028, 2, 29)], ids=str)
def test_there_is_a_class_for_every_question(db: None, day: date) -> None:
    at = datetime.combine(day, time(8, 0), clock.SHANGHAI)
    city = city_part.build(anchor=day, at=at)
    cast = people.build(city, anchor=day, at=at)
    class_papers.register(city, at=at)
    training.build(city, cast=cast, anchor=day, at=at)
    admissions.build(city, cast=cast, anchor=day, at=at)
    endings.build(city, anchor=day, at=at)
    class_papers.build(city, anchor=day, at=at)
    assert set(TrainingClass.objects.values_list("state", flat=True)) == set(ClassState)
    _has_what_the_office_keeps()
    _ended_in_three_ways(day)
    shared = TrainingClass.objects.get(code__startswith="RJ-SHARES")
    assert sorted(shared.quotas.values_list("seats", "seats_taken")) == [(3, 1), (3, 3)]
    assert all_enrolments().waiting().filter(training_class=shared).count() == 2
    asked = all_enrolments().filter(training_class__code__startswith="RJ-ASKED")
    assert sorted(asked.values_list("state", flat=True)) == sorted(
        [EnrolmentState.ENROLLED, EnrolmentState.DECLINED, EnrolmentState.APPLIED, EnrolmentState.APPLIED]
    )
    guests = OnlineList.objects.get(decided_at=None).guests
    assert guests is not None
    assert sorted(one["is_certain"] for one in guests) == [False, False, False, True]


def _has_what_the_office_keeps() -> None:
    assert set(Lecturer.objects.values_list("fee_class", flat=True)) == {"associate", "full"}
    coming, today = _class("RJ-NEXT"), _class("RJ-IN-TODAY")
    assert not open_blanks(notice_fields(coming), coming)
    assert coming.handbook.meals
    assert sorted(len(people) for people in groups_of(coming).values()) == [5, 6, 6]
    assert teachers_of(coming).count() == 1
    assert outside_learners_of(today).count() == 2
    assert set(today.sessions.values_list("lecturer_entry__title", flat=True)) == {"副教授"}


def _ended_in_three_ways(day: date) -> None:
    assessed, completed, archived = (_class(f"RJ-{code}") for code in ("ASSESSED", "COMPLETED", "ARCHIVED"))
    assert marks_of([assessed, completed, archived], by=SYSTEM) == {
        assessed.pk: Marks(came=16, by_hand=4), completed.pk: Marks(came=37, by_hand=1), archived.pk: Marks(16, 0)
    }  # fmt: skip
    found = judged(completed)
    assert (found.asked.is_own, found.outsiders) == (True, 1)
    assert (found.counts["learners"], found.counts["learners_done"]) == (10, 9)
    told = summary_of(completed, on=day)
    assert (told.state, told.answers) == (EvaluationState.TOLD, 7)
    assert summary_of(assessed, on=day).state is EvaluationState.OPEN
    contract = contract_of(completed)
    assert contract is not None
    assert (standing_of(contract).missing, contract.accepted_minutes) == (0, 720)
    assert completed.budget_lines.count() == 3
    assert all(line.reason for line in missing_of(archived))


def _class(code: str) -> TrainingClass:
    return TrainingClass.objects.select_related("organiser").get(code__startswith=code)
