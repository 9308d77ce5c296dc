"""What happened in lessons, classes and tests counts; what was reversed does not; a merged record's does."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from courses import plan_judging, requirements
from courses.models import CoursePage
from courses.plan_querysets import all_plan_periods
from courses.plan_words import NodeState, PlanState
from courses.requirements import Asked, Kind
from courses.rules.plans.evaluation import Answer, Evaluation
from courses.services import attendance, classes, plans
from courses.words import AttendanceState, ClassKind, HalfDay
from organisations.authority import SYSTEM
from people.models import Person
from people.services import merging, persons, postings
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.lessons import complete, pages


def evaluation(person: Person, code: str, on: date) -> Evaluation:
    found = all_plan_periods().asked().current(on).of_people([person.pk]).filter(plan__code=code)
    (line,) = plan_judging.judge(found, on=on)
    return line.evaluation


def done(person: Person, on: date, code: str = "pre-service") -> dict[str, tuple[NodeState, int]]:
    return {node.requirement.key: (node.state, node.done) for node in evaluation(person, code, on).nodes}


def test_lessons_and_classes_of_the_kind_add_up_and_a_correction_takes_away(
    seeded: int, course: CoursePage, places: Places, cast: Cast, at: datetime
) -> None:
    on = at.date()
    worker = cast.worker("林晓雯", places.station, hired=on - timedelta(days=18))
    plans.assign(by=SYSTEM, at=at)
    assert done(worker, on)["hours"] == (NodeState.OPEN, 0)
    first = pages(course)[0]
    complete(first, worker, at)
    held = open_class(places.county, at, starts_on=on, ends_on=on)
    policy = open_class(places.county, at, code="P", kind=ClassKind.POLICY, starts_on=on, ends_on=on)
    morning, evening = (
        session_of(held, at, held_on=on),
        session_of(policy, at, held_on=on, half_day=HalfDay.EVENING),
    )
    for session in (morning, evening):
        attendance.mark(
            mark=attendance.Mark(session, worker, None, AttendanceState.PRESENT), by=SYSTEM, at=at
        )
    assert done(worker, on)["hours"] == (NodeState.OPEN, first.minutes + 180)
    attendance.mark(mark=attendance.Mark(morning, worker, None, AttendanceState.ABSENT), by=SYSTEM, at=at)
    assert done(worker, on)["hours"] == (NodeState.OPEN, first.minutes)


def test_the_finished_course_is_met_whatever_becomes_of_its_pages(
    seeded: int, course: CoursePage, places: Places, cast: Cast, at: datetime
) -> None:
    on = at.date()
    worker = cast.worker("林晓雯", places.station, hired=on - timedelta(days=18))
    plans.assign(by=SYSTEM, at=at)
    assert done(worker, on)["course"][0] is NodeState.OPEN
    for place, page in enumerate(pages(course)):
        complete(page, worker, at - timedelta(days=place))
    assert done(worker, on)["course"] == (NodeState.MET, 1)
    hours = done(worker, on)["hours"]
    course.unpublish()
    assert done(worker, on)["course"] == (NodeState.MET, 1)
    assert done(worker, on)["hours"] == hours


def test_hours_of_a_merged_record_are_the_persons_own(
    seeded: int, course: CoursePage, places: Places, cast: Cast, at: datetime
) -> None:
    on = at.date()
    worker = cast.worker("林晓雯", places.station, hired=on - timedelta(days=18))
    twin = persons.add(details=PersonDetails(name="林晓雯"), organisation=places.station, by=SYSTEM, at=at)
    held = PostingDetails(organisation=places.station, starts_on=on - timedelta(days=10))
    postings.start(person=twin, details=held, by=SYSTEM, at=at)
    first = pages(course)[0]
    complete(first, twin, at)
    merging.merge(person=twin, into=worker, by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    assert done(worker, on)["hours"] == (NodeState.OPEN, first.minutes)


def test_a_class_is_met_by_four_fifths_of_its_sessions_once_it_is_over(
    seeded: int, places: Places, cast: Cast, at: datetime
) -> None:
    on = at.date()
    worker = cast.worker("陈小燕", places.station, title="司法社工")
    plans.assign(by=SYSTEM, at=at)
    held = open_class(places.county, at, kind=ClassKind.JUSTICE, starts_on=on - timedelta(days=4), ends_on=on)
    sessions = [session_of(held, at, held_on=on - timedelta(days=day)) for day in range(5)]
    expected = [(NodeState.OPEN, 20), (NodeState.OPEN, 40), (NodeState.OPEN, 60), (NodeState.MET, 80)]
    for session, found in zip(sessions, expected, strict=False):
        attendance.mark(mark=attendance.Mark(session, worker, None, AttendanceState.LATE), by=SYSTEM, at=at)
        assert done(worker, on + timedelta(days=1), "justice-worker")["module-class"] == found
    assert done(worker, on, "justice-worker")["module-class"] == (NodeState.OPEN, 80)
    classes.cancel(
        training_class=open_class(places.county, at, code="C"), reason="无人报名", by=SYSTEM, at=at
    )


def test_the_supervisor_cannot_be_found_yet_until_an_app_registers_the_kind(
    seeded: int, places: Places, cast: Cast, at: datetime
) -> None:
    on = at.date()
    worker = cast.worker("陈小燕", places.station, title="司法社工")
    plans.assign(by=SYSTEM, at=at)

    def supervisor() -> tuple[NodeState, str]:
        (node,) = [
            node
            for node in evaluation(worker, "justice-worker", on).nodes
            if node.requirement.key == "supervisor"
        ]
        return node.state, str(node.missing)

    assert supervisor() == (NodeState.BLOCKED, "督导功能开通后由系统核对，开通前不算超期")

    def gather(people: object, asked: list[Asked], day: date) -> dict[tuple[int, str], Answer]:
        return {(worker.pk, one.key): Answer(met_on=on) for one in asked}

    requirements.register(Kind("mentorship.juvenile_supervisor", gather))  # type: ignore[arg-type]
    try:
        assert supervisor() == (NodeState.MET, "")
    finally:
        requirements.forget("mentorship.juvenile_supervisor")


def test_what_was_found_met_is_kept_and_found_otherwise_when_facts_change(
    seeded: int, places: Places, cast: Cast, at: datetime
) -> None:
    on = at.date()
    worker = cast.worker("陈小燕", places.station)
    plans.assign(by=SYSTEM, at=at)
    marks = []
    for day in range(8):
        held_on = on - timedelta(days=day + 1)
        held = open_class(places.county, at, code=f"C{day}", starts_on=held_on, ends_on=held_on)
        marks.append(session_of(held, at, held_on=held_on))
        present = attendance.Mark(marks[-1], worker, None, AttendanceState.PRESENT)
        attendance.mark(mark=present, by=SYSTEM, at=at)
    assert evaluation(worker, "in-service", on).state is PlanState.DONE
    assert plans.recompute(by=SYSTEM, at=at) == 1
    assert plans.recompute(by=SYSTEM, at=at) == 0
    assert all_plan_periods().get(assignment__person=worker).met_on == on - timedelta(days=1)
    attendance.mark(mark=attendance.Mark(marks[0], worker, None, AttendanceState.ABSENT), by=SYSTEM, at=at)
    assert plans.recompute(by=SYSTEM, at=at) == 1
    assert all_plan_periods().get(assignment__person=worker).met_on is None


def test_judging_takes_the_same_questions_for_one_and_for_many(
    seeded: int,
    places: Places,
    cast: Cast,
    at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    def judge() -> object:
        return plan_judging.judge(all_plan_periods().asked(), on=at.date())

    cast.worker("甲", places.station, hired=at.date())
    plans.assign(by=SYSTEM, at=at)
    one = count_queries(judge)
    for number in range(12):
        cast.worker(f"社工{number}", places.station, hired=at.date() - timedelta(days=40 * number))
    plans.assign(by=SYSTEM, at=at)
    assert count_queries(judge) == one
    assert one <= 3
