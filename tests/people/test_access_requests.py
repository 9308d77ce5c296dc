"""登录申请: the place that was named answers. Nobody else sees it, and no answer opens more than the actor could give."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.errors import RuleBroken
from core.models import Event, Outgoing
from inbox.todos import todo_items
from organisations.authority import NOBODY, SYSTEM
from organisations.roles import Role
from people.access_querysets import all_access_requests
from people.models import AccessRequest, Person
from people.querysets import all_postings
from people.services import access_requests, accounts
from people.services.access_requests import Asked
from people.words import AccessRequestState
from tests.cast import Cast, Places
from tests.pages import post
from tests.people.door import PHONE, come_in, is_in, put_on_roster, texts_to

LIST = "/people/requests/"


@pytest.fixture(autouse=True)
def _on_the_day(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        cache.clear()
        yield


@pytest.fixture
def asked(places: Places, at: datetime) -> AccessRequest:
    wanted = Asked(name="李秋月", organisation=places.station, post="社工")
    return access_requests.ask(asked=wanted, phone=PHONE, by=NOBODY, at=at)


@pytest.fixture
def head(cast: Cast, places: Places) -> Person:
    return cast.with_role("梁站长", Role.STATION_HEAD, places.station)


@pytest.fixture
def officer(cast: Cast, places: Places) -> Person:
    return cast.with_role("黄志强", Role.OFFICER, places.county)


def _as(cast: Cast, person: Person) -> Client:
    client = Client()
    client.force_login(person.account or cast.account(person))
    return client


def _page(request: AccessRequest, name: str = "access_request") -> str:
    return reverse(f"people:{name}", args=[request.public_id])


def test_it_waits_for_head_and_officer_of_the_place_and_for_nobody_else(
    asked: AccessRequest, cast: Cast, places: Places, head: Person, officer: Person
) -> None:
    sees = {
        "head": head, "officer": officer,
        "city": cast.with_role("林市", Role.OFFICER, places.city),
    }  # fmt: skip
    blind = {
        "other county": cast.with_role("韦主管", Role.OFFICER, places.other_county),
        "other line": cast.with_role("覃部长", Role.OFFICER, places.department),
        "other station": cast.with_role("蓝站长", Role.STATION_HEAD, places.other_station),
        "editor": cast.with_role("编辑", Role.EDITOR, places.city),
        "worker": cast.worker("农小妹", places.station),
    }
    for person in sees.values():
        client = _as(cast, person)
        assert "李秋月" in client.get(LIST).content.decode()
        assert PHONE in client.get(_page(asked)).content.decode()
    for name, person in blind.items():
        client = _as(cast, person)
        listed = client.get(LIST)
        assert listed.status_code == 403 or "李秋月" not in listed.content.decode(), name
        assert client.get(_page(asked)).status_code in {403, 404}, name
    assert _as(cast, blind["other county"]).get(_page(asked)).status_code == 404
    assert _as(cast, blind["other county"]).get(_page(asked, "access_request_refuse")).status_code == 404


def test_it_stands_among_the_to_dos(
    asked: AccessRequest, cast: Cast, head: Person, officer: Person, at: datetime
) -> None:
    for person in (head, officer):
        urls = [todo.url for todo in todo_items(cast.by(person), on=at.date())]
        assert LIST in urls
    access_requests.refuse(request=asked, reason="不是本站的人", by=cast.by(head), at=at)
    urls = [todo.url for todo in todo_items(cast.by(head), on=at.date())]
    assert LIST not in urls


def test_the_head_links_somebody_of_the_roster_who_then_logs_in(
    asked: AccessRequest, cast: Cast, places: Places, head: Person
) -> None:
    person = cast.worker("李秋月", places.station)
    answer = post(_as(cast, head), _page(asked), who=str(person.public_id))
    assert answer["Location"] == LIST
    person.refresh_from_db()
    assert person.phone == PHONE
    assert person.account is not None
    assert "已确认" in texts_to()[-1]
    visitor = Client()
    assert come_in(visitor)["Location"] == "/desk/"
    assert is_in(visitor)
    asked.refresh_from_db()
    assert (asked.state, asked.name, asked.phone, asked.person) == (
        AccessRequestState.APPROVED, None, None, person,
    )  # fmt: skip


def test_the_officer_adds_somebody_new_and_the_head_cannot(
    asked: AccessRequest, cast: Cast, places: Places, head: Person, officer: Person, at: datetime
) -> None:
    page = _as(cast, head).get(_page(asked)).content.decode()
    assert "请县主管确认" in page
    with pytest.raises(RuleBroken):
        access_requests.approve(request=asked, person=None, by=cast.by(head), at=at)
    assert post(_as(cast, officer), _page(asked), who="new")["Location"] == LIST
    person = Person.objects.get(name="李秋月")
    posting = all_postings().get(person=person)
    assert (posting.organisation, posting.title, posting.starts_on) == (places.station, "社工", at.date())
    assert come_in(Client())["Location"] == "/desk/"


def test_a_new_number_ends_the_sessions_of_the_old(
    asked: AccessRequest, cast: Cast, places: Places, head: Person, at: datetime
) -> None:
    person = cast.worker("李秋月", places.station)
    accounts.open_account(person=person, username="u", password=None, phone="13900000009", by=SYSTEM, at=at)
    old = Client()
    come_in(old, "13900000009")
    assert old.get("/hours/").status_code in {200, 302}
    post(_as(cast, head), _page(asked), who=str(person.public_id))
    assert old.get("/hours/")["Location"].startswith("/accounts/login/")
    [event] = Event.objects.filter(name="people.account.phone_changed")
    assert PHONE not in str(event.data)


def test_an_answer_does_not_open_what_the_actor_could_not_grant(
    asked: AccessRequest, cast: Cast, places: Places, head: Person, officer: Person, at: datetime
) -> None:
    above = cast.with_role("李秋月", Role.EDITOR, places.station)
    elsewhere = cast.worker("李秋月", places.other_station)
    for actor, person, code in (
        (officer, above, "access.roles"),
        (head, elsewhere, "access.stranger"),
        (officer, elsewhere, "access.stranger"),
        (head, head, "access.self"),
    ):
        with pytest.raises(RuleBroken) as refused:
            access_requests.approve(request=asked, person=person, by=cast.by(actor), at=at)
        assert refused.value.code == code
    assert all_access_requests().waiting().count() == 1


def test_a_fellow_officer_may_and_a_head_may_not_let_an_officer_in(
    asked: AccessRequest, cast: Cast, places: Places, head: Person, officer: Person, at: datetime
) -> None:
    colleague = cast.with_role("李秋月", Role.OFFICER, places.station)
    with pytest.raises(RuleBroken) as refused:
        access_requests.approve(request=asked, person=colleague, by=cast.by(head), at=at)
    assert refused.value.code == "access.roles"
    access_requests.approve(request=asked, person=colleague, by=cast.by(officer), at=at)


def test_a_number_of_another_account_is_refused(
    asked: AccessRequest, cast: Cast, places: Places, head: Person, at: datetime
) -> None:
    holder = cast.worker("农小妹", places.station)
    accounts.open_account(person=holder, username="u", password=None, phone=PHONE, by=SYSTEM, at=at)
    person = cast.worker("李秋月", places.station)
    with pytest.raises(RuleBroken):
        access_requests.approve(request=asked, person=person, by=cast.by(head), at=at)
    person.refresh_from_db()
    assert person.account is None


def test_a_number_typed_at_the_wrong_line_is_freed(
    asked: AccessRequest, cast: Cast, places: Places, head: Person, at: datetime
) -> None:
    wrong = put_on_roster(cast.worker("农小妹", places.station), PHONE)
    person = cast.worker("李秋月", places.station)
    access_requests.approve(request=asked, person=person, by=cast.by(head), at=at)
    wrong.refresh_from_db()
    assert (wrong.phone, wrong.phone_hash) == (None, "")


def test_a_refusal_has_a_reason_that_the_asker_reads(
    asked: AccessRequest, cast: Cast, head: Person, client: Client
) -> None:
    refuse = _page(asked, "access_request_refuse")
    assert post(_as(cast, head), refuse).status_code == 200
    assert post(_as(cast, head), refuse, reason="本站没有这个人").status_code == 302
    assert "没有通过" in texts_to()[-1]
    come_in(client)
    page = client.get("/accounts/login/ask/").content.decode()
    assert "本站没有这个人" in page
    asked.refresh_from_db()
    assert (asked.name, asked.phone) == (None, None)


def test_an_answer_is_given_once(
    asked: AccessRequest, cast: Cast, places: Places, head: Person, at: datetime
) -> None:
    person = cast.worker("李秋月", places.station)
    access_requests.approve(request=asked, person=person, by=cast.by(head), at=at)
    with pytest.raises(RuleBroken) as again:
        access_requests.refuse(request=asked, reason="晚了", by=cast.by(head), at=at)
    assert again.value.code == "access.answered"
    assert _as(cast, head).get(_page(asked)).status_code == 404
    assert Outgoing.objects.filter(purpose="access").count() == 1


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_asks_the_same_for_one_and_for_twenty(
    count: int, cast: Cast, places: Places, head: Person, at: datetime, count_queries: Any
) -> None:
    for number in range(count):
        wanted = Asked(name=f"申请人{number}", organisation=places.station, post="社工")
        access_requests.ask(asked=wanted, phone=f"139{number:08}", by=NOBODY, at=at)
    client = _as(cast, head)
    client.get(LIST)
    assert count_queries(lambda: client.get(LIST)) <= 12
