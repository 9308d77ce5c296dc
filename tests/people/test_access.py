"""Behind the log-in: what a request may do changes with the roster, at the next request."""

from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person, RoleGrant
from people.services import grants, merging
from tests.cast import Cast, Places

PEOPLE = "/people/"


@pytest.fixture
def officer(places: Places, cast: Cast) -> Person:
    return cast.with_role("黄志强", Role.OFFICER, places.county)


@pytest.fixture(autouse=True)
def _on_the_day(at: datetime):
    with time_machine.travel(at, tick=False):
        yield


def test_a_stranger_is_asked_to_log_in(client: Client, db: None) -> None:
    answer = client.get(PEOPLE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_worker_has_no_door_to_the_roster(client: Client, places: Places, cast: Cast) -> None:
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    answer = client.get(PEOPLE)
    assert answer.status_code == 403
    assert "授权" in answer.content.decode()


def test_a_grant_that_is_ended_today_stops_at_the_next_request(
    client: Client, cast: Cast, officer: Person, at: datetime
) -> None:
    client.force_login(cast.account(officer))
    assert client.get(PEOPLE).status_code == 200
    grants.end(grant=RoleGrant.objects.get(person=officer), on=at.date(), by=SYSTEM, at=at)
    assert client.get(PEOPLE).status_code == 403


def test_a_withdrawn_person_has_no_door_though_the_account_lives(
    client: Client, cast: Cast, officer: Person, at: datetime
) -> None:
    client.force_login(cast.account(officer))
    Person.objects.filter(pk=officer.pk).update(withdrawn_at=at)
    assert client.get(PEOPLE).status_code == 403


def test_whoever_was_merged_acts_as_nobody(
    client: Client, places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    client.force_login(cast.account(officer))
    other = cast.worker("黄志强", places.station)
    Person.objects.filter(pk=officer.pk).update(merged_into=other)
    assert client.get(PEOPLE).status_code == 403
    assert client.get(reverse("hours:mine")).status_code == 403


def test_the_second_log_in_of_a_merged_person_is_closed_at_once(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    kept, gone = (cast.worker("陈小燕", places.station) for _ in range(2))
    Person.objects.filter(pk=gone.pk).update(identity_number=None, identity_hash="", identity_tail="")
    cast.account(kept)
    client.force_login(cast.account(gone))
    merging.merge(person=gone, into=kept, by=SYSTEM, at=at)
    answer = client.get(PEOPLE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
