"""The start page, the doors of the personas and the desk."""

from datetime import datetime

from django.test import Client

from desks.services.demo.personas import PERSONAS
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.privacy import notice_in_force
from people.services import accounts, privacy
from tests.cast import Cast, Places
from tests.pages import post


def test_the_start_page_has_a_button_per_persona_in_demo_mode_alone(
    client: Client, db: None, settings: object
) -> None:
    page = client.get("/").content.decode()
    assert [f"以{persona.label}身份进入" in page for persona in PERSONAS] == [True] * 13
    settings.DEMO_MODE = False  # type: ignore[attr-defined]
    assert "身份进入" not in client.get("/").content.decode()


def test_a_persona_is_entered_with_one_tap_and_only_in_demo_mode(
    client: Client, places: Places, cast: Cast, settings: object, at: datetime
) -> None:
    person = cast.with_role("邓丽珊", Role.OFFICER, places.county)
    accounts.open_demo_account(person=person, username="demo-county-civil", by=SYSTEM, at=at)
    notice = notice_in_force(on=at.date())
    privacy.acknowledge(person=person, notice=notice, by=cast.by(person), at=at)
    assert client.post("/demo/county-civil/").status_code == 400  # no key, no effect
    assert post(client, "/demo/city/").status_code == 404  # nobody of that name here
    assert post(client, "/demo/county-civil/")["Location"] == "/desk/"
    assert "东湖县民政局" in client.get("/desk/").content.decode()
    settings.DEMO_MODE = False  # type: ignore[attr-defined]
    assert post(Client(), "/demo/county-civil/").status_code == 404


def test_a_learner_without_a_role_goes_straight_to_the_lessons(
    client: Client, places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    assert client.get("/desk/")["Location"] == "/learn/"
