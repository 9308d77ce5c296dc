"""Class pages: who sees which class, the list and its filters, enrolment, and the organiser's forms."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core import actions
from courses.models import Enrolment, TrainingClass
from courses.querysets import all_classes
from courses.services import attendance, enrolments
from courses.services.attendance import Mark
from courses.words import AttendanceState, ClassState
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import class_fields, logged_in, post, url
from tests.courses.classroom import TODAY, open_class, session_of

LIST = reverse("courses:class_list")


def test_a_learner_finds_the_open_classes_of_county_city_and_the_other_line_only(
    places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    for code, organiser in (
        ("东湖", places.county), ("榕江", places.city), ("社工部", places.department), ("西山", places.other_county),
    ):  # fmt: skip
        open_class(organiser, at, code)
    open_class(places.county, at, "筹备", state=ClassState.PLANNED)
    page = logged_in(cast, learner).get(LIST).content.decode()
    seen = {code for code in ("东湖", "榕江", "社工部", "西山", "筹备") if f"岗前培训班{code}" in page}
    assert seen == {"东湖", "榕江", "社工部"}


def test_upcoming_classes_come_first_the_nearest_at_the_top(places: Places, at: datetime) -> None:
    for code, days in (("后天", 2), ("昨天", -1), ("明天", 1), ("上月", -30), ("今天", 0)):
        day = TODAY + timedelta(days=days)
        open_class(places.county, at, code, starts_on=day, ends_on=day)
    codes = all_classes().upcoming_first(TODAY).values_list("code", flat=True)
    assert list(codes) == ["今天", "明天", "后天", "昨天", "上月"]


def test_the_filters_stand_in_the_address(places: Places, cast: Cast, officer: Person, at: datetime) -> None:
    open_class(places.county, at, "甲", report_year=2025)
    open_class(places.county, at, "乙", state=ClassState.PLANNED)
    open_class(places.county, at, "丙")
    client = logged_in(cast, officer)

    def found(query: str) -> set[str]:
        page = client.get(f"{LIST}?{query}").content.decode()
        return {code for code in "甲乙丙" if f"岗前培训班{code}" in page}

    assert found("") == {"甲", "乙", "丙"}
    assert found("year=2025") == {"甲"}
    assert found("year=2026&state=open") == {"丙"}
    assert found("year=abc&state=nonsense&page=999") == {"甲", "乙", "丙"}


def test_the_list_takes_as_many_queries_for_twenty_classes_as_for_one(
    places: Places,
    cast: Cast,
    officer: Person,
    at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = logged_in(cast, officer)
    open_class(places.county, at, "0")
    with django_assert_max_num_queries(12) as one:
        client.get(LIST)
    for number in range(1, 20):
        open_class(places.county, at, str(number))
    with django_assert_max_num_queries(12) as twenty:
        client.get(LIST)
    assert len(one) == len(twenty)


def test_the_page_takes_as_many_queries_for_twenty_learners_as_for_one(
    places: Places,
    cast: Cast,
    officer: Person,
    at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    training_class = open_class(places.county, at)
    sessions = [session_of(training_class, at, TODAY + timedelta(days=days)) for days in range(2)]
    client = logged_in(cast, officer)

    def fill(numbers: range) -> None:
        for number in numbers:
            person = cast.worker(f"学员{number}", places.station)
            enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
            wanted = Mark(sessions[0], person, None, AttendanceState.PRESENT)
            attendance.mark(mark=wanted, by=SYSTEM, at=at)

    fill(range(1))
    with django_assert_max_num_queries(20) as one:
        client.get(url("class_detail", training_class))
    fill(range(1, 20))
    with django_assert_max_num_queries(20) as twenty:
        client.get(url("class_detail", training_class))
    assert len(one) == len(twenty)


def test_another_countys_class_does_not_exist_for_an_officer(
    places: Places, cast: Cast, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    session = session_of(training_class, at)
    client = logged_in(cast, cast.with_role("钱主管", Role.OFFICER, places.other_county))
    for name in (
        "class_detail",
        "class_edit",
        "class_cancel",
        "roster_add",
        "session_add",
        "class_copy",
        "class_plan",
    ):
        assert client.get(url(name, training_class)).status_code == 404
    assert client.get(url("session_edit", session)).status_code == 404
    for name in ("class_state", "class_enrol", "class_withdraw", "class_edit"):
        assert post(client, url(name, training_class), state="running").status_code == 404  # type: ignore[attr-defined]
    assert post(client, url("session_remove", session)).status_code == 404  # type: ignore[attr-defined]


def test_a_providers_class_teacher_reads_the_class_and_its_list_but_changes_nothing(
    places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at, provider=places.school)
    not_theirs = open_class(places.county, at, "2026-02")
    enrolments.enrol(training_class=training_class, person=learner, by=SYSTEM, at=at)
    client = logged_in(cast, cast.with_role("温教员", Role.CLASS_TEACHER, places.school))
    page = client.get(url("class_detail", training_class)).content.decode()
    assert "陈小燕" in page
    assert "修改班次" not in page
    assert client.get(url("class_edit", training_class)).status_code == 404
    assert client.get(url("class_detail", not_theirs)).status_code == 404
    assert client.get(reverse("courses:class_add")).status_code == 403


def test_a_learner_sees_no_list_of_others(places: Places, cast: Cast, learner: Person, at: datetime) -> None:
    training_class = open_class(places.county, at)
    colleague = cast.worker("李大山", places.station)
    for person in (learner, colleague):
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    page = logged_in(cast, learner).get(url("class_detail", training_class)).content.decode()
    assert "李大山" not in page


def test_a_station_head_sees_only_the_people_of_the_station_on_the_list(
    places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    training_class = open_class(places.city, at)
    stranger = cast.worker("周远", places.other_station)
    for person in (learner, stranger):
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    head = cast.with_role("李站长", Role.STATION_HEAD, places.station)
    page = logged_in(cast, head).get(url("class_detail", training_class)).content.decode()
    assert "陈小燕" in page
    assert "周远" not in page


def test_a_learner_enrols_withdraws_and_enrols_again_with_one_tap_each(
    places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    client = logged_in(cast, learner)
    page = url("class_detail", training_class)
    assert "报名</button>" in client.get(page).content.decode()
    for step, state in (
        ("class_enrol", "enrolled"),
        ("class_withdraw", "withdrawn"),
        ("class_enrol", "enrolled"),
    ):
        answer = post(client, url(step, training_class))
        assert (answer.status_code, answer["Location"]) == (302, page)  # type: ignore[attr-defined,index]
        assert Enrolment.objects.get().state == state
    assert "您已报名" in client.get(page).content.decode()


def test_the_same_tap_twice_takes_one_seat(places: Places, cast: Cast, learner: Person, at: datetime) -> None:
    training_class = open_class(places.county, at)
    client = logged_in(cast, learner)
    key = {actions.FIELD: str(uuid.uuid4())}
    answers = [client.post(url("class_enrol", training_class), key) for _tap in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert TrainingClass.objects.get().seats_taken == 1


def test_a_full_class_says_so_and_offers_what_to_do(
    places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at, capacity=1)
    client = logged_in(cast, learner)
    enrolments.enrol(
        training_class=training_class, person=cast.worker("李大山", places.station), by=SYSTEM, at=at
    )
    assert "名额1个，已满" in client.get(url("class_detail", training_class)).content.decode()
    post(client, url("class_enrol", training_class))
    assert "您是候补第1位" in client.get(url("class_detail", training_class)).content.decode()


def test_an_officer_opens_a_class_and_adds_its_first_session(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    client = logged_in(cast, officer)
    answer = post(client, reverse("courses:class_add"), **class_fields(places))
    made = TrainingClass.objects.get()
    assert answer["Location"] == url("class_plan", made)  # type: ignore[index]
    assert (made.organiser, made.report_year, made.state) == (places.county, 2026, "open")
    fields = {
        "held_on": "2026-04-01",
        "half_day": "morning",
        "starts_at": "09:00",
        "ends_at": "12:00",
        "topic": "入户",
    }
    post(client, url("session_add", made), **fields)
    assert made.sessions.get().minutes == 180
    assert "2026-04-02" in client.get(url("session_add", made)).content.decode()


def test_an_officer_opens_no_class_for_another_county(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    fields = class_fields(places, organiser=places.other_county.pk)
    answer = post(logged_in(cast, officer), reverse("courses:class_add"), **fields)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert not TrainingClass.objects.exists()


def test_an_empty_form_names_every_missing_field_above_and_beside_it(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    page = post(logged_in(cast, officer), reverse("courses:class_add")).content.decode()  # type: ignore[attr-defined]
    assert "<title>错误：" in page
    for field, words in (("code", "请填写班次编号"), ("name", "请填写班次名称"), ("starts_on", "请填写日期")):
        assert f'href="#id_{field}"' in page
        assert f'id="id_{field}_error"' in page
        assert page.count(words) >= 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": "2026-03-31"}, "结班日期早于开班日期"),
        ({"capacity": "0"}, "id_capacity_error"),
        ({"state": "cancelled"}, "id_state_error"),
    ],
)
def test_a_class_form_that_does_not_add_up_is_shown_again(
    places: Places, cast: Cast, officer: Person, at: datetime, changes: dict[str, str], words: str
) -> None:
    answer = post(logged_in(cast, officer), reverse("courses:class_add"), **class_fields(places, **changes))
    assert words in answer.content.decode()  # type: ignore[attr-defined]
    assert not TrainingClass.objects.exists()


def test_a_code_taken_already_is_said_on_the_form(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    open_class(places.county, at, "2026-07")
    answer = post(logged_in(cast, officer), reverse("courses:class_add"), **class_fields(places))
    assert "已有这个班次编号" in answer.content.decode()  # type: ignore[attr-defined]
    assert TrainingClass.objects.count() == 1


def test_an_edit_keeps_organiser_code_and_state(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    client = logged_in(cast, officer)
    page = client.get(url("class_edit", training_class)).content.decode()
    assert 'value="2026-03-16"' in page
    changed = class_fields(places, name="改名班", organiser=places.city.pk, code="别的", state="closed")
    post(client, url("class_edit", training_class), **changed)
    training_class.refresh_from_db()
    kept = (training_class.organiser, training_class.code, training_class.state)
    assert kept == (places.county, "2026-01", ClassState.OPEN)
    assert training_class.name == "改名班"


def test_a_cancelled_class_keeps_its_page_and_says_why(
    places: Places, cast: Cast, learner: Person, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    enrolments.enrol(training_class=training_class, person=learner, by=SYSTEM, at=at)
    client = logged_in(cast, officer)
    without = post(client, url("class_cancel", training_class), reason="")
    assert "请写明取消的原因" in without.content.decode()  # type: ignore[attr-defined]
    post(client, url("class_cancel", training_class), reason="台风")
    assert "台风" in logged_in(cast, learner).get(url("class_detail", training_class)).content.decode()
    assert "台风" in client.get(url("class_detail", training_class)).content.decode()


def test_a_class_that_people_attended_is_not_cancelled(
    places: Places, cast: Cast, learner: Person, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    wanted = Mark(session_of(training_class, at), learner, None, AttendanceState.PRESENT)
    attendance.mark(mark=wanted, by=SYSTEM, at=at)
    answer = post(logged_in(cast, officer), url("class_cancel", training_class), reason="台风")
    assert "已有学员到课" in answer.content.decode()  # type: ignore[attr-defined]
    assert TrainingClass.objects.get().state == ClassState.OPEN


def test_the_buttons_lead_from_planned_to_closed_and_no_further(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at, state=ClassState.PLANNED)
    client = logged_in(cast, officer)
    for state in ("open", "running", "closed"):
        post(client, url("class_state", training_class), state=state)
        training_class.refresh_from_db()
        assert training_class.state == state
    refused = post(client, url("class_state", training_class), state="planned")
    assert refused.status_code == 409  # type: ignore[attr-defined]
