"""The switch changes the menu and the home, never what one may do; people with one desk do not see it."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from mentorship.services import studios
from mentorship.services.studios import Membership, StudioDetails
from mentorship.words import StudioRole
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.services import grants
from tests.cast import HIRED, Cast, Places
from tests.pages import post

MENU = re.compile(r'<nav class="(?:menu|tabs)[^"]*"[^>]*>(.*?)</nav>', re.DOTALL)


def menu_of(client: Client, address: str) -> list[str]:
    page = client.get(address, follow=True).content.decode()
    found = MENU.search(page)
    assert found
    return re.findall(r"<a [^>]*>([^<]+)</a>", found.group(1))


def current_in(client: Client, address: str) -> list[str]:
    found = MENU.search(client.get(address, follow=True).content.decode())
    assert found
    return re.findall(r'aria-current="page">([^<]+)</a>', found.group(1))


@pytest.fixture
def head(places: Places, cast: Cast, at: datetime) -> Person:
    """A deputy head who leads a studio: three desks."""
    person = cast.with_role("黄秋萍", Role.STATION_HEAD, places.station)
    studio = studios.add(details=StudioDetails("东湖工作室"), founders=[places.county], by=SYSTEM, at=at)
    member = Membership(person, StudioRole.LEAD, places.county, HIRED)
    studios.add_member(studio=studio, member=member, by=SYSTEM, at=at)
    return person


@pytest.fixture
def browser_of_head(client: Client, cast: Cast, head: Person) -> Client:
    client.force_login(cast.account(head))
    return client


def test_each_desk_has_its_menu_and_home_and_is_remembered(browser_of_head: Client) -> None:
    page = browser_of_head.get("/desk/").content.decode()
    assert "本站人员的岗前培训" in page
    assert [f">{name}<" in page for name in ("学员", "工作室成员", "社工站负责人")] == [True] * 3
    offered = ["待办", "培训班", "人员", "培训计划", "统计", "口径与规则", "我的"]
    assert menu_of(browser_of_head, "/desk/") == offered

    assert post(browser_of_head, "/desk/switch/", desk="mentor")["Location"] == "/desk/"
    assert menu_of(browser_of_head, "/desk/") == ["待办", "督导", "工作室", "我的"]
    assert menu_of(browser_of_head, "/classes/") == ["待办", "督导", "工作室", "我的"]

    post(browser_of_head, "/desk/switch/", desk="learner")
    assert browser_of_head.get("/desk/")["Location"] == "/learn/"
    assert menu_of(browser_of_head, "/learn/") == ["学习", "培训班", "督导", "我的学时"]


def test_the_desk_never_changes_the_rights(browser_of_head: Client) -> None:
    addresses = [
        reverse(name) for name in ("people:person_list", "reporting:figures", "reporting:import_list")
    ]
    before = [browser_of_head.get(address).status_code for address in addresses]
    assert before == [200, 200, 403]
    post(browser_of_head, "/desk/switch/", desk="learner")
    assert [browser_of_head.get(address).status_code for address in addresses] == before


def test_a_desk_that_one_does_not_have_changes_nothing(client: Client, places: Places, cast: Cast) -> None:
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    assert post(client, "/desk/switch/", desk="office").status_code == 302
    page = client.get("/desk/", follow=True).content.decode()
    assert "身份：" not in page
    assert menu_of(client, "/learn/") == ["学习", "培训班", "督导", "我的学时"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.READER, Role.OPERATOR])
def test_a_bureau_s_person_with_one_role_sees_no_switch(
    client: Client, places: Places, cast: Cast, role: Role
) -> None:
    client.force_login(cast.account(cast.with_role("邓丽珊", role, places.county)))
    assert "身份：" not in client.get("/desk/").content.decode()


def test_a_desk_goes_with_its_role(client: Client, head: Person, cast: Cast, at: datetime) -> None:
    account = cast.account(head)
    client.force_login(account)
    post(client, "/desk/switch/", desk="office")
    grant = head.role_grants.get()
    grants.end(grant=grant, on=at.date(), by=SYSTEM, at=at)
    assert "本站人员" not in client.get("/desk/").content.decode()
    assert menu_of(client, "/desk/") == ["待办", "督导", "工作室", "我的"]


@pytest.mark.parametrize(
    ("address", "item"),
    [
        ("/desk/", ["待办"]),
        ("/desk/mine/", ["我的"]),
        ("/hours/", ["我的"]),
        ("/studios/", ["工作室"]),
        ("/studios/meetings/", ["督导"]),
        ("/studios/confirm/", ["督导"]),
        ("/classes/", []),
    ],
)
def test_one_item_is_current(browser_of_head: Client, address: str, item: list[str]) -> None:
    post(browser_of_head, "/desk/switch/", desk="mentor")
    assert current_in(browser_of_head, address) == item


@pytest.mark.parametrize("role", list(Role))
def test_every_item_of_every_menu_opens(client: Client, places: Places, cast: Cast, role: Role) -> None:
    """No dead link, and nothing that this person may not open."""
    organisation = places.station if role is Role.STATION_HEAD else places.county
    client.force_login(cast.account(cast.with_role("某某某", role, organisation)))
    page = client.get("/desk/", follow=True).content.decode()
    found = MENU.search(page)
    assert found
    for address in re.findall(r'href="([^"]+)"', found.group(1)):
        assert client.get(address, follow=True).status_code == 200, address
