"""师资库: kept by a bureau, shared downwards, named by sessions, and in one place at a time."""

from collections.abc import Callable
from datetime import datetime, time

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.models import Event
from courses.fee_words import FeeClass
from courses.lecturer_fees import fee_form_of
from courses.lecturer_querysets import all_lecturers
from courses.models import ClassSession, Lecturer, TrainingClass
from courses.services import attendance, lecturers
from courses.services.attendance import Mark
from courses.services.lecturers import LecturerDetails
from courses.words import AttendanceState, HalfDay
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import logged_in, post, url
from tests.courses.classroom import open_class, session_of

LIST, ADD = reverse("courses:lecturer_list"), reverse("courses:lecturer_add")
Register = Callable[..., Lecturer]
MORNING = {
    "held_on": "2026-03-16", "half_day": "morning", "starts_at": "09:00", "ends_at": "12:00", "minutes": "180",
    "topic": "个案工作", "is_compulsory": "on",
}  # fmt: skip


@pytest.fixture
def register(places: Places, at: datetime) -> Register:
    def entry(name: str, owner: Organisation | None = None, **said: object) -> Lecturer:
        details = LecturerDetails(name, **said)  # type: ignore[arg-type]
        return lecturers.add(owner=owner or places.county, details=details, by=SYSTEM, at=at)

    return entry


@pytest.fixture
def held(places: Places, at: datetime) -> TrainingClass:
    return open_class(places.county, at)


def page_of(lecturer: Lecturer, name: str = "lecturer") -> str:
    return reverse(f"courses:{name}", args=[lecturer.public_id])


def said(client: Client, address: str, **fields: object) -> str:
    return post(client, address, **fields).content.decode()  # type: ignore[attr-defined,no-any-return]


def test_an_officer_registers_changes_retires_and_restores(
    places: Places, cast: Cast, officer: Person
) -> None:
    client = logged_in(cast, officer)
    fields = {"owner": places.county.pk, "name": "温教员", "unit": "省社科院", "fee_class": "full"}
    assert "请填写姓名" in said(client, ADD, **fields | {"name": ""})
    post(client, ADD, **fields)
    lecturer = Lecturer.objects.get()
    assert (lecturer.name, lecturer.fee_class, lecturer.owner) == ("温教员", "full", places.county)
    assert "已有这个单位的同名授课人" in said(client, ADD, **fields)
    post(
        client,
        page_of(lecturer, "lecturer_edit"),
        name="温教员",
        unit="省社科院",
        field="伦理",
        fee_class="full",
    )
    assert "伦理" in client.get(page_of(lecturer)).content.decode()
    post(client, page_of(lecturer, "lecturer_retire"), to="rest")
    assert "已停用" in client.get(LIST).content.decode()
    assert not all_lecturers().offered_to(places.county).exists()
    post(client, page_of(lecturer, "lecturer_retire"), to="use")
    assert all_lecturers().offered_to(places.county).get() == lecturer
    names = Event.objects.filter(name__startswith="courses.lecturer").order_by("pk")
    assert [name.rpartition(".")[2] for name in names.values_list("name", flat=True)] == [
        "added", "edited", "retired", "restored",
    ]  # fmt: skip
    assert not [event for event in names if "温教员" in str(event.data)]


def test_a_search_is_posted_and_finds_by_any_word(register: Register, cast: Cast, officer: Person) -> None:
    register("温教员", unit="省社科院", field="未成年人司法")
    register("李教员", title="副教授")
    client = logged_in(cast, officer)
    for text, found, left in (
        ("司法", "温教员", "李教员"), ("副教授", "李教员", "温教员"), ("省 温", "温教员", "李教员"),
    ):  # fmt: skip
        answer = client.post(LIST, {"text": text}).content.decode()
        assert found in answer
        assert left not in answer
    assert "没有找到" in client.post(LIST, {"text": "量子"}).content.decode()


def test_a_private_entry_is_seen_above_and_a_shared_one_below_and_never_beside(
    register: Register, places: Places, cast: Cast
) -> None:
    own, shared = register("私教员"), register("公教员", is_shared=True)
    city = register("市教员", places.city, is_shared=True)
    city_private = register("市内教员", places.city)

    def seen(place: Organisation) -> set[Lecturer]:
        by = cast.by(cast.with_role(f"主管{place.pk}", Role.OFFICER, place))
        return set(all_lecturers().visible_to(by))

    assert seen(places.county) == {own, shared, city}
    assert seen(places.city) == {own, shared, city, city_private}
    assert seen(places.other_county) == {city}
    assert seen(places.department) == {shared, city}  # the other line of the same county


def test_a_neighbour_finds_no_page_and_a_reader_below_changes_nothing(
    register: Register, places: Places, cast: Cast, officer: Person
) -> None:
    private, city = register("私教员"), register("市教员", places.city, is_shared=True)
    stranger = logged_in(cast, cast.with_role("外县主管", Role.OFFICER, places.other_county))
    assert stranger.get(page_of(private)).status_code == 404
    assert "私教员" not in stranger.get(LIST).content.decode()
    client = logged_in(cast, officer)
    assert client.get(page_of(city)).status_code == 200
    assert client.get(page_of(city, "lecturer_edit")).status_code == 404
    assert post(client, page_of(city, "lecturer_retire"), to="rest").status_code == 404  # type: ignore[attr-defined]
    teacher = logged_in(cast, cast.with_role("某班主任", Role.CLASS_TEACHER, places.county))
    assert teacher.get(LIST).status_code == 403


def test_a_session_names_the_entry_that_its_lecturer_means(
    register: Register, held: TrainingClass, cast: Cast, officer: Person
) -> None:
    entry = register("温教员", title="教授", unit="省社科院")
    client = logged_in(cast, officer)
    post(client, url("session_add", held), **MORNING, lecturer="温教员")
    session = ClassSession.objects.get()
    assert (session.lecturer_entry, session.lecturer_title, session.lecturer_unit) == (
        entry,
        "教授",
        "省社科院",
    )
    edit = url("session_edit", session)
    post(client, edit, **MORNING, lecturer="温教员（北京某校）")
    session.refresh_from_db()
    assert (session.lecturer_entry, session.lecturer, session.lecturer_unit) == (None, "温教员", "北京某校")
    post(client, edit, **MORNING, lecturer_entry=entry.pk, lecturer="温教员（主讲）", lecturer_unit="社科院")
    session.refresh_from_db()
    assert (session.lecturer_entry, session.lecturer, session.lecturer_unit) == (
        entry,
        "温教员（主讲）",
        "社科院",
    )
    assert "不是同一个人" in said(client, edit, **MORNING, lecturer_entry=entry.pk, lecturer="李教员")


def test_namesakes_are_named_and_never_guessed(
    register: Register, held: TrainingClass, cast: Cast, officer: Person
) -> None:
    register("温教员", unit="省社科院")
    meant = register("温教员", unit="市委党校")
    client, plan = logged_in(cast, officer), url("class_plan", held)
    refused = said(client, plan, lines="2026-03-16 上午 伦理 温教员 教授")
    assert "“温教员”（市委党校、省社科院）" in refused
    assert "师资库里有同名" in said(client, url("session_add", held), **MORNING, lecturer="温教员")
    assert not ClassSession.objects.exists()
    post(client, plan, lines="2026-03-16\t上午\t\t伦理\t温教员\t教授\t党校")
    session = ClassSession.objects.get()
    assert (session.lecturer_entry, session.lecturer, session.lecturer_unit) == (meant, "温教员", "党校")


def test_a_typed_half_day_is_matched_as_well(
    register: Register, held: TrainingClass, cast: Cast, officer: Person
) -> None:
    entry = register("温教员", unit="市委党校")
    slot = {"20260316_morning_topic": "伦理", "20260316_morning_lecturer": "温教员 市委党校"}
    times = {"20260316_morning_starts_at": "09:00", "20260316_morning_ends_at": "12:00"}
    post(logged_in(cast, officer), url("class_plan", held), **slot, **times)
    assert ClassSession.objects.get().lecturer_entry == entry


def test_a_neighbours_private_entry_is_never_named(
    register: Register, held: TrainingClass, places: Places, cast: Cast, officer: Person
) -> None:
    foreign = register("温教员", places.other_county)
    client = logged_in(cast, officer)
    post(client, url("session_add", held), **MORNING, lecturer="温教员")
    assert ClassSession.objects.get().lecturer_entry is None
    afternoon = {**MORNING, "half_day": "afternoon", "starts_at": "14:30", "ends_at": "17:30"}
    post(client, url("session_add", held), **afternoon, lecturer_entry=foreign.pk)
    assert ClassSession.objects.count() == 1  # not among the choices


def test_two_classes_in_one_half_day_are_named_where_a_session_is_added_or_edited(
    register: Register, held: TrainingClass, places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    entry = register("温教员")
    other = open_class(places.county, at, "2026-02", name="云岭班")
    early = session_of(other, at)
    ClassSession.objects.filter(pk=early.pk).update(
        lecturer_entry=entry, starts_at=time(8), ends_at=time(8, 45), lecturer="温教员"
    )
    client, add = logged_in(cast, officer), url("session_add", held)
    refused = said(client, add, **MORNING, lecturer_entry=entry.pk)
    assert "授课人同一半天在“云岭班”授课" in refused
    assert "有时间冲突也仍然保存" in refused
    assert not held.sessions.exists()
    post(client, add, **MORNING, lecturer_entry=entry.pk, accepts="on")
    session = held.sessions.get()
    edit, later = url("session_edit", session), {**MORNING, "starts_at": "08:30"}
    assert "授课人同一时间在“云岭班”授课" in said(client, edit, **later, lecturer_entry=entry.pk)
    post(client, edit, **{**MORNING, "topic": "小组工作"}, lecturer="李教员")
    session.refresh_from_db()
    assert (session.topic, session.lecturer_entry) == ("小组工作", None)


def test_hours_are_those_of_held_sessions_that_the_reader_sees(
    register: Register, held: TrainingClass, places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    city = register("市教员", places.city, is_shared=True)
    worker, foreign = cast.worker("陈小燕", places.station), open_class(places.other_county, at, "2026-09")
    for held_in, came in ((held, True), (held, False), (foreign, True)):
        half = HalfDay.MORNING if came else HalfDay.AFTERNOON
        session = session_of(held_in, at, half_day=half)
        ClassSession.objects.filter(pk=session.pk).update(lecturer_entry=city)
        if came:
            mark = Mark(session, worker, None, AttendanceState.PRESENT)
            if held_in is held:
                attendance.mark(mark=mark, by=SYSTEM, at=at)
            else:
                session_closed(session, at)
    by, above = cast.by(officer), cast.by(cast.with_role("市主管", Role.OFFICER, places.city))
    for reader, minutes in ((by, 180), (above, 360)):
        taught = all_lecturers().with_taught(reader).filter(pk=city.pk)
        assert list(taught.values_list("taught_minutes", flat=True)) == [minutes]
    client = logged_in(cast, officer)
    assert "3.0小时" in client.get(LIST).content.decode()
    assert foreign.name not in client.get(page_of(city)).content.decode()


def session_closed(session: ClassSession, at: datetime) -> None:
    ClassSession.objects.filter(pk=session.pk).update(opened_at=at, closed_at=at, head_count=0)


def test_the_fee_cap_is_that_of_the_entry(
    register: Register, held: TrainingClass, places: Places, cast: Cast, at: datetime
) -> None:
    entry = register("温教员", title="讲师", fee_class=FeeClass.ACADEMICIAN)
    session = session_of(held, at)
    ClassSession.objects.filter(pk=session.pk).update(lecturer_title="讲师")
    session_closed(session, at)
    assert [line.fee_class for line in fee_form_of(held).lines] == [FeeClass.ASSOCIATE]
    ClassSession.objects.filter(pk=session.pk).update(lecturer_entry=entry)
    (line,) = fee_form_of(held).lines
    assert (line.fee_class, line.xueshi, line.is_known) == (FeeClass.ACADEMICIAN, 4, True)


def test_the_list_takes_as_many_questions_for_thirty_as_for_one(
    register: Register, cast: Cast, officer: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = logged_in(cast, officer)
    register("温教员")
    client.get(LIST)
    for number in range(29):
        register(f"教员{number}")
    with django_assert_max_num_queries(10):
        assert "教员28" in client.get(LIST).content.decode()


def test_an_entry_is_once_in_a_register_and_again_after_it_was_retired(
    register: Register, places: Places, at: datetime
) -> None:
    lecturers.set_retired(lecturer=register("温教员"), retired=True, by=SYSTEM, at=at)
    register("温教员")
    register("温教员", places.other_county)
    assert Lecturer.objects.count() == 3
