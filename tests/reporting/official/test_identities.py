"""Whole identity numbers: asked for with a purpose, of one's own people alone, kept for nobody else."""

from datetime import datetime

import pytest
import time_machine
from django.test import Client

from core.models import Event
from courses.models import TrainingClass
from organisations.roles import Role
from people.models import Account, Person
from reporting.models import PreparedFile
from tests.cast import Cast, Places
from tests.logins import came_in
from tests.pages import post
from tests.reporting import series
from tests.reporting.official.pages import address, cells
from tests.reporting.test_figures_page import text_of

ASKED = {"purpose": "exam", "basis": "国考报名通知"}


@pytest.fixture
def officer(officer: Client) -> Client:
    """Just logged in: what an older session is asked stands in `test_proof_before_export`."""
    return came_in(officer, Account.objects.get(person__name="县局的人"))


def number_of(name: str) -> str:
    number = Person.objects.get(name=name).identity_number
    assert number
    return number


@pytest.fixture
def guest(held: TrainingClass, places: Places, cast: Cast, at: datetime) -> Person:
    """Of the other county: the organiser teaches them and manages nothing of theirs."""
    person = cast.worker("外县来的人", places.other_station)
    series.attend(held.sessions.order_by("starts_at")[0], person, at=at)
    return person


def test_the_numbers_of_ones_own_people_stand_whole_on_a_sheet_that_says_what_for(
    officer: Client, held: TrainingClass, guest: Person, places: Places, cast: Cast, at: datetime
) -> None:
    assert "导出完整身份证号" in text_of(officer.get(address("roster", held)))
    assert post(officer, address("roster", held, "identities/"), **ASKED).status_code == 302
    made = PreparedFile.objects.get()
    found = officer.get(f"/figures/forms/files/{made.public_id}/")
    stands = cells(found.content)
    assert {number_of(name) for name in ("陈小燕", "黄建国", "何志明")} <= stands
    assert number_of("外县来的人") not in stands
    line = next(text for text in stands if "用途：" in text)
    assert "报名全国社会工作者职业资格考试" in line
    assert "依据：国考报名通知" in line
    assert "导出：县局的人 2026-03-16 10:00" in line
    told = Event.objects.get(name="reporting.official_form.disclosed")
    assert (told.data["purpose"], told.data["form"], told.data["rows"]) == ("exam", "roster", 4)
    assert "990000" not in str(told.data)
    assert "导出完整身份证号" in text_of(officer.get("/events/"))
    other = Client()
    other.force_login(cast.account(cast.with_role("另一位", Role.OFFICER, places.county)))
    assert other.get(f"/figures/forms/files/{made.public_id}/").status_code == 404
    assert made.name not in text_of(other.get("/figures/forms/"))


def test_every_other_way_of_the_form_stays_masked(officer: Client, held: TrainingClass) -> None:
    post(officer, address("roster", held, "identities/"), **ASKED)
    for page in ("", "print/", "workbook/", "csv/"):
        content = officer.get(address("roster", held, page)).content
        shown = " ".join(cells(content)) if page == "workbook/" else content.decode()
        assert "990000" not in shown


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"basis": "国考报名通知"}, "请选择用途"),
        ({"purpose": "exam"}, "请写明文号或事项"),
        ({"purpose": "exam", "basis": "核对13800000000"}, "请删去，写文号或事项就可以"),
        ({"purpose": "any", "basis": "通知"}, "用途"),
    ],
)
def test_without_a_purpose_there_is_no_file(
    officer: Client, held: TrainingClass, given: dict[str, str], said: str
) -> None:
    answer = post(officer, address("roster", held, "identities/"), **given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PreparedFile.objects.exists()


def test_whoever_does_not_manage_the_people_gets_none(
    client: Client, places: Places, cast: Cast, at: datetime, held: TrainingClass
) -> None:
    """The teacher who runs the sign-in opens the roster; the other line of the county reads the register."""
    TrainingClass.objects.filter(pk=held.pk).update(provider=places.school)
    teacher = cast.with_role("班主任甲", Role.CLASS_TEACHER, places.school)
    reader = cast.with_role("社工部的人", Role.OFFICER, places.department)
    county = f"?scope={places.county.public_id}&year=2026"
    tried = [
        (teacher, address("roster", held), address("roster", held, "identities/")),
        (
            reader,
            f"/figures/forms/certificate-register/{county}",
            f"/figures/forms/certificate-register/identities/{county}",
        ),
    ]
    for person, page, export in tried:
        client.force_login(cast.account(person))
        with time_machine.travel(at, tick=False):
            shown = client.get(page)
            assert shown.status_code == 200
            assert "导出完整身份证号" not in text_of(shown)
            assert client.get(export).status_code in {403, 404}
            assert post(client, export, **ASKED).status_code in {403, 404}
    assert not PreparedFile.objects.exists()


def test_forms_without_numbers_have_no_such_page(officer: Client, held: TrainingClass) -> None:
    for code in ("class-register", "annual-report", "personal-hours"):
        assert officer.get(address(code, held, "identities/")).status_code == 404
