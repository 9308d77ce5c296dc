"""Versions of questions never change; a check asks the versions that were published last."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from assessment.models import Check, QuestionVersion
from assessment.querysets import all_answers, all_items
from assessment.services import attempts, questions
from assessment.services.questions import QuestionDetails
from assessment.words import QuestionKind
from core.errors import RuleBroken
from organisations.authority import SYSTEM
from tests.cast import Cast, Places

FIRST = QuestionDetails("q-1", QuestionKind.SINGLE, "找谁？", (("站长", True), ("邻居", False)), "按分工。")
SECOND = QuestionDetails(
    "q-2", QuestionKind.MULTIPLE, "做什么？", (("听", True), ("记", True), ("猜", False))
)


@pytest.fixture
def check(db: None, at: datetime) -> Check:
    return questions.set_check(check=None, questions=[FIRST, SECOND], by=SYSTEM, at=at)


def asked(check: Check) -> list[tuple[str, int, str]]:
    return [(one.question.code, one.number, one.stem) for one in all_items().asked_in_order(check)]


def test_an_edited_question_becomes_a_new_version_at_the_same_place(check: Check, at: datetime) -> None:
    edited = replace(FIRST, stem="先找谁？")
    questions.set_check(check=check, questions=[edited, SECOND], by=SYSTEM, at=at)
    assert asked(check) == [("q-1", 2, "先找谁？"), ("q-2", 1, "做什么？")]


def test_an_old_wording_comes_back_under_its_own_number(check: Check, at: datetime) -> None:
    questions.set_check(check=check, questions=[replace(FIRST, stem="先找谁？"), SECOND], by=SYSTEM, at=at)
    questions.set_check(check=check, questions=[FIRST, SECOND], by=SYSTEM, at=at)
    assert asked(check)[0] == ("q-1", 1, "找谁？")
    assert QuestionVersion.objects.filter(question__code="q-1").count() == 2


def test_publishing_the_same_questions_again_writes_nothing(check: Check, at: datetime) -> None:
    before = list(all_items().filter(asked_in=check).values_list("pk", flat=True))
    questions.set_check(check=check, questions=[FIRST, SECOND], by=SYSTEM, at=at)
    assert list(all_items().filter(asked_in=check).values_list("pk", flat=True)) == before


def test_the_database_refuses_to_change_a_version(check: Check) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        QuestionVersion.objects.filter(question__code="q-1").update(stem="改过")


def test_a_question_without_a_right_answer_is_refused(check: Check, at: datetime) -> None:
    wrong = replace(FIRST, options=(("站长", False), ("邻居", False)))
    with pytest.raises(RuleBroken) as refused:
        questions.set_check(check=check, questions=[wrong], by=SYSTEM, at=at)
    assert refused.value.code == "question.not_askable"


def test_an_attempt_keeps_the_wording_that_was_answered(
    check: Check, places: Places, cast: Cast, at: datetime
) -> None:
    first, second = all_items().asked_in_order(check)
    answers = {first.pk: frozenset("A"), second.pk: frozenset("A")}
    person = cast.worker("陈小燕", places.station)
    attempt = attempts.hand_in(check=check, person=person, answers=answers, area_code="990121101", at=at)
    questions.set_check(check=check, questions=[replace(FIRST, stem="先找谁？")], by=SYSTEM, at=at)
    kept = [(one.version.stem, one.chosen, one.half_points) for one in all_answers().of_attempt(attempt)]
    assert kept == [("找谁？", "A", 2), ("做什么？", "A", 1)]
    assert (attempt.half_points, attempt.full_half_points, attempt.has_passed) == (3, 6, False)
    assert attempt.rule_version == "check.marks@CN:2009-01-01 check.pass_percent@CN:2009-01-01"


@pytest.mark.parametrize("chosen", ["", None])
def test_a_check_with_an_unanswered_question_is_not_scored(
    check: Check, places: Places, cast: Cast, at: datetime, chosen: str | None
) -> None:
    first, second = all_items().asked_in_order(check)
    answers = {first.pk: frozenset("A")} | ({second.pk: frozenset(chosen)} if chosen is not None else {})
    person = cast.worker("陈小燕", places.station)
    with pytest.raises(RuleBroken) as refused:
        attempts.hand_in(check=check, person=person, answers=answers, area_code="", at=at)
    assert refused.value.code == ("check.unanswered" if chosen == "" else "check.changed")
    assert not person.attempts.exists()
