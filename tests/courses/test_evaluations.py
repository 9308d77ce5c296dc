"""评价: answered once by whoever came, told once and only of five or more, and by nobody in particular."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from core import clock
from core.errors import RuleBroken
from core.models import Event
from courses.evaluation_querysets import all_rounds, means_of_entries, summary_of
from courses.evaluation_words import EvaluationPart, EvaluationState
from courses.models import (
    ClassEvaluation,
    ClassSession,
    EvaluationRound,
    EvaluationTurn,
    EvaluationWords,
    LecturerMark,
    TrainingClass,
)
from courses.services import attendance, classes, evaluations
from courses.services.attendance import Mark
from courses.services.evaluations import Answer
from courses.words import AttendanceState, ClassState, HalfDay
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.assessment.papers import by
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.threads import LONGEST, race

DAY = timedelta(days=1)


@pytest.fixture
def held(places: Places, at: datetime) -> TrainingClass:
    return open_class(places.county, at, starts_on=at.date(), ends_on=at.date())


@pytest.fixture
def session(held: TrainingClass, at: datetime) -> ClassSession:
    return session_of(held, at)


@pytest.fixture
def learners(session: ClassSession, places: Places, cast: Cast, at: datetime) -> list[Person]:
    """Six who came."""
    people = [cast.worker(f"学员{number}", places.station) for number in range(6)]
    for person in people:
        attendance.mark(mark=Mark(session, person, None, AttendanceState.PRESENT), by=SYSTEM, at=at)
    return people


def close(held: TrainingClass, at: datetime) -> TrainingClass:
    for state in (ClassState.RUNNING, ClassState.CLOSED):
        classes.set_state(training_class=held, state=state, by=SYSTEM, at=at)
    held.refresh_from_db()
    return held


def marks(*given: int) -> Answer:
    """Four marks, or one mark four times."""
    return Answer(dict(zip(EvaluationPart, given if len(given) == 4 else given * 4, strict=True)))


def answer(held: TrainingClass, person: Person, at: datetime, given: Answer | None = None) -> None:
    evaluations.answer(training_class=held, person=person, given=given or marks(4), by=by(person, at), at=at)


def refused(held: TrainingClass, person: Person, at: datetime) -> str:
    with pytest.raises(RuleBroken) as broken:
        answer(held, person, at)
    return str(broken.value.message)


def test_closing_the_class_opens_its_evaluation(
    held: TrainingClass, learners: list[Person], at: datetime
) -> None:
    assert summary_of(held).state is EvaluationState.NONE
    assert "还没有结课" in refused(held, learners[0], at)
    close(held, at)
    found = summary_of(held, on=at.date())
    assert (found.state, found.asked, found.answers, found.rate) == (EvaluationState.OPEN, 6, None, None)
    assert found.days
    assert found.days.last_day == at.date() + 14 * DAY
    assert [one.training_class for one in all_rounds().owed_by(learners[0].pk, on=at.date())] == [held]


def test_it_is_answered_once_by_those_who_came(
    held: TrainingClass, learners: list[Person], places: Places, cast: Cast, at: datetime
) -> None:
    close(held, at)
    answer(held, learners[0], at)
    assert "已经评价过" in refused(held, learners[0], at)
    assert "没有您到课的记录" in refused(held, cast.worker("没来的人", places.station), at)
    with pytest.raises(RuleBroken):
        evaluations.answer(
            training_class=held, person=learners[1], given=marks(4), by=by(learners[2], at), at=at
        )
    assert not all_rounds().owed_by(learners[0].pk, on=at.date()).exists()
    late = at + 15 * DAY
    assert "截止" in refused(held, learners[1], late)
    classes.set_state(training_class=held, state=ClassState.RUNNING, by=SYSTEM, at=at)
    assert "现在不收评价" in refused(held, learners[1], at)


@pytest.mark.parametrize("given", [marks(0), marks(6), Answer({}), Answer(marks(4).marks, {"没有这位": 5})])
def test_marks_out_of_range_and_lecturers_not_heard_are_refused(
    held: TrainingClass, learners: list[Person], at: datetime, given: Answer
) -> None:
    close(held, at)
    with pytest.raises(RuleBroken):
        answer(held, learners[0], at, given)
    assert not EvaluationTurn.objects.exists()


def test_nothing_is_told_while_answers_come(
    held: TrainingClass, learners: list[Person], at: datetime
) -> None:
    """Neither at four nor from five to six: two looks at a running mean would tell what the sixth said."""
    close(held, at)
    seen = []
    for number, person in enumerate(learners, start=1):
        answer(held, person, at, marks(number % 5 + 1))
        found = summary_of(held, on=at.date())
        assert (found.means, found.overall, found.words, found.lecturers) == ({}, None, (), {})
        seen.append(found.answers)
    assert seen == [None, None, None, None, 5, 6]


def test_fewer_than_five_are_never_told(held: TrainingClass, learners: list[Person], at: datetime) -> None:
    close(held, at)
    for person in learners[:4]:
        answer(held, person, at, Answer(marks(5).marks, words="很好"))
    found = summary_of(held, on=at.date() + 15 * DAY)
    assert (found.state, found.answers, found.rate, found.means) == (EvaluationState.TOO_FEW, None, None, {})
    assert (found.overall, found.lecturers, found.words) == (None, {}, ())


def test_results_are_told_after_the_last_day(
    held: TrainingClass, learners: list[Person], at: datetime
) -> None:
    close(held, at)
    for number, person in enumerate(learners[:5]):
        answer(held, person, at, Answer(marks(5, 4, 3, 2).marks, words="空调太冷" if number == 2 else ""))
    found = summary_of(held, on=at.date() + 15 * DAY)
    assert (found.state, found.answers, found.rate) == (EvaluationState.TOLD, 5, 83)
    assert [found.means[part].value for part in EvaluationPart] == [
        Decimal(one) for one in ("5.0", "4.0", "3.0", "2.0")
    ]
    assert found.overall
    assert found.overall.value == Decimal("3.5")
    assert found.words == ("空调太冷",)


def test_an_evaluation_ends_early_and_for_good(
    held: TrainingClass, learners: list[Person], places: Places, cast: Cast, at: datetime
) -> None:
    close(held, at)
    for person in learners[:5]:
        answer(held, person, at)
    stranger = cast.by(cast.with_role("钱主管", Role.OFFICER, places.other_county))
    with pytest.raises(RuleBroken):
        evaluations.end_early(training_class=held, by=stranger, at=at)
    officer = cast.by(cast.with_role("赵主管", Role.OFFICER, places.county))
    evaluations.end_early(training_class=held, by=officer, at=at)
    assert summary_of(held, on=at.date()).is_told
    assert "截止" in refused(held, learners[5], at)
    with pytest.raises(RuleBroken):
        evaluations.end_early(training_class=held, by=officer, at=at)
    for state in (ClassState.RUNNING, ClassState.CLOSED):
        classes.set_state(training_class=held, state=state, by=SYSTEM, at=at)
    assert "截止" in refused(held, learners[5], at)


def heard(held: TrainingClass, people: Sequence[Person], name: str, mark: int, at: datetime) -> None:
    for person in people:
        answer(held, person, at, Answer(marks(4).marks, {name: mark}))


def test_a_lecturer_has_a_mean_from_five_marks_on(
    held: TrainingClass, session: ClassSession, learners: list[Person], at: datetime
) -> None:
    second = session_of(held, at, half_day=HalfDay.AFTERNOON)
    ClassSession.objects.filter(pk=second.pk).update(lecturer="何教员")
    for person in learners:
        attendance.mark(mark=Mark(second, person, None, AttendanceState.PRESENT), by=SYSTEM, at=at)
    close(held, at)
    for number, person in enumerate(learners):
        given = {"温教员": 5} | ({"何教员": 1} if number < 4 else {})
        answer(held, person, at, Answer(marks(4).marks, given))
    found = summary_of(held, on=at.date() + 15 * DAY)
    assert {name: mean and mean.value for name, mean in found.lecturers.items()} == {
        "温教员": Decimal("5.0"), "何教员": None,
    }  # fmt: skip


def test_the_register_adds_only_classes_that_are_told_by_themselves(
    held: TrainingClass,
    session: ClassSession,
    learners: list[Person],
    places: Places,
    cast: Cast,
    at: datetime,
) -> None:
    from_register = places.county.lecturers.create(name="温教员")
    other = open_class(places.county, at, "2026-02", starts_on=at.date(), ends_on=at.date())
    evening = session_of(other, at, half_day=HalfDay.EVENING)
    ClassSession.objects.filter(pk__in=[session.pk, evening.pk]).update(lecturer_entry=from_register)
    for person in learners[:4]:
        attendance.mark(mark=Mark(evening, person, None, AttendanceState.PRESENT), by=SYSTEM, at=at)
    heard(close(held, at), learners[:5], "温教员", 5, at)
    heard(close(other, at), learners[:4], "温教员", 1, at)
    assert means_of_entries([from_register.pk], on=at.date()) == {from_register.pk: None}
    mean = means_of_entries([from_register.pk], on=at.date() + 15 * DAY)[from_register.pk]
    assert mean
    assert (mean.value, mean.answers) == (Decimal("5.0"), 5)


def test_no_column_and_no_event_joins_an_answer_to_a_person(
    held: TrainingClass, learners: list[Person], at: datetime
) -> None:
    close(held, at)
    before = Event.objects.count()
    answer(held, learners[0], at, Answer(marks(4).marks, {"温教员": 5}, "空调太冷"))
    assert Event.objects.count() == before
    for model in (ClassEvaluation, LecturerMark, EvaluationWords):
        kinds = {field.name: field.get_internal_type() for field in model._meta.get_fields()}
        assert kinds.pop("training_class") == "ForeignKey"
        assert kinds.pop("id") == "UUIDField"
        assert not {"ForeignKey", "DateTimeField", "DateField", "BigAutoField"} & set(kinds.values())
    assert {field.name for field in EvaluationTurn._meta.get_fields()} == {"id", "round", "person"}


STAMPS = "SELECT count(DISTINCT xmin::text), count(*) FROM courses_classevaluation"


def _answered_in_turn(held: TrainingClass, learners: Sequence[Person], at: datetime) -> tuple[int, int]:
    """How many transactions the rows of the answers bear the stamp of, and how many rows there are."""
    close(held, at)
    for person in learners:
        answer(held, person, at)
    with connection.cursor() as cursor:
        cursor.execute(STAMPS)
        found: tuple[int, int] = cursor.fetchone()
    return found


@pytest.mark.django_db(transaction=True)
def test_the_stamps_of_the_database_tell_no_answer_from_another(
    truncatable_ledger: None, held: TrainingClass, learners: list[Person], at: datetime
) -> None:
    first, *others = learners
    assert _answered_in_turn(held, [first], at) == (1, 1)
    key = ClassEvaluation.objects.get().pk
    for person in others:
        answer(held, person, at)
    with connection.cursor() as cursor:
        cursor.execute(STAMPS)
        assert cursor.fetchone() == (1, 6)
    assert not ClassEvaluation.objects.filter(pk=key).exists()


@pytest.mark.django_db(transaction=True)
def test_answers_that_are_only_added_bear_the_stamp_of_their_writer(
    truncatable_ledger: None,
    held: TrainingClass,
    learners: list[Person],
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twin: without writing all anew each answer stands beside the turn of whoever gave it."""
    monkeypatch.setattr(evaluations, "_stir", lambda _held: None)
    assert _answered_in_turn(held, learners, at) == (6, 6)


@pytest.mark.django_db(transaction=True)
def test_two_answers_of_one_person_at_once_are_one(
    truncatable_ledger: None, held: TrainingClass, learners: list[Person], at: datetime
) -> None:
    close(held, at)
    twice: Callable[[], None] = lambda: answer(held, learners[0], at)  # noqa: E731
    answers = race(twice, twice, lambda: answer(held, learners[1], at))
    assert sum(isinstance(one, RuleBroken) for one in answers) == 1
    assert (ClassEvaluation.objects.count(), EvaluationTurn.objects.count()) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_looking_first_and_writing_then_takes_two(
    truncatable_ledger: None, held: TrainingClass, learners: list[Person], at: datetime
) -> None:
    """The twin that fails: both find no turn, and both write their answer."""
    close(held, at)
    round_, both_have_looked = EvaluationRound.objects.get(), threading.Barrier(2)

    def look_then_write() -> None:
        with transaction.atomic():
            is_free = not EvaluationTurn.objects.filter(round=round_, person=learners[0]).exists()
            both_have_looked.wait(LONGEST)
            if is_free:
                turn = EvaluationTurn(round=round_, person=learners[0])
                EvaluationTurn.objects.bulk_create([turn], ignore_conflicts=True)
                ClassEvaluation.objects.create(
                    training_class=held, teacher=5, content=5, organisation=5, logistics=5
                )

    race(look_then_write, look_then_write)
    assert ClassEvaluation.objects.count() == 2


def test_a_round_is_opened_once_and_never_for_an_old_register(places: Places, at: datetime) -> None:
    old = open_class(places.county, at, "2019-01", is_historical=True)
    assert evaluations.open_round(training_class=old, at=at) is None
    held = close(open_class(places.county, at), at)
    later = at + 3 * DAY
    again = evaluations.open_round(training_class=held, at=later)
    assert again
    assert again.opens_on == clock.date_of(at)
