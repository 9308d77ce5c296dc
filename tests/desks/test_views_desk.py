"""The start page, the doors of the personas and the desk."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from courses.models import CoursePage
from desks.services.demo.personas import PERSONAS
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.services import accounts
from tests.cast import Cast, Places
from tests.courses.classroom import open_class
from tests.pages import post


@pytest.fixture(autouse=True)
def _monday_morning(at: datetime) -> object:
    with time_machine.travel(at, tick=False) as hand:
        yield hand


def test_the_start_page_has_a_button_per_persona_in_demo_mode_alone(
    client: Client, db: None, settings: object
) -> None:
    page = client.get("/").content.decode()
    assert [f"以 {persona.label} 身份进入" in page for persona in PERSONAS] == [True] * 11
    settings.DEMO_MODE = False  # type: ignore[attr-defined]
    assert "身份进入" not in client.get("/").content.decode()


def test_a_persona_is_entered_with_one_tap_and_only_in_demo_mode(
    client: Client, places: Places, cast: Cast, settings: object, at: datetime
) -> None:
    person = cast.with_role("邓丽珊", Role.OFFICER, places.county)
    accounts.open_demo_account(person=person, username="demo-county-civil", by=SYSTEM, at=at)
    assert client.post("/demo/county-civil/").status_code == 400  # no key, no effect
    assert post(client, "/demo/city/").status_code == 404  # nobody of that name here
    assert post(client, "/demo/county-civil/")["Location"] == "/desk/"
    assert "东湖县民政局" in client.get("/desk/").content.decode()
    settings.DEMO_MODE = False  # type: ignore[attr-defined]
    assert post(Client(), "/demo/county-civil/").status_code == 404


def test_a_station_head_sees_who_is_late_with_the_pre_service_course(
    client: Client, course: CoursePage, places: Places, cast: Cast, at: datetime
) -> None:
    head = cast.with_role("黄秋萍", Role.STATION_HEAD, places.station)
    late, fresh = at.date() - timedelta(days=61), at.date() - timedelta(days=18)
    cast.worker("覃小梅", places.station, hired=late)
    cast.worker("林晓雯", places.station, hired=fresh)
    cast.worker("别站新人", places.other_station, hired=late)
    cast.worker("老同事", places.station, hired=date(2020, 1, 6))
    client.force_login(cast.account(head))
    page = client.get("/desk/").content.decode()
    assert page.index("覃小梅") < page.index("已超期") < page.index("林晓雯") < page.index("学习中")
    assert "别站新人" not in page
    assert "老同事" not in page


def test_the_desk_takes_as_many_queries_for_twenty_as_for_one(
    client: Client,
    course: CoursePage,
    places: Places,
    cast: Cast,
    at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    client.force_login(cast.account(cast.with_role("邓丽珊", Role.OFFICER, places.county)))

    def grow(number: int) -> int:
        for _ in range(number):
            code = f"2026-{cast.count:03d}"
            open_class(places.county, at, code=code)
            cast.worker(f"新人{cast.count}", places.station, hired=at.date() - timedelta(days=20))
        return count_queries(lambda: client.get("/desk/"))

    assert grow(1) == grow(19)


def test_a_learner_without_a_role_goes_straight_to_the_lessons(
    client: Client, places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    assert client.get("/desk/")["Location"] == "/learn/"
