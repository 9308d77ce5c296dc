"""Giving and ending roles on the pages."""

from datetime import date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person, RoleGrant
from people.services import grants
from tests.cast import HIRED, Cast, Places
from tests.pages import post


@pytest.fixture(autouse=True)
def _on_the_day(at: datetime):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def officer(places: Places, cast: Cast) -> Person:
    return cast.with_role("黄志强", Role.OFFICER, places.county)


@pytest.fixture
def at_work(client: Client, cast: Cast, officer: Person) -> Client:
    client.force_login(cast.account(officer))
    return client


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def _add(person: Person) -> str:
    return reverse("people:grant_add", args=[person.public_id])


def _end(grant: RoleGrant) -> str:
    return reverse("people:grant_end", args=[grant.person.public_id, grant.pk])


def test_an_officer_gives_a_role_and_ends_it(
    at_work: Client, worker: Person, places: Places, officer: Person
) -> None:
    answer = post(
        at_work,
        _add(worker),
        role="station_head",
        organisation=places.station.public_id,
        starts_on="2026-03-16",
    )
    assert answer.status_code == 302
    grant = RoleGrant.objects.get(person=worker)
    assert (grant.role, grant.granted_by) == ("station_head", officer.pk)
    assert _end(grant) in at_work.get(answer["Location"]).content.decode()
    post(at_work, _end(grant), on="2026-03-16")
    grant.refresh_from_db()
    assert grant.ends_on == date(2026, 3, 16)


@pytest.mark.parametrize("role", ["reader", "editor", "superuser", ""])
def test_the_form_offers_no_role_that_is_not_the_officers(
    at_work: Client, worker: Person, places: Places, role: str
) -> None:
    answer = post(
        at_work, _add(worker), role=role, organisation=places.station.public_id, starts_on="2026-03-16"
    )
    assert answer.status_code == 200
    assert not RoleGrant.objects.filter(person=worker).exists()


@pytest.mark.parametrize("place", ["city", "other_county", "department"])
def test_the_form_offers_no_organisation_outside_the_tree(
    at_work: Client, worker: Person, places: Places, place: str
) -> None:
    answer = post(
        at_work,
        _add(worker),
        role="officer",
        organisation=getattr(places, place).public_id,
        starts_on="2026-03-16",
    )
    assert "请从列表里选择一个单位" in answer.content.decode()
    assert not RoleGrant.objects.filter(person=worker).exists()


def test_a_refused_grant_is_explained_at_the_form(at_work: Client, worker: Person, places: Places) -> None:
    answer = post(
        at_work, _add(worker), role="officer", organisation=places.station.public_id, starts_on="2026-03-01"
    )
    assert "生效日期不能早于今天" in answer.content.decode()
    assert 'value="2026-03-01"' in answer.content.decode()


def test_nobody_finds_a_page_to_empower_oneself(at_work: Client, officer: Person) -> None:
    assert at_work.get(_add(officer)).status_code == 404


def test_the_end_of_a_role_that_is_not_the_officers_is_not_found(
    at_work: Client, worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    reader = grants.grant(
        person=worker,
        role=Role.READER,
        organisation=places.county,
        starts_on=HIRED,
        ends_on=None,
        by=SYSTEM,
        at=at,
    )
    above = grants.grant(
        person=worker,
        role=Role.OFFICER,
        organisation=places.city,
        starts_on=HIRED,
        ends_on=None,
        by=SYSTEM,
        at=at,
    )
    foreign = RoleGrant.objects.get(person=cast.with_role("韦国强", Role.OFFICER, places.other_county))
    for grant in (reader, above, foreign):
        assert at_work.get(_end(grant)).status_code == 404
        assert post(at_work, _end(grant), on="2026-03-16").status_code == 404
        grant.refresh_from_db()
        assert grant.ends_on is None
