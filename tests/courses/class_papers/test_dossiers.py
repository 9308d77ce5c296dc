"""一期一档: the index says what is there, what is missing and what is not due; archiving asks for reasons."""

from datetime import date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from core.errors import RuleBroken
from core.models import Event
from courses.dossier_querysets import all_dossier_files, index_of, indexes_of, missing_of
from courses.dossier_words import DossierItem, DossierState
from courses.models import BudgetLine, ClassEvaluation, DossierFile, TrainingClass
from courses.services import attendance, class_papers, classes, dossiers, enrolments
from courses.services.attendance import Mark
from courses.services.class_papers import NoticeDetails
from courses.words import AttendanceState, ClassState
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import open_class

PDF = b"%PDF-1.4\n%%EOF\n"
S, D = ClassState, DossierState
COMPLETE = NoticeDetails(
    document_number="东民〔2026〕7号",
    reply_by=date(2026, 3, 14),
    contact_name="周老师",
    contact_phone="0799-123456",
)


def refused(code: str) -> pytest.RaisesExc:  # type: ignore[type-arg]
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


def states(training_class: TrainingClass) -> dict[DossierItem, DossierState]:
    training_class.refresh_from_db()
    return {line.item: line.state for line in index_of(training_class)}


def go(training_class: TrainingClass, at: datetime, *wanted: ClassState) -> None:
    for state in wanted:
        classes.set_state(training_class=training_class, state=state, by=SYSTEM, at=at)
    training_class.refresh_from_db()


def put(training_class: TrainingClass, item: DossierItem, at: datetime) -> DossierFile:
    return dossiers.attach(
        training_class=training_class, item=item, title="盖章件", content=PDF, by=SYSTEM, at=at
    )


def test_the_index_grows_with_the_class(
    training_class: TrainingClass, places: Places, cast: Cast, at: datetime
) -> None:
    found = states(training_class)
    assert list(found) == list(DossierItem)
    assert found[DossierItem.TIMETABLE] is D.PRESENT
    assert {item for item, state in found.items() if state is D.MISSING} == {
        DossierItem.NOTICE,
        DossierItem.PLAN,
    }
    class_papers.set_notice(training_class=training_class, details=COMPLETE, by=SYSTEM, at=at)
    put(training_class, DossierItem.PLAN, at)
    enrolments.enrol(
        training_class=training_class, person=cast.worker("陈小燕", places.station), by=SYSTEM, at=at
    )
    found = states(training_class)
    assert {found[item] for item in (DossierItem.NOTICE, DossierItem.PLAN, DossierItem.ROSTER)} == {D.PRESENT}
    go(training_class, at, S.RUNNING, S.CLOSED)
    line = next(line for line in index_of(training_class) if line.item is DossierItem.SIGN_IN)
    assert (line.state, line.note) == (D.MISSING, "2个课次没有签到记录")


def test_a_sheet_for_every_session_is_the_sign_in(
    training_class: TrainingClass, places: Places, cast: Cast, at: datetime
) -> None:
    person = cast.worker("陈小燕", places.station)
    first, second = training_class.sessions.all()
    attendance.mark(mark=Mark(first, person, None, AttendanceState.PRESENT), by=SYSTEM, at=at)
    assert states(training_class)[DossierItem.SIGN_IN] is D.NOT_DUE
    attendance.mark(mark=Mark(second, person, None, AttendanceState.LEAVE, reason="病假"), by=SYSTEM, at=at)
    assert states(training_class)[DossierItem.SIGN_IN] is D.PRESENT


def test_money_that_was_spent_is_the_list_of_expenses(training_class: TrainingClass) -> None:
    BudgetLine.objects.create(training_class=training_class, item="场地", planned_fen=100_00)
    assert states(training_class)[DossierItem.EXPENSES] is D.NOT_DUE
    BudgetLine.objects.update(spent_fen=90_00)
    assert states(training_class)[DossierItem.EXPENSES] is D.PRESENT


def test_an_evaluation_is_there_once_it_may_be_told(training_class: TrainingClass) -> None:
    answers = [
        ClassEvaluation(training_class=training_class, teacher=5, content=4, organisation=4, logistics=3)
        for _ in range(5)
    ]
    ClassEvaluation.objects.bulk_create(answers[:4])
    assert states(training_class)[DossierItem.EVALUATION] is D.NOT_DUE
    answers[4].save(force_insert=True)
    assert states(training_class)[DossierItem.EVALUATION] is D.PRESENT


def test_a_class_without_an_assessment_owes_no_marks(training_class: TrainingClass, at: datetime) -> None:
    go(training_class, at, S.RUNNING, S.CLOSED, S.COMPLETED)
    assert states(training_class)[DossierItem.MARKS] is D.NOT_DUE
    go(training_class, at, S.CLOSED, S.ASSESSING, S.COMPLETED)
    assert states(training_class)[DossierItem.MARKS] is D.MISSING


def test_archiving_wants_a_reason_for_everything_that_is_missing(
    training_class: TrainingClass, at: datetime
) -> None:
    go(training_class, at, S.RUNNING, S.CLOSED, S.COMPLETED)
    put(training_class, DossierItem.NOTICE, at)
    missing = [line.item for line in missing_of(training_class)]
    some = dict.fromkeys(missing[1:], "当时没有要求")
    with refused("dossier.unexplained"):
        dossiers.archive(training_class=training_class, reasons=some, by=SYSTEM, at=at)
    assert not any(line.reason for line in missing_of(training_class))
    reasons = dict.fromkeys(missing, " 当时没有要求 ")
    dossiers.archive(training_class=training_class, reasons=reasons, by=SYSTEM, at=at)
    training_class.refresh_from_db()
    assert training_class.state == S.ARCHIVED
    assert {line.reason for line in missing_of(training_class)} == {"当时没有要求"}
    said = Event.objects.get(name="courses.dossier.closed").data
    assert said == {"explained": [item.value for item in missing]}


def test_no_road_to_the_archive_goes_round_the_index(training_class: TrainingClass, at: datetime) -> None:
    go(training_class, at, S.RUNNING, S.CLOSED, S.COMPLETED)
    with refused("class.dossier_open"):
        classes.set_state(training_class=training_class, state=S.ARCHIVED, by=SYSTEM, at=at)


def test_nothing_is_put_into_an_archived_file_and_nothing_taken_out(
    training_class: TrainingClass, at: datetime
) -> None:
    kept = put(training_class, DossierItem.NOTICE, at)
    TrainingClass.objects.filter(pk=training_class.pk).update(state=S.ARCHIVED)
    with refused("class.archived"):
        put(training_class, DossierItem.PLAN, at)
    with refused("class.archived"):
        dossiers.remove(file=kept, by=SYSTEM, at=at)
    assert DossierFile.objects.count() == 1


def test_a_file_is_taken_by_its_bytes_and_stored_sealed(training_class: TrainingClass, at: datetime) -> None:
    with refused("dossier.file"):
        dossiers.attach(
            training_class=training_class,
            item=DossierItem.PLAN,
            title="",
            content=b"MZ program",
            by=SYSTEM,
            at=at,
        )
    kept = put(training_class, DossierItem.PLAN, at)
    assert (kept.file_kind, bytes(DossierFile.objects.get().file)) == ("pdf", PDF)
    dossiers.remove(file=kept, by=SYSTEM, at=at)
    with refused("dossier.gone"):
        dossiers.remove(file=kept, by=SYSTEM, at=at)


def test_a_dossier_is_the_organisers(
    training_class: TrainingClass, places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    put(training_class, DossierItem.PLAN, at)
    assert all_dossier_files().managed_by(cast.by(officer)).count() == 1
    stranger = cast.worker("李大山", places.station)
    assert not all_dossier_files().managed_by(cast.by(stranger)).exists()
    with refused("permission.missing"):
        dossiers.attach(
            training_class=training_class,
            item=DossierItem.PLAN,
            title="",
            content=PDF,
            by=cast.by(stranger),
            at=at,
        )


def test_many_indexes_take_as_many_questions_as_one(
    training_class: TrainingClass,
    places: Places,
    at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    others = [open_class(places.county, at, f"2026-1{number}") for number in range(6)]
    with django_assert_max_num_queries(17) as one:
        index_of(training_class)
    with django_assert_max_num_queries(len(one)):
        assert len(indexes_of([training_class, *others])) == 7
