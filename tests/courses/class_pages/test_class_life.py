"""The page of a class: its next step, its history, its copy for another year, and its timetable by half day."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.errors import RuleBroken
from core.models import Event
from courses.completion_querysets import terms_in_force
from courses.models import ClassSession, TrainingClass
from courses.rules.completion import Terms
from courses.rules.timetables import Line
from courses.services import class_copies, classes, completion, enrolments, timetables
from courses.services.class_copies import CopyDetails
from courses.words import ClassState, HalfDay
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import logged_in, post, url
from tests.courses.classroom import TODAY, open_class, session_of

NEW_DAY = date(2027, 3, 15)  # a Monday, 52 weeks after TODAY


def copied(training_class: TrainingClass, at: datetime, **changes: object) -> TrainingClass:
    plain: dict[str, object] = {
        "starts_on": NEW_DAY, "code": "2027-01", "name": "2027年岗前培训班", "programme_name": "2027年岗前培训",
        "round_number": 1, "capacity": 30,
    }  # fmt: skip
    details = CopyDetails(**(plain | changes))  # type: ignore[arg-type]
    return class_copies.copy(training_class=training_class, details=details, by=SYSTEM, at=at)


def test_the_next_step_is_the_main_button_and_the_history_names_who_took_the_last(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at, state=ClassState.PLANNED)
    client = logged_in(cast, officer)
    page = client.get(url("class_detail", training_class)).content.decode()
    assert '<button class="button" type="submit">开放报名</button>' in page
    assert '<button class="button button-secondary" type="submit">提交备案</button>' in page
    post(client, url("class_state", training_class), state="open")
    page = client.get(url("class_detail", training_class)).content.decode()
    assert '<button class="link" type="submit">收回报名</button>' in page
    assert page.index("2026-03-16 10:00") < page.index("赵主管", page.index("状态记录"))
    skipped = post(client, url("class_state", training_class), state="completed")
    assert skipped.status_code == 409  # type: ignore[attr-defined]
    assert "可以改为" in skipped.content.decode()  # type: ignore[attr-defined]


def test_learners_see_neither_steps_nor_history(
    places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    page = logged_in(cast, learner).get(url("class_detail", open_class(places.county, at))).content.decode()
    assert "状态记录" not in page
    assert "照此新开" not in page


def test_a_copy_has_the_timetable_on_new_days_and_nobody_on_its_list(
    places: Places, learner: Person, at: datetime
) -> None:
    old = open_class(places.county, at, filing_number="粤备7", provider=places.school, gives_credit=False)
    session_of(old, at)
    session_of(old, at, TODAY + timedelta(days=2), HalfDay.AFTERNOON)
    enrolments.enrol(training_class=old, person=learner, by=SYSTEM, at=at)
    made = copied(old, at)
    assert (made.state, made.seats_taken, made.filing_number, made.report_year) == (
        ClassState.PLANNED,
        0,
        "",
        2027,
    )
    assert (made.provider, made.gives_credit) == (places.school, False)
    assert (made.starts_on, made.ends_on) == (NEW_DAY, NEW_DAY + timedelta(days=2))
    found = [
        (one.held_on, one.half_day, one.topic, one.minutes, one.opened_at) for one in made.sessions.all()
    ]
    assert found == [
        (NEW_DAY, "morning", "入户走访", 180, None),
        (NEW_DAY + timedelta(days=2), "afternoon", "入户走访", 180, None),
    ]
    event = Event.objects.get(name="courses.class.copied")
    assert event.data == {"source": old.pk, "days": 364}
    assert not Event.objects.filter(subject_id=str(made.pk), name="courses.class.added").exists()


def test_a_taken_code_leaves_nothing_behind(places: Places, at: datetime) -> None:
    old = open_class(places.county, at)
    session_of(old, at)
    with pytest.raises(RuleBroken) as refused:
        copied(old, at, code=old.code)
    assert refused.value.code == "class.code_taken"
    assert (TrainingClass.objects.count(), ClassSession.objects.count()) == (1, 1)


def test_only_officers_of_the_organiser_copy(places: Places, cast: Cast, at: datetime) -> None:
    old = open_class(places.county, at, provider=places.school)
    plain = CopyDetails(NEW_DAY, "2027-01", "班", "项目", None, None)
    for role, place in ((Role.CLASS_TEACHER, places.school), (Role.OFFICER, places.other_county)):
        person = cast.with_role(f"人{role}", role, place)
        with pytest.raises(RuleBroken):
            class_copies.copy(training_class=old, details=plain, by=cast.by(person), at=at)
        assert logged_in(cast, person).get(url("class_copy", old)).status_code == 404


def test_the_form_of_a_copy_is_filled_in_and_says_which_days_fall_on_a_weekend(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    old = open_class(
        places.county,
        at,
        "2025-01",
        name="2025年岗前班",
        starts_on=date(2025, 3, 17),
        ends_on=date(2025, 3, 21),
    )
    session_of(old, at, date(2025, 3, 21))
    client = logged_in(cast, officer)
    page = client.get(url("class_copy", old)).content.decode()
    for value in ("2026-03-23", "2026-01", "2026年岗前班"):
        assert f'value="{value}"' in page
    assert "1个课次" in page
    fields = {
        "starts_on": "2026-03-24",
        "code": "2026-01",
        "name": "2026年岗前班",
        "programme_name": "岗前培训",
    }
    answer = post(client, url("class_copy", old), **fields)
    made = TrainingClass.objects.get(code="2026-01")
    assert answer["Location"] == url("class_detail", made)  # type: ignore[index]
    assert "落在周末，请核对：03-28" in client.get(url("class_detail", made)).content.decode()


def test_a_copy_asks_of_its_learners_what_the_old_class_asked_of_its_own(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    own, plain = open_class(places.county, at, "2026-01"), open_class(places.county, at, "2026-02")
    terms = Terms(attendance_percent=65, needs_test=False, needs_assignments=True)
    completion.set_terms(training_class=own, terms=terms, by=SYSTEM, at=at)
    client = logged_in(cast, officer)
    for source, code in ((own, "2027-01"), (plain, "2027-02")):
        fields = {"starts_on": "2027-03-15", "code": code, "name": code, "programme_name": "岗前培训"}
        post(client, url("class_copy", source), **fields)
    found = {one.code: terms_in_force(one) for one in TrainingClass.objects.filter(code__startswith="2027")}
    assert (found["2027-01"].terms, found["2027-01"].is_own) == (terms, True)
    assert not found["2027-02"].is_own


def test_the_timetable_is_a_grid_of_days_and_half_days(
    places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    for half in (HalfDay.MORNING, HalfDay.AFTERNOON):
        session_of(training_class, at, TODAY, half)
    address, client = url("class_detail", training_class), logged_in(cast, learner)
    page = client.get(address).content.decode()
    assert '<th scope="col">上午</th><th scope="col">下午</th></tr>' in page
    session_of(training_class, at, TODAY + timedelta(days=1), HalfDay.EVENING)
    page = client.get(address).content.decode()
    assert '<th scope="col">下午</th><th scope="col">晚上</th></tr>' in page


def test_typed_rows_and_pasted_lines_are_saved_together(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    client = logged_in(cast, officer)
    address = url("class_plan", training_class)
    page = client.get(address).content.decode()
    assert "03-16 上午 课程" in page
    fields = {
        "20260316_morning_topic": "入户走访", "20260316_morning_starts_at": "09:00",
        "20260316_morning_ends_at": "11:30", "20260316_morning_lecturer": "温教员",
        "lines": "3月17日\t上午\t个案记录\t温教员\t副教授\n\t下午\t伦理",
    }  # fmt: skip
    answer = post(client, address, **fields)
    assert answer["Location"] == url("class_detail", training_class)  # type: ignore[index]
    found = [
        (s.held_on.day, s.half_day, s.minutes, s.topic, s.lecturer_title)
        for s in training_class.sessions.all()
    ]
    assert found == [
        (16, "morning", 150, "入户走访", ""), (17, "morning", 180, "个案记录", "副教授"), (17, "afternoon", 180, "伦理", ""),
    ]  # fmt: skip
    assert Event.objects.filter(name="courses.sessions.added").count() == 1
    assert "03-16 上午 课程" not in client.get(address).content.decode()


def test_a_line_that_is_not_understood_saves_nothing(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    client = logged_in(cast, officer)
    answer = post(client, url("class_plan", training_class), lines="3月17日 上午 伦理\n5月1日 上午 个案")
    assert "第2行：日期不在开班与结班日期之间" in answer.content.decode()  # type: ignore[attr-defined]
    assert "请至少填写一个课次" in post(client, url("class_plan", training_class)).content.decode()  # type: ignore[attr-defined]
    assert not ClassSession.objects.exists()


def test_a_lecturer_in_two_places_is_named_and_saved_when_the_officer_insists(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    session_of(open_class(places.county, at, "他班"), at)
    session_of(open_class(places.other_county, at, "外县"), at, TODAY + timedelta(days=1))
    training_class = open_class(places.county, at, "本班")
    client = logged_in(cast, officer)
    fields: dict[str, object] = {"lines": "3月16日 10:00-11:00 伦理 温教员\n3月17日 上午 个案 温教员"}
    page = post(client, url("class_plan", training_class), **fields).content.decode()  # type: ignore[attr-defined]
    assert "授课人同一时间在“岗前培训班他班”授课" in page
    assert "授课人同一时间在其他单位的班次授课" in page
    assert "外县" not in page
    assert not training_class.sessions.exists()
    post(client, url("class_plan", training_class), accepts="on", **fields)
    assert training_class.sessions.count() == 2


def test_a_plan_is_refused_outside_the_class_and_twice_at_one_time(places: Places, at: datetime) -> None:
    training_class = open_class(places.county, at)
    line = Line(TODAY, HalfDay.MORNING, time(9), time(12), "伦理")
    outside = Line(TODAY + timedelta(days=30), HalfDay.MORNING, time(9), time(12), "伦理")
    for lines, code in (
        ([outside], "timetable.other_day"),
        ([line, line], "session.twice"),
        ([], "timetable.empty"),
    ):
        with pytest.raises(RuleBroken) as refused:
            timetables.plan(training_class=training_class, lines=lines, accepts=True, by=SYSTEM, at=at)
        assert refused.value.code == code
    classes.cancel(training_class=training_class, reason="台风", by=SYSTEM, at=at)
    with pytest.raises(RuleBroken):
        timetables.plan(training_class=training_class, lines=[line], accepts=True, by=SYSTEM, at=at)


def test_the_page_of_a_plan_takes_as_many_queries_for_ten_sessions_as_for_one(
    places: Places,
    cast: Cast,
    officer: Person,
    at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    training_class = open_class(places.county, at, ends_on=TODAY + timedelta(days=20))
    client = logged_in(cast, officer)
    session_of(training_class, at)
    pages = [url(name, training_class) for name in ("class_plan", "class_copy", "class_detail")]
    with django_assert_max_num_queries(40) as one:
        for page in pages:
            client.get(page)
    for number in range(1, 10):
        session_of(training_class, at, TODAY + timedelta(days=number))
    with django_assert_max_num_queries(40) as ten:
        for page in pages:
            client.get(page)
    assert len(one) == len(ten)
    assert reverse("courses:class_plan", args=[training_class.public_id]) in pages
