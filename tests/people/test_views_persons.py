"""The pages of people: lists, search, one person, changes; who finds what, and what no address carries."""

import uuid
from datetime import date, datetime

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from core.models import Event
from hours.services import ledger
from hours.words import HourKind
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.services import postings
from people.services.postings import PostingDetails
from tests.cast import Cast, Places, identity_number
from tests.pages import post

LIST = "/people/"


@pytest.fixture(autouse=True)
def _on_the_day(at: datetime):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def officer(places: Places, cast: Cast) -> Person:
    return cast.with_role("黄志强", Role.OFFICER, places.county)


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    person = cast.worker("陈小燕", places.station)
    person.phone = "19900010001"
    person.save()
    return person


@pytest.fixture
def at_work(client: Client, cast: Cast, officer: Person) -> Client:
    """The county's officer, logged in."""
    client.force_login(cast.account(officer))
    return client


def _page(name: str, person: Person, *more: object) -> str:
    return reverse(f"people:{name}", args=[person.public_id, *more])


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_list_shows_the_own_county_in_the_order_of_sound(
    at_work: Client, places: Places, cast: Cast, worker: Person
) -> None:
    cast.worker("阿依", places.station)
    cast.worker("韦国强", places.other_station)
    shown = _text(at_work, LIST)
    assert shown.index("阿依") < shown.index("陈小燕") < shown.index("黄志强")
    assert "韦国强" not in shown


def test_the_list_of_one_organisation_includes_what_is_below(
    at_work: Client, places: Places, cast: Cast, worker: Person
) -> None:
    at_county = _text(at_work, f"{LIST}?organisation={places.county.public_id}")
    at_station = _text(at_work, f"{LIST}?organisation={places.station.public_id}")
    assert "陈小燕" in at_county
    assert "黄志强" in at_county
    assert "陈小燕" in at_station
    assert "黄志强" not in at_station


@pytest.mark.parametrize("asked", ["other_county", "nonsense", "unknown"])
def test_the_list_of_a_foreign_or_unknown_organisation_is_not_found(
    at_work: Client, places: Places, asked: str
) -> None:
    value = {"other_county": places.other_county.public_id, "nonsense": "1", "unknown": uuid.uuid4()}[asked]
    assert at_work.get(f"{LIST}?organisation={value}").status_code == 404


def _fill(places: Places, cast: Cast, count: int) -> None:
    for number in range(count):
        cast.worker(f"陈小{number}", places.station)


def test_the_list_takes_the_same_queries_for_one_and_twenty(
    at_work: Client, places: Places, cast: Cast, count_queries
) -> None:
    _fill(places, cast, 1)
    few = count_queries(lambda: at_work.get(LIST))
    _fill(places, cast, 19)
    assert count_queries(lambda: at_work.get(LIST)) == few
    assert few <= 12


def test_fifty_stand_on_a_page(at_work: Client, places: Places, cast: Cast) -> None:
    _fill(places, cast, 55)
    assert "第1页，共2页" in _text(at_work, LIST)
    assert "第2页，共2页" in _text(at_work, f"{LIST}?page=2")


@pytest.mark.parametrize("asks_for", ["name", "number"])
def test_a_search_is_posted_and_its_address_tells_nothing(
    at_work: Client, worker: Person, places: Places, cast: Cast, asks_for: str
) -> None:
    cast.worker("莫晓红", places.station)
    text = "小燕" if asks_for == "name" else worker.identity_number.lower()
    answer = post(at_work, "/people/search/", text=text)
    address = answer["Location"]
    uuid.UUID(address.removeprefix("/people/search/").strip("/"))
    shown = _text(at_work, address)
    assert "陈小燕" in shown
    assert "莫晓红" not in shown
    assert worker.identity_number not in shown
    sessions = repr([session.get_decoded() for session in Session.objects.all()])
    assert text not in sessions
    assert worker.identity_number not in sessions


def test_a_search_tells_the_training_hours_of_everybody_it_finds(
    at_work: Client, places: Places, cast: Cast, worker: Person, at: datetime, count_queries
) -> None:
    for person, source, on in ((worker, 1, at.date()), (worker, 2, at.date().replace(year=at.year - 1))):
        credit = ledger.Credit(
            person_id=person.pk, posting=None, minutes=90, kind=HourKind.TRAINING, activity_on=on,
            source_type="tests.source", source_id=source, rule_version="attendance.credit@CN:2009-01-01",
        )  # fmt: skip
        ledger.credit(credit=credit, by=SYSTEM, at=at)
    address = post(at_work, "/people/search/", text="陈小")["Location"]
    shown = _text(at_work, address)
    assert f"3.0小时，其中{at.year}年1.5小时" in shown
    assert reverse("hours:person", args=[worker.public_id]) in shown
    few = count_queries(lambda: at_work.get(address))
    _fill(places, cast, 19)
    assert count_queries(lambda: at_work.get(address)) == few
    assert "0.0小时" in _text(at_work, address)


def test_a_search_of_another_session_is_not_found(at_work: Client, places: Places, cast: Cast) -> None:
    address = post(at_work, "/people/search/", text="陈")["Location"]
    other = Client()
    other.force_login(cast.account(cast.with_role("覃丽华", Role.OFFICER, places.county)))
    assert other.get(address).status_code == 404


def test_the_answer_for_another_county_and_for_nobody_is_the_same(
    at_work: Client, places: Places, cast: Cast
) -> None:
    hidden = cast.worker("韦国强", places.other_station)
    pages = []
    for number in (hidden.identity_number, identity_number(987)):
        answer = at_work.get(post(at_work, "/people/search/", text=number)["Location"])
        pages.append((answer.status_code, "共0人" in answer.content.decode()))
    assert pages == [(200, True), (200, True)]


@pytest.mark.parametrize("text", ["", "990000199001010000", "12345678"])
def test_a_search_for_nothing_or_a_mistyped_number_says_so(at_work: Client, text: str) -> None:
    answer = post(at_work, "/people/search/", text=text)
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()


def test_numbers_are_masked_on_the_page_of_a_person(at_work: Client, worker: Person) -> None:
    shown = _text(at_work, _page("person", worker))
    assert worker.identity_number not in shown
    assert "19900010001" not in shown
    assert worker.masked_identity_number in shown
    assert "199****0001" in shown


def test_the_timeline_shows_where_somebody_was(
    at_work: Client, worker: Person, places: Places, at: datetime
) -> None:
    move = PostingDetails(organisation=places.county, starts_on=date(2026, 2, 1))
    postings.move(person=worker, details=move, by=SYSTEM, at=at)
    shown = _text(at_work, _page("person", worker))
    assert "东湖县青石镇社工站" in shown
    assert "东湖县民政局" in shown
    assert "2026年2月1日" in shown


def test_adding_a_person_leads_to_the_new_page(at_work: Client, places: Places) -> None:
    answer = post(
        at_work, "/people/add/", name="莫晓红", organisation=places.station.public_id, starts_on="2026-03-01",
        post_kind="service", gender="female", education="bachelor", qualification="none", birth_month="1990-05",
    )  # fmt: skip
    person = Person.objects.get(name="莫晓红")
    assert answer["Location"] == _page("person", person)
    assert (person.birth_month, person.sort_key) == (date(1990, 5, 1), "mo4 xiao3 hong2")


def test_a_known_number_is_refused_at_the_form_and_the_input_kept(
    at_work: Client, places: Places, cast: Cast
) -> None:
    hidden = cast.worker("韦国强", places.other_station)
    answer = post(
        at_work, "/people/add/", name="莫晓红", organisation=places.station.public_id, starts_on="2026-03-01",
        post_kind="service", gender="female", education="bachelor", qualification="none",
        identity_number=hidden.identity_number,
    )  # fmt: skip
    shown = answer.content.decode()
    assert "这个身份证号已在名册中" in shown
    assert 'value="莫晓红"' in shown
    assert "韦国强" not in shown
    assert not Person.objects.filter(name="莫晓红").exists()


def test_nobody_is_added_to_an_organisation_that_is_not_offered(at_work: Client, places: Places) -> None:
    answer = post(
        at_work, "/people/add/", name="莫晓红", organisation=places.other_station.public_id, starts_on="2026-03-01",
        post_kind="service", gender="female", education="bachelor", qualification="none",
    )  # fmt: skip
    assert "请从列表里选择一个单位" in answer.content.decode()
    assert not Person.objects.filter(name="莫晓红").exists()


def test_editing_never_shows_a_number_and_keeps_it(at_work: Client, worker: Person) -> None:
    address = _page("person_edit", worker)
    shown = _text(at_work, address)
    assert worker.identity_number not in shown
    assert "19900010001" not in shown
    answers = {"name": "陈晓燕", "gender": "female", "education": "college", "qualification": "assistant"}
    assert post(at_work, address, **answers)["Location"] == _page("person", worker)
    changed = Person.objects.get(pk=worker.pk)
    assert (changed.name, changed.identity_number, changed.phone) == (
        "陈晓燕", worker.identity_number, "19900010001",
    )  # fmt: skip


def test_an_empty_form_asks_for_each_answer_by_name(at_work: Client, worker: Person) -> None:
    shown = post(at_work, _page("person_edit", worker)).content.decode()
    assert "请填写姓名" in shown
    assert "<title>错误：" in shown
    assert 'href="#id_name"' in shown
    assert "aria-describedby" in shown


def test_moving_and_ending_go_through_the_pages(at_work: Client, worker: Person, places: Places) -> None:
    move = post(
        at_work, _page("person_move", worker), organisation=places.county.public_id, starts_on="2026-03-02",
        post_kind="administrative",
    )  # fmt: skip
    assert move.status_code == 302
    held = worker.postings.get(ends_on=None)
    assert held.organisation == places.county
    end = post(at_work, _page("posting_end", worker, held.pk), on="2026-03-16")
    assert end.status_code == 302
    assert not worker.postings.filter(ends_on=None).exists()


def test_an_overlap_is_shown_at_the_form(at_work: Client, worker: Person, places: Places) -> None:
    answer = post(
        at_work, _page("posting_add", worker), organisation=places.county.public_id, starts_on="2026-03-02",
        post_kind="service", is_primary="on",
    )  # fmt: skip
    assert "这段日期里已有主要岗位" in answer.content.decode()


def test_the_same_key_twice_changes_once(at_work: Client, worker: Person, places: Places) -> None:
    answers = {
        "action_key": str(uuid.uuid4()), "organisation": places.county.public_id, "starts_on": "2026-03-02",
        "post_kind": "service",
    }  # fmt: skip
    first = at_work.post(_page("person_move", worker), answers)
    second = at_work.post(_page("person_move", worker), answers)
    assert first["Location"] == second["Location"]
    assert Event.objects.filter(name="people.posting.moved").count() == 1


def test_merging_finds_the_other_shows_both_and_keeps_the_chosen_one(
    at_work: Client, worker: Person, places: Places, cast: Cast
) -> None:
    twin = cast.worker("陈小燕", places.station)
    Person.objects.filter(pk=twin.pk).update(identity_number=None, identity_hash="", identity_tail="")
    found = post(at_work, _page("merge_search", worker), text="小燕")["Location"]
    address = _page("merge_confirm", worker, twin.public_id)
    assert address in _text(at_work, found)
    both = _text(at_work, address)
    assert both.count("<h2>陈小燕</h2>") == 2
    assert worker.identity_number not in both
    assert post(at_work, address, keep="this")["Location"] == _page("person", worker)
    twin.refresh_from_db()
    assert twin.merged_into == worker
    assert at_work.get(_page("person", twin)).status_code == 404


CHANGES = ["person_edit", "person_move", "posting_add", "merge_search"]


@pytest.mark.parametrize("name", ["person", *CHANGES, "grant_add"])
@pytest.mark.parametrize("home", ["other_county", "other_station"])
def test_the_other_county_finds_no_page_of_our_people(
    client: Client, places: Places, cast: Cast, worker: Person, name: str, home: str
) -> None:
    client.force_login(cast.account(cast.with_role("韦国强", Role.OFFICER, getattr(places, home))))
    assert client.get(_page(name, worker)).status_code == 404
    assert post(client, _page(name, worker)).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("person", 200), *[(name, 404) for name in CHANGES]])
def test_the_other_line_reads_and_finds_no_way_to_change(
    client: Client, places: Places, cast: Cast, worker: Person, name: str, status: int
) -> None:
    client.force_login(cast.account(cast.with_role("韦国强", Role.OFFICER, places.department)))
    assert client.get(_page(name, worker)).status_code == status


@pytest.mark.parametrize("name", CHANGES)
def test_a_station_head_reads_and_is_told_who_may_change(
    client: Client, places: Places, cast: Cast, worker: Person, name: str
) -> None:
    client.force_login(cast.account(cast.with_role("莫晓红", Role.STATION_HEAD, places.station)))
    assert client.get(_page("person", worker)).status_code == 200
    assert client.get(_page(name, worker)).status_code == 403


def test_the_end_of_somebody_elses_posting_and_a_merge_across_counties_are_not_found(
    at_work: Client, places: Places, cast: Cast, worker: Person
) -> None:
    hidden = cast.worker("韦国强", places.other_station)
    posting = hidden.postings.get().pk
    assert at_work.get(_page("posting_end", worker, posting)).status_code == 404
    assert at_work.get(_page("posting_end", hidden, posting)).status_code == 404
    assert at_work.get(_page("merge_confirm", worker, hidden.public_id)).status_code == 404


def test_the_page_of_a_person_takes_the_same_queries_for_one_and_many_postings(
    at_work: Client, worker: Person, places: Places, at: datetime, count_queries
) -> None:
    few = count_queries(lambda: at_work.get(_page("person", worker)))
    for month in range(1, 11):
        second = PostingDetails(organisation=places.county, starts_on=date(2025, month, 1), is_primary=False)
        postings.start(person=worker, details=second, by=SYSTEM, at=at)
    assert count_queries(lambda: at_work.get(_page("person", worker))) == few
