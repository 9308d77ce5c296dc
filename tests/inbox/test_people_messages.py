"""People are told what others did with their roles and their way in; the pages they are led to open."""

from datetime import date, datetime

import pytest
from django.db import transaction
from django.test import Client

from core import events
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.services import grants
from tests.cast import Cast, Places
from tests.inbox.heard import told_to


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def test_a_role_given_and_ended_is_told(
    worker: Person, places: Places, cast: Cast, at: datetime, client: Client
) -> None:
    grant = grants.grant(
        person=worker, role=Role.STATION_HEAD, organisation=places.station, starts_on=date(2026, 3, 16),
        ends_on=None, by=SYSTEM, at=at,
    )  # fmt: skip
    told_to(worker)
    grants.end(grant=grant, on=at.date(), by=SYSTEM, at=at)
    assert [said for said, _page in told_to(worker)] == [
        "您得到了东湖县青石镇社工站的“社工站负责人”授权。",
        "您在东湖县青石镇社工站的“社工站负责人”授权有了结束日期，或已经结束。",
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("people.account.phone_changed", "手机号换了"),
        ("people.paper_code.issued", "打印了一次性登录码"),
        ("people.paper_code.used", "用一次性登录码登录过"),
    ],
)
def test_a_way_in_that_somebody_else_opened_is_told_and_ones_own_is_not(
    worker: Person, cast: Cast, at: datetime, client: Client, name: str, words: str
) -> None:
    with transaction.atomic():
        events.record(name, by=cast.by(worker), at=at, subject=worker)
        events.record(name, by=SYSTEM, at=at, subject=worker)
    ((said, page),) = told_to(worker)
    assert words in said
    assert page == "/accounts/sessions/"
