"""How much of a class stands on the organiser's word alone, shown to the offices that answer for its figures."""

from datetime import datetime

import pytest
from django.urls import reverse

from courses.mark_querysets import Marks, marks_of
from courses.models import ClassSession, TrainingClass
from courses.services import attendance, roll_call, sign_in
from courses.services.attendance import Mark
from courses.sign_in_words import SignInWay
from courses.words import AttendanceState
from organisations.authority import SYSTEM, Authority
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import logged_in, url
from tests.courses.classroom import open_class, session_of

LIST = reverse("courses:class_list")


@pytest.fixture
def session(places: Places, at: datetime) -> ClassSession:
    held = session_of(open_class(places.county, at, provider=places.school), at)
    return sign_in.open_session(session=held, by=SYSTEM, at=at)


@pytest.fixture
def held(session: ClassSession, places: Places, cast: Cast, at: datetime) -> TrainingClass:
    """Seven came: three by their own doing, three by the organiser's word, one of these by a late mark; one is on leave."""

    def mark(name: str, state: AttendanceState, way: SignInWay) -> None:
        person = cast.worker(name, places.station)
        wanted = Mark(session, person, None, state, reason="手机没电", way=way)
        attendance.mark(mark=wanted, by=SYSTEM, at=at)

    for name in ("陈小燕", "李大山"):
        attendance.sign_in(session=session, person=cast.worker(name, places.station), by=SYSTEM, at=at)
    mark("纸上人", AttendanceState.PRESENT, SignInWay.PAPER)
    mark("线上人", AttendanceState.TOO_SHORT, SignInWay.ONLINE)
    mark("手写人", AttendanceState.PRESENT, SignInWay.HAND)
    mark("补签人", AttendanceState.LATE_MARK, SignInWay.PAPER)
    mark("请假人", AttendanceState.LEAVE, SignInWay.HAND)
    called = cast.worker("点名人", places.station)
    roll_call.tick(
        session=session, person=called, state=AttendanceState.PRESENT, waited=False, by=SYSTEM, at=at
    )
    return session.training_class


def test_what_nobody_but_the_organiser_vouches_for_is_counted(held: TrainingClass) -> None:
    assert marks_of([held], by=SYSTEM) == {held.pk: Marks(came=7, by_hand=3)}


@pytest.mark.parametrize(
    ("came", "by_hand", "percent"), [(0, 0, 0), (300, 0, 0), (300, 1, 1), (7, 3, 43), (5, 5, 100)]
)
def test_a_share_is_rounded_up_so_that_one_is_not_none(came: int, by_hand: int, percent: int) -> None:
    assert Marks(came, by_hand).percent == percent


def test_the_offices_at_and_above_the_organiser_read_it_on_the_page_and_in_the_list(
    held: TrainingClass, places: Places, cast: Cast
) -> None:
    for number, place in enumerate((places.county, places.city, places.department)):
        client = logged_in(cast, cast.with_role(f"主管{number}", Role.OFFICER, place))
        page = client.get(url("class_detail", held)).content.decode()
        assert "7人次，其中手工记录3人次，占43%" in page
        assert "手工记录43%" in client.get(LIST).content.decode()


def test_neither_who_runs_the_sign_in_nor_who_learns_nor_a_station_reads_it(
    held: TrainingClass, places: Places, cast: Cast
) -> None:
    readers = (
        cast.with_role("温教员", Role.CLASS_TEACHER, places.school),
        cast.with_role("孙站长", Role.STATION_HEAD, places.station),
        Person.objects.get(name="陈小燕"),
    )
    for reader in readers:
        client = logged_in(cast, reader)
        assert "人次，其中手工记录" not in client.get(url("class_detail", held)).content.decode()
        assert "手工记录" not in client.get(LIST).content.decode()
    stranger = cast.by(cast.with_role("钱主管", Role.OFFICER, places.other_county))
    assert marks_of([held], by=stranger) == {}


def test_where_everybody_scanned_the_page_says_so_and_the_list_nothing(
    session: ClassSession, places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    attendance.sign_in(session=session, person=cast.worker("陈小燕", places.station), by=SYSTEM, at=at)
    client = logged_in(cast, officer)
    assert "1人次，没有手工记录" in client.get(url("class_detail", session.training_class)).content.decode()
    assert "手工记录" not in client.get(LIST).content.decode()


def test_a_list_asks_once(
    held: TrainingClass, places: Places, at: datetime, django_assert_num_queries: object
) -> None:
    by: Authority = SYSTEM
    found = [held, *(open_class(places.county, at, str(number)) for number in range(5))]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert set(marks_of(found, by=by)) == {held.pk}
