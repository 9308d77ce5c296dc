"""The tree on the screen, the page of an organisation, and its changes."""

from datetime import date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import OrganisationKind
from people.models import Person
from tests.cast import Cast, Places
from tests.pages import post

LIST = "/organisations/"
CHANGES = ["organisation_add", "organisation_rename", "organisation_move", "organisation_end"]


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


def _page(name: str, organisation: Organisation) -> str:
    return reverse(f"organisations:{name}", args=[organisation.public_id])


def _stations(places: Places, at: datetime, count: int, start: int = 0) -> list[Organisation]:
    rows = [
        (OrganisationDetails(name=f"东湖县第{number}站", kind=OrganisationKind.STATION), places.county)
        for number in range(start, start + count)
    ]
    return organisations.add_many(rows=rows, by=SYSTEM, at=at)


def test_the_tree_shows_the_own_county_with_both_lines_and_nothing_else(
    at_work: Client, places: Places
) -> None:
    shown = at_work.get(LIST).content.decode()
    for name in (
        "东湖县民政局",
        "东湖县青石镇社工站",
        "东湖县委社会工作部",
        "990121101",
        "社会工作部",
        "社工站",
    ):
        assert name in shown
    for name in ("西山县", "榕江市民政局", "市委党校"):
        assert name not in shown


def test_stations_stand_indented_below_their_bureau_and_ended_ones_apart(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    gone = _stations(places, at, 1)[0]
    organisations.end(organisation=gone, on=date(2026, 3, 1), by=SYSTEM, at=at)
    client.force_login(cast.account(cast.with_role("覃丽华", Role.OFFICER, places.city)))
    answer = client.get(LIST)
    depths = {row.organisation.name: row.depth for row in answer.context["rows"]}
    assert depths["榕江市民政局"] == 0
    assert depths["东湖县民政局"] == 1
    assert depths["西山县云岭镇社工站"] == 2
    assert gone.name not in depths
    assert [row.organisation for row in answer.context["ended"]] == [gone]
    names = list(depths)
    assert names.index("东湖县民政局") + 1 == names.index("东湖县青石镇社工站")


def test_the_tree_takes_the_same_queries_for_one_and_twenty(
    at_work: Client, places: Places, at: datetime, count_queries
) -> None:
    _stations(places, at, 1)
    few = count_queries(lambda: at_work.get(LIST))
    _stations(places, at, 19, start=1)
    assert count_queries(lambda: at_work.get(LIST)) == few


def test_the_page_takes_the_same_queries_for_one_and_twenty(
    at_work: Client, places: Places, cast: Cast, at: datetime, count_queries
) -> None:
    _stations(places, at, 1)
    cast.worker("陈小一", places.county)
    few = count_queries(lambda: at_work.get(_page("organisation", places.county)))
    _stations(places, at, 19, start=1)
    for number in range(19):
        cast.worker(f"陈小{number}", places.county)
    assert count_queries(lambda: at_work.get(_page("organisation", places.county))) == few


def test_the_page_tells_who_is_in_post_today_and_the_former_names(
    at_work: Client, places: Places, cast: Cast, at: datetime
) -> None:
    cast.worker("陈小燕", places.station)
    cast.worker("莫晓红", places.station, hired=date(2026, 3, 17))
    organisations.rename(organisation=places.station, name="东湖县青石镇社会工作站", by=SYSTEM, at=at)
    shown = at_work.get(_page("organisation", places.station)).content.decode()
    assert "陈小燕" in shown
    assert "莫晓红" not in shown
    assert "东湖县青石镇社工站" in shown


def test_adding_renaming_moving_and_ending_go_through_the_pages(
    at_work: Client, places: Places, at: datetime
) -> None:
    answer = post(
        at_work, _page("organisation_add", places.county), name="东湖县白水镇社工站", kind="station",
        line="civil_affairs", tier="town", area_code="990121102",
    )  # fmt: skip
    assert answer["Location"] == _page("organisation", places.county)
    made = Organisation.objects.get(name="东湖县白水镇社工站")
    post(at_work, _page("organisation_rename", made), name="东湖县白水镇社会工作站")
    post(at_work, _page("organisation_move", made), parent=places.station.public_id, area_code="990121101005")
    post(at_work, _page("organisation_end", made), on="2026-03-16")
    made.refresh_from_db()
    assert (made.name, made.parent, made.area_code, made.ended_on) == (
        "东湖县白水镇社会工作站", places.station, "990121101005", date(2026, 3, 16),
    )  # fmt: skip


def test_a_broken_rule_is_shown_at_the_form_and_the_input_kept(at_work: Client, places: Places) -> None:
    answer = post(
        at_work, _page("organisation_add", places.county), name="西山县分站", kind="station", line="civil_affairs",
        area_code="990122105",
    )  # fmt: skip
    shown = answer.content.decode()
    assert "区划代码不在上级单位的区域之内" in shown
    assert 'value="西山县分站"' in shown
    assert not Organisation.objects.filter(name="西山县分站").exists()


@pytest.mark.parametrize("name", ["organisation", *CHANGES])
@pytest.mark.parametrize("place", ["other_county", "other_station", "city", "school"])
def test_what_lies_outside_is_not_found(at_work: Client, places: Places, name: str, place: str) -> None:
    address = _page(name, getattr(places, place))
    assert at_work.get(address).status_code == 404
    assert post(at_work, address).status_code in {404, 405}


@pytest.mark.parametrize(("name", "status"), [("organisation", 200), *[(name, 404) for name in CHANGES]])
def test_the_other_line_is_read_and_not_changed(
    at_work: Client, places: Places, name: str, status: int
) -> None:
    assert at_work.get(_page(name, places.department)).status_code == status


@pytest.mark.parametrize(("name", "status"), [("organisation", 200), *[(name, 403) for name in CHANGES]])
def test_a_station_head_reads_the_own_station(
    client: Client, places: Places, cast: Cast, name: str, status: int
) -> None:
    client.force_login(cast.account(cast.with_role("莫晓红", Role.STATION_HEAD, places.station)))
    assert client.get(_page(name, places.station)).status_code == status


def test_the_own_bureau_offers_neither_move_nor_end(at_work: Client, places: Places) -> None:
    shown = at_work.get(_page("organisation", places.county)).content.decode()
    assert _page("organisation_rename", places.county) in shown
    assert _page("organisation_end", places.county) not in shown
    assert "权限" in post(at_work, _page("organisation_end", places.county), on="2026-03-16").content.decode()
