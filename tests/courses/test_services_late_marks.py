"""A late mark is asked for by the learner and answered by whoever runs the class."""

from datetime import date, datetime, time, timedelta

import pytest

from core.errors import RuleBroken
from courses.models import ClassSession
from courses.querysets import all_attendances
from courses.services import classes, late_marks
from courses.services.classes import ClassDetails, SessionDetails
from courses.words import AttendanceState, HalfDay, RequestState
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.cast import Cast, Places

REASON = "手机没电，签了纸质签到表"


@pytest.fixture
def session(places: Places, at: datetime) -> ClassSession:
    day = date(2026, 3, 12)
    details = ClassDetails(
        code="A-1", name="个案工作班", programme_name="县级培训", organiser=places.county, provider=places.school,
        report_year=2026, starts_on=day, ends_on=day,
    )  # fmt: skip
    training_class = classes.add(details=details, by=SYSTEM, at=at)
    row = SessionDetails(
        held_on=day,
        half_day=HalfDay.MORNING,
        starts_at=time(9),
        ends_at=time(12),
        minutes=180,
        topic="个案接案",
    )
    return classes.add_sessions(rows=[(training_class, row)], by=SYSTEM, at=at)[0]


def test_an_approved_request_marks_the_session_and_credits_its_minutes(
    session: ClassSession, places: Places, cast: Cast, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    teacher = cast.with_role("周老师", Role.CLASS_TEACHER, places.school)
    asked = late_marks.ask(session=session, person=worker, reason=REASON, by=cast.by(worker), at=at)
    assert all_entries().of_person(worker).total_minutes() == 0
    late_marks.approve(request=asked, by=cast.by(teacher), at=at)
    attendance = all_attendances().get(person=worker)
    assert (attendance.state, attendance.reason, attendance.approved_by) == (
        AttendanceState.LATE_MARK, REASON, teacher.pk,
    )  # fmt: skip
    assert all_entries().of_person(worker).total_minutes() == 180


def test_a_declined_request_keeps_its_answer_and_credits_nothing(
    session: ClassSession, places: Places, cast: Cast, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    asked = late_marks.ask(session=session, person=worker, reason=REASON, by=cast.by(worker), at=at)
    declined = late_marks.decline(request=asked, answer="签到表上没有您的签名", by=SYSTEM, at=at)
    assert (declined.state, declined.answer) == (RequestState.DECLINED, "签到表上没有您的签名")
    assert all_entries().of_person(worker).total_minutes() == 0


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("somebody else", "late_mark.not_yours"),
        ("twice", "late_mark.waiting"),
        ("too early", "late_mark.not_yet"),
        ("signed in", "late_mark.counted"),
    ],
)
def test_what_may_not_be_asked(
    case: str, code: str, session: ClassSession, places: Places, cast: Cast, at: datetime
) -> None:
    worker, colleague = cast.worker("陈小燕", places.station), cast.worker("李文", places.station)
    by = cast.by(colleague if case == "somebody else" else worker)
    when = at - timedelta(days=10) if case == "too early" else at
    if case in {"twice", "signed in"}:
        asked = late_marks.ask(session=session, person=worker, reason=REASON, by=by, at=at)
        if case == "signed in":
            late_marks.approve(request=asked, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        late_marks.ask(session=session, person=worker, reason=REASON, by=by, at=when)
    assert refused.value.code == code


def test_a_request_is_answered_once_and_only_by_whoever_runs_the_class(
    session: ClassSession, places: Places, cast: Cast, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    stranger = cast.with_role("西山主管", Role.OFFICER, places.other_county)
    asked = late_marks.ask(session=session, person=worker, reason=REASON, by=cast.by(worker), at=at)
    for decide in (
        lambda: late_marks.approve(request=asked, by=cast.by(stranger), at=at),
        lambda: late_marks.decline(request=asked, answer="不同意", by=cast.by(worker), at=at),
    ):
        with pytest.raises(RuleBroken) as refused:
            decide()
        assert refused.value.code == "permission.missing"
    late_marks.approve(request=asked, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        late_marks.decline(request=asked, answer="不同意", by=SYSTEM, at=at)
    assert refused.value.code == "late_mark.decided"
