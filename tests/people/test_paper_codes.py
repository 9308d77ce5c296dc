"""A code on paper: an officer of the person's county makes it, it is shown to that officer alone, it lets in once."""

import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from core.errors import RuleBroken
from core.models import Event
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.access_querysets import all_paper_codes
from people.models import Person
from people.services import accounts, paper_codes
from tests.cast import Cast, Places
from tests.pages import post
from tests.people.door import CONFIRM, PHONE, WHO, ask_for_code, confirm, is_in, put_on_roster


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at, tick=False) as traveller:
        cache.clear()
        yield traveller


@pytest.fixture
def worker(cast: Cast, places: Places) -> Person:
    return put_on_roster(cast.worker("陈小燕", places.station), PHONE)


@pytest.fixture
def officer(cast: Cast, places: Places) -> Person:
    return cast.with_role("黄志强", Role.OFFICER, places.county)


def _as(cast: Cast, person: Person) -> Client:
    client = Client()
    client.force_login(person.account or cast.account(person))
    return client


def _make(client: Client, person: Person) -> tuple[str, str]:
    """The digits on the slip, and the slip's address."""
    answer = post(client, reverse("people:paper_code", args=[person.public_id]))
    assert answer.status_code == 302
    slip = client.get(answer["Location"]).content.decode()
    found = re.search(r"\b(\d{4} \d{4})\b", slip)
    assert found
    return found.group(1), answer["Location"]


def test_the_digits_on_the_slip_let_the_person_in(
    worker: Person, officer: Person, cast: Cast, client: Client
) -> None:
    digits, _slip = _make(_as(cast, officer), worker)
    ask_for_code(client)
    assert confirm(client, digits, next="/hours/")["Location"] == f"{WHO}?next=%2Fhours%2F"
    assert post(client, WHO, next="/hours/")["Location"] == "/hours/"
    worker.refresh_from_db()
    assert worker.account is not None
    assert (worker.account.phone, worker.account.phone_verified) == (PHONE, False)


def test_somebody_with_an_account_is_let_in_at_once(
    worker: Person, officer: Person, cast: Cast, client: Client, at: datetime
) -> None:
    accounts.open_account(person=worker, username="u", password=None, phone=PHONE, by=SYSTEM, at=at)
    digits, _slip = _make(_as(cast, officer), worker)
    ask_for_code(client)
    assert confirm(client, digits)["Location"] == "/desk/"
    assert is_in(client)


def test_it_lets_in_once_for_a_day_and_for_that_number_only(
    worker: Person, officer: Person, cast: Cast, clock: time_machine.Traveller
) -> None:
    digits, _slip = _make(_as(cast, officer), worker)
    stranger = Client()
    ask_for_code(stranger, "13900000008")
    assert "验证码不对" in confirm(stranger, digits).content.decode()
    first = Client()
    ask_for_code(first)
    confirm(first, digits)
    clock.shift(timedelta(minutes=2))
    second = Client()
    ask_for_code(second)
    assert "验证码不对" in confirm(second, digits).content.decode()
    digits, _slip = _make(_as(cast, officer), worker)
    clock.shift(timedelta(hours=24, seconds=1))
    late = Client()
    ask_for_code(late)
    assert "验证码不对" in confirm(late, digits).content.decode()


def test_a_new_one_ends_the_old(worker: Person, officer: Person, cast: Cast, client: Client) -> None:
    old, _slip = _make(_as(cast, officer), worker)
    new, _slip = _make(_as(cast, officer), worker)
    ask_for_code(client)
    assert old == new or confirm(client, old).status_code == 200
    assert confirm(client, new).status_code == 302


def test_the_database_and_the_events_do_not_know_it(
    worker: Person, officer: Person, cast: Cast, client: Client
) -> None:
    digits, _slip = _make(_as(cast, officer), worker)
    plain = digits.replace(" ", "")
    code = all_paper_codes().get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_papercode::text FROM people_papercode")
        assert plain not in cursor.fetchone()[0]
    ask_for_code(client)
    confirm(client, digits)
    events = Event.objects.filter(name__startswith="people.paper_code").order_by("pk")
    assert [(one.name, one.actor_id, one.data) for one in events] == [
        ("people.paper_code.issued", officer.pk, {"code": code.pk}),
        ("people.paper_code.used", None, {"code": code.pk}),
    ]


def test_the_slip_is_for_its_maker_and_for_a_few_minutes(
    worker: Person, officer: Person, cast: Cast, places: Places, clock: time_machine.Traveller
) -> None:
    maker = _as(cast, officer)
    _digits, slip = _make(maker, worker)
    colleague = _as(cast, cast.with_role("覃主管", Role.OFFICER, places.county))
    assert colleague.get(slip).status_code == 404
    assert _as(cast, officer).get(slip).status_code == 410  # the same officer at another machine
    clock.shift(timedelta(minutes=11))
    answer = maker.get(slip)
    assert answer.status_code == 410
    assert not re.search(r"\d{4} \d{4}", answer.content.decode())


@pytest.mark.parametrize("where", ["other_county", "department"])
def test_other_officers_find_no_such_person(worker: Person, cast: Cast, places: Places, where: str) -> None:
    client = _as(cast, cast.with_role("韦主管", Role.OFFICER, getattr(places, where)))
    assert client.get(reverse("people:paper_code", args=[worker.public_id])).status_code == 404


def test_who_may_not_get_one(
    worker: Person, officer: Person, cast: Cast, places: Places, at: datetime
) -> None:
    by = cast.by(officer)
    editor = put_on_roster(cast.with_role("编辑", Role.EDITOR, places.county), "13900000003")
    nameless = cast.worker("农小妹", places.station)
    for person, code in (
        (editor, "access.roles"),
        (put_on_roster(officer, "13900000004"), "access.self"),
        (nameless, "paper_code.no_phone"),
    ):
        with pytest.raises(RuleBroken) as refused:
            paper_codes.issue(person=person, by=by, at=at)
        assert refused.value.code == code
    head = cast.with_role("梁站长", Role.STATION_HEAD, places.station)
    with pytest.raises(RuleBroken):
        paper_codes.issue(person=worker, by=cast.by(head), at=at)
    assert all_paper_codes().count() == 0


def test_a_paper_code_is_no_second_proof(
    worker: Person, officer: Person, cast: Cast, client: Client, at: datetime, settings: Any
) -> None:
    """The page of the second proof takes the texted code alone: paper would be the same kind of proof twice."""
    settings.SECOND_FACTOR_ASKED = True
    colleague = put_on_roster(officer, PHONE)
    accounts.open_account(
        person=colleague, username="huang", password="a long enough word", phone=PHONE, by=SYSTEM, at=at
    )
    _code, digits = paper_codes.issue(person=colleague, by=SYSTEM, at=at)
    client.post("/accounts/login/", {"login": "huang", "password": "a long enough word"})
    assert "验证码不对" in client.post(CONFIRM, {"code": digits}).content.decode()
    assert not is_in(client)


@pytest.mark.service
def test_two_who_use_it_at_once_are_not_both_let_in(
    truncatable_ledger: None, places: Places, cast: Cast, at: datetime
) -> None:
    person = put_on_roster(cast.worker("陈小燕", places.station), PHONE)
    _code, digits = paper_codes.issue(person=person, by=SYSTEM, at=at)
    gate = threading.Barrier(2)
    let_in: list[bool] = []

    def use() -> None:
        try:
            gate.wait()
            paper_codes.use(phone=PHONE, code=digits, at=at)
            let_in.append(True)
        except RuleBroken:
            let_in.append(False)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=use) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(let_in) == [False, True]
