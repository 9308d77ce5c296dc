"""抽点: a draw that anybody can check, and an answer that changes nothing by itself."""

from datetime import datetime, timedelta

import pytest

from core.errors import RuleBroken
from core.models import Event
from courses.models import Attendance, ClassSession, NameCall
from courses.rules.name_call import draw
from courses.services import attendance, name_call
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.sign_in.room import logged_in, post, text, url


@pytest.fixture
def full(opened: ClassSession, places: Places, cast: Cast, at: datetime) -> ClassSession:
    """Six have signed in."""
    for number in range(6):
        person = cast.worker(f"学员{number}", places.station)
        attendance.sign_in(session=opened, person=person, by=SYSTEM, at=at)
    return opened


@pytest.mark.parametrize("people", [[], [7], [3, 1, 2], [5, 5, 6], list(range(300))])
@pytest.mark.parametrize(("count", "seed"), [(1, "a"), (3, "a"), (20, "0f")])
def test_the_draw_follows_from_the_seed_alone(people: list[int], count: int, seed: str) -> None:
    drawn = draw(people, count=count, seed=seed)
    assert drawn == draw(reversed(people), count=count, seed=seed)
    assert len(drawn) == len(set(drawn)) == min(count, len(set(people)))
    assert set(drawn) <= set(people)


def test_another_seed_calls_others_and_nobody_is_left_out_for_ever() -> None:
    called = {draw(range(10), count=1, seed=str(seed))[0] for seed in range(200)}
    assert called == set(range(10))


def test_three_are_drawn_written_down_and_can_be_drawn_again_from_the_event(
    full: ClassSession, teacher: Person, cast: Cast
) -> None:
    client = logged_in(cast, teacher)
    answer = post(client, url("session_name_call", full), count=3)
    call = NameCall.objects.get()
    assert answer["Location"] == f"/classes/name-calls/{call.public_id}/"
    told = Event.objects.get(name="courses.name_call.drawn").data
    drawn = [line.person_id for line in call.lines.all()]
    assert drawn == told["drawn"] == draw(told["candidates"], count=3, seed=told["seed"])
    assert len(told["candidates"]) == 6
    page = text(client.get(answer["Location"]))
    assert page.count("checkbox") == 3
    assert call.seed in page


def test_who_did_not_answer_is_a_remark_at_closing_and_loses_nothing(
    full: ClassSession, teacher: Person, cast: Cast
) -> None:
    client = logged_in(cast, teacher)
    before = list(Attendance.objects.order_by("pk").values()), all_entries().total_minutes()
    address = post(client, url("session_name_call", full), count=3)["Location"]
    post(client, address, there_1="on", there_3="on")
    assert [line.is_there for line in NameCall.objects.get().lines.all()] == [True, False, True]
    assert (list(Attendance.objects.order_by("pk").values()), all_entries().total_minutes()) == before
    for page in ("session_close", "session_detail", "session_name_call"):
        assert "抽点3人，1人不在" in text(client.get(url(page, full)))  # type: ignore[arg-type]
    assert "不在" in text(client.get(address))  # type: ignore[arg-type]
    assert post(client, address, there_1="on").status_code == 409


def test_closing_writes_what_the_calls_found_into_the_note(
    full: ClassSession, teacher: Person, cast: Cast
) -> None:
    client = logged_in(cast, teacher)
    for there in ({"there_1": "on", "there_2": "on"}, {"there_1": "on"}):
        post(client, post(client, url("session_name_call", full), count=2)["Location"], **there)
    post(client, url("session_name_call", full), count=1)  # nobody wrote down who answered
    post(client, url("session_close", full), head_count=5, note="一人提前离开")
    full.refresh_from_db()
    assert full.head_count_note == "一人提前离开；抽点4人，1人不在"
    assert "抽点4人，1人不在" in text(client.get(url("session_detail", full)))  # type: ignore[arg-type]


def test_a_call_is_no_explanation_of_a_head_count_that_differs(
    full: ClassSession, teacher: Person, cast: Cast
) -> None:
    client = logged_in(cast, teacher)
    post(client, post(client, url("session_name_call", full), count=2)["Location"], there_1="on")
    assert "两数不同" in text(post(client, url("session_close", full), head_count=5))
    full.refresh_from_db()
    assert full.closed_at is None


@pytest.mark.parametrize(("count", "code"), [(0, "name_call.count"), (21, "name_call.count")])
def test_an_unreasonable_count_draws_nobody(full: ClassSession, at: datetime, count: int, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        name_call.call_names(session=full, count=count, by=SYSTEM, at=at)
    assert refused.value.code == code


def test_nobody_is_drawn_from_an_empty_room_on_another_day_or_by_another_county(
    full: ClassSession, session: ClassSession, places: Places, cast: Cast, at: datetime
) -> None:
    stranger = cast.with_role("钱主管", Role.OFFICER, places.other_county)
    with pytest.raises(RuleBroken):
        name_call.call_names(session=full, count=1, by=cast.by(stranger), at=at)
    with pytest.raises(RuleBroken) as other_day:
        name_call.call_names(session=full, count=1, by=SYSTEM, at=at + timedelta(days=1))
    Attendance.objects.all().delete()
    with pytest.raises(RuleBroken) as empty:
        name_call.call_names(session=full, count=1, by=SYSTEM, at=at)
    assert [other_day.value.code, empty.value.code] == ["name_call.other_day", "name_call.nobody"]
    assert logged_in(cast, stranger).get(url("session_name_call", full)).status_code == 404
