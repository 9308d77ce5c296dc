"""A class teacher of one class: sees that class, on those days, and nothing else."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.errors import RuleBroken
from core.models import Event
from courses.class_teacher_querysets import teachers_of
from courses.models import AdmissionTerms, ClassSession, TrainingClass
from courses.querysets import all_classes
from courses.services import admission, class_teachers, enrolments, plans
from inbox.todos import todo_items
from organisations.authority import SYSTEM
from organisations.roles import Permission, Role
from people.models import Person, RoleGrant
from people.services import grants
from tests.cast import HIRED, Cast, Places
from tests.courses.class_pages.room import logged_in, post, url
from tests.courses.classroom import TODAY, open_class, session_of

ONE_DAY = timedelta(days=1)
LAST = TODAY + timedelta(days=2)


@pytest.fixture
def held(places: Places, at: datetime) -> TrainingClass:
    return open_class(places.county, at, provider=places.school)


@pytest.fixture
def session(held: TrainingClass, at: datetime) -> ClassSession:
    return session_of(held, at)


@pytest.fixture
def teacher(places: Places, cast: Cast) -> Person:
    """Works at the provider; the county does not see its roster."""
    return cast.worker("何班主任", places.school)


@pytest.fixture
def appointed(held: TrainingClass, teacher: Person, at: datetime) -> RoleGrant:
    return class_teachers.appoint(
        training_class=held, person=teacher, starts_on=TODAY, last_on=LAST, by=SYSTEM, at=at
    )


def pages_of(held: TrainingClass, session: ClassSession) -> list[str]:
    own = ["class_detail", "class_prints", "class_roster_print", "class_outsiders"]
    its = ["session_detail", "sign_in", "session_roll_call", "session_mark", "session_sheet"]
    return [url(name, held) for name in own] + [url(name, session) for name in its]


def answers(client: Client, pages: list[str]) -> set[int]:
    return {client.get(page).status_code for page in pages}


def on_day(day: date, client: Client, pages: list[str]) -> set[int]:
    with time_machine.travel(datetime.fromisoformat(f"{day}T10:00+08:00"), tick=False):
        return answers(client, pages)


def test_from_the_first_to_the_last_day_and_not_the_day_after(
    held: TrainingClass, session: ClassSession, teacher: Person, cast: Cast, at: datetime
) -> None:
    class_teachers.appoint(
        training_class=held, person=teacher, starts_on=TODAY + ONE_DAY, last_on=LAST, by=SYSTEM, at=at
    )
    client, pages = logged_in(cast, teacher), pages_of(held, session)
    assert answers(client, pages) <= {403, 404}  # not begun
    assert on_day(TODAY + ONE_DAY, client, pages) == {200}
    assert on_day(LAST, client, pages) == {200}
    assert on_day(LAST + ONE_DAY, client, pages) <= {403, 404}


def test_neither_another_class_of_the_provider_nor_another_county(
    appointed: RoleGrant, held: TrainingClass, teacher: Person, places: Places, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, teacher)
    for organiser, code in ((places.county, "2026-02"), (places.other_county, "2026-03")):
        other = open_class(organiser, at, code, provider=places.school)
        assert answers(client, pages_of(other, session_of(other, at))) == {404}
    by = cast.by(teacher)
    assert list(all_classes().visible_to(by, on=TODAY)) == [held]
    assert list(all_classes().managed_by(by, Permission.RUN_SIGN_IN)) == [held]
    assert not all_classes().managed_by(by, Permission.MANAGE_CLASSES).exists()
    listed = client.get(reverse("courses:class_list")).content.decode()
    assert held.name in listed
    assert "2026-02" not in listed


def test_it_opens_no_roster_no_figures_and_no_change_of_the_class(
    appointed: RoleGrant, held: TrainingClass, session: ClassSession, teacher: Person, cast: Cast
) -> None:
    client, by = logged_in(cast, teacher), cast.by(teacher)
    assert not any(by.scope(permission) for permission in Permission)
    closed = [url(name, held) for name in ("class_edit", "class_plan", "class_fees", "class_teachers")]
    closed += [url("session_edit", session), reverse("people:person_list"), reverse("reporting:figures")]
    closed += [reverse("reporting:official_forms"), reverse("courses:class_add")]
    assert answers(client, closed) <= {403, 404}


def test_it_runs_the_sign_in_and_sees_the_whole_roster(
    appointed: RoleGrant, held: TrainingClass, session: ClassSession, teacher: Person, learner: Person,
    cast: Cast, at: datetime,
) -> None:  # fmt: skip
    enrolments.enrol(training_class=held, person=learner, by=SYSTEM, at=at)
    client = logged_in(cast, teacher)
    assert learner.name in client.get(url("class_detail", held)).content.decode()
    assert "签到：岗前培训班2026-01" in [one.title for one in todo_items(cast.by(teacher), on=TODAY)]
    post(client, url("session_open", session))
    session.refresh_from_db()
    assert session.opened_at is not None
    assert answers(client, [reverse("courses:leave_list"), reverse("courses:late_mark_list")]) == {200}


def test_an_officer_appoints_on_the_page_and_ends_it_early(
    held: TrainingClass, session: ClassSession, teacher: Person, officer: Person, cast: Cast
) -> None:
    runner, page = logged_in(cast, officer), url("class_teachers", held)
    client = logged_in(cast, teacher)
    assert page in runner.get(url("class_detail", held)).content.decode()
    post(runner, page, person="何班主任", starts_on=TODAY.isoformat(), last_on=LAST.isoformat())
    grant = teachers_of(held).get()
    assert (grant.person, grant.starts_on, grant.ends_on) == (teacher, TODAY, LAST + ONE_DAY)
    shown = runner.get(page).content.decode()
    assert "何班主任" in shown
    assert "榕江市委党校" in shown
    assert answers(client, pages_of(held, session)) == {200}
    end = reverse("courses:class_teacher_end", args=[held.public_id, grant.pk])
    post(runner, end)
    assert answers(client, pages_of(held, session)) <= {403, 404}
    assert "已结束" in runner.get(page).content.decode()
    names = Event.objects.filter(name__startswith="courses.class_teacher").order_by("pk")
    assert list(names.values_list("name", flat=True)) == [
        "courses.class_teacher.appointed", "courses.class_teacher.dismissed",
    ]  # fmt: skip
    assert post(runner, end).status_code == 409  # type: ignore[attr-defined]


def test_what_is_wrong_is_said_and_nothing_is_written(
    held: TrainingClass, teacher: Person, officer: Person, places: Places, cast: Cast
) -> None:
    cast.worker("何班主任", places.station)
    cast.worker("外县人", places.other_station)
    runner, page = logged_in(cast, officer), url("class_teachers", held)

    def said(**changes: str) -> str:
        fields = {"person": "何班主任 榕江市委党校", "starts_on": "2026-03-16", "last_on": "2026-03-18"}
        return post(runner, page, **(fields | changes)).content.decode()  # type: ignore[attr-defined,no-any-return]

    assert "有2位同名" in said(person="何班主任")
    assert "没有“外县人”" in said(person="外县人")
    assert "最后一天早于第一天" in said(last_on="2026-03-15")
    assert "生效日期不能早于今天" in said(starts_on="2026-03-15")
    assert "不能授给自己" in said(person=officer.name)
    assert not teachers_of(held).exists()
    said()
    assert "已有同样的授权" in said(starts_on="2026-03-18", last_on="2026-03-20")
    assert teachers_of(held).count() == 1


def test_only_the_organisers_officers_appoint(
    held: TrainingClass, appointed: RoleGrant, places: Places, cast: Cast, at: datetime
) -> None:
    end = reverse("courses:class_teacher_end", args=[held.public_id, appointed.pk])
    for role, place in (
        (Role.OFFICER, places.other_county), (Role.OFFICER, places.department), (Role.CLASS_TEACHER, places.school),
    ):  # fmt: skip
        client = logged_in(cast, cast.with_role(f"某{place.pk}", role, place))
        assert client.get(url("class_teachers", held)).status_code == 404
        assert post(client, end).status_code == 404  # type: ignore[attr-defined]
    other = open_class(places.county, at, "2026-02")
    wrong = reverse("courses:class_teacher_end", args=[other.public_id, appointed.pk])
    client = logged_in(cast, cast.with_role("赵主管", Role.OFFICER, places.county))
    assert post(client, wrong).status_code == 404  # type: ignore[attr-defined]


def test_a_stranger_cannot_be_appointed_by_the_service_either(
    held: TrainingClass, places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    stranger = cast.worker("外县人", places.other_station)
    with pytest.raises(RuleBroken) as refused:
        class_teachers.appoint(
            training_class=held, person=stranger, starts_on=TODAY, last_on=LAST, by=cast.by(officer), at=at
        )
    assert refused.value.code == "class_teacher.stranger"


def test_the_role_for_a_whole_provider_stands_beside_it(
    appointed: RoleGrant, teacher: Person, places: Places, at: datetime
) -> None:
    grants.grant(
        person=teacher, role=Role.CLASS_TEACHER, organisation=places.county, starts_on=HIRED, ends_on=None,
        by=SYSTEM, at=at,
    )  # fmt: skip
    assert RoleGrant.objects.filter(person=teacher).count() == 2


def test_the_role_counts_for_a_place_in_its_class_alone(
    appointed: RoleGrant, held: TrainingClass, teacher: Person, places: Places, at: datetime
) -> None:
    other = open_class(places.county, at, "2026-02")
    for one in (held, other):
        AdmissionTerms.objects.create(training_class=one, roles=[Role.CLASS_TEACHER])
    assert admission.unmet_by(held, [teacher.pk], at=at) == {}
    assert [str(one) for one in admission.unmet_by(other, [teacher.pk], at=at)[teacher.pk]] == [
        "本班面向班主任，名册上本人没有这个身份"
    ]
    grants.grant(
        person=teacher, role=Role.CLASS_TEACHER, organisation=places.school, starts_on=HIRED, ends_on=None,
        by=SYSTEM, at=at,
    )  # fmt: skip
    assert admission.unmet_by(other, [teacher.pk], at=at) == {}


def test_the_role_names_nobody_for_a_plan_and_makes_no_organisation_their_own(
    appointed: RoleGrant, teacher: Person, places: Places, cast: Cast, at: datetime
) -> None:
    """The desk opens all the same: it is the way to the class."""
    by = cast.by(teacher)
    assert not by.has(Role.CLASS_TEACHER)
    assert not by.own_organisations
    assert by.roles == {Role.CLASS_TEACHER}
    assert plans._standings([teacher.pk], on=TODAY)[teacher.pk].standing.roles == frozenset()
    grants.grant(
        person=teacher, role=Role.CLASS_TEACHER, organisation=places.school, starts_on=HIRED, ends_on=None,
        by=SYSTEM, at=at,
    )  # fmt: skip
    by = cast.by(teacher)
    assert by.has(Role.CLASS_TEACHER)
    assert by.own_organisations == {places.school.pk}
    assert plans._standings([teacher.pk], on=TODAY)[teacher.pk].standing.roles == {Role.CLASS_TEACHER}


def test_a_bound_grant_without_an_end_is_refused_by_the_database(appointed: RoleGrant) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.filter(pk=appointed.pk).update(ends_on=None)


def test_the_page_takes_as_many_questions_for_ten_as_for_one(
    held: TrainingClass, appointed: RoleGrant, places: Places, cast: Cast, officer: Person, at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client, page = logged_in(cast, officer), url("class_teachers", held)
    client.get(page)
    for number in range(10):
        person = cast.worker(f"助教{number}", places.school)
        class_teachers.appoint(
            training_class=held, person=person, starts_on=TODAY, last_on=LAST, by=SYSTEM, at=at
        )
    with django_assert_max_num_queries(14):
        assert "助教9" in client.get(page).content.decode()
