"""Officers are told of filings that were asked for, came up or came back, and of an import that somebody undid."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from core.services import imports
from organisations.roles import Role
from people.models import Person
from reporting.rules.periods import Period
from reporting.services import duties, filings
from tests.cast import Cast, Places
from tests.inbox.heard import told_to

GRANTED = "您得到了%s的“主管”授权。"


@pytest.fixture
def city(places: Places, cast: Cast) -> Person:
    return cast.with_role("谢海燕", Role.OFFICER, places.city)


@pytest.fixture
def county(places: Places, cast: Cast) -> Person:
    return cast.with_role("邓丽珊", Role.OFFICER, places.county)


def test_a_filing_is_asked_for_goes_up_and_comes_back(
    places: Places, cast: Cast, city: Person, county: Person, at: datetime, client: Client
) -> None:
    other = cast.with_role("别县主管", Role.OFFICER, places.other_county)
    due_on = at.date() + timedelta(days=9)
    duties.ask(organisation=places.county, report_year=2025, due_on=due_on, by=cast.by(city), at=at)
    filing = filings.file(
        organisation=places.county, period=Period(report_year=2025), by=cast.by(county), at=at
    )
    duties.give_back(filing=filing, remark="课次不全", by=cast.by(city), at=at)
    page = f"/filings/{filing.public_id}/"
    new = f"/filings/new/?organisation={places.county.public_id}&year=2025"
    assert told_to(county) == [
        (GRANTED % "东湖县民政局", "/desk/"),
        ("上级要求东湖县民政局报送2025年度培训学时。", new),
        (f"报送{filing.number}被退回，意见写在报送页面。", page),
    ]
    assert told_to(city) == [
        (GRANTED % "榕江市民政局", "/desk/"),
        (f"东湖县民政局报送了{filing.number}。", page),
    ]
    assert told_to(other) == [(GRANTED % "西山县民政局", "/desk/")]
    for person in (county, city):
        client.force_login(cast.account(person))
        assert {client.get(address).status_code for _said, address in told_to(person)} == {200}


def test_whoever_staged_an_import_is_told_that_somebody_else_undid_it(
    places: Places, cast: Cast, city: Person, county: Person, at: datetime
) -> None:
    for undoing, expected in ((city, 1), (county, 1)):
        who = {"by": cast.by(county), "at": at}
        batch = imports.receive(kind="training", files={}, organisation_id=places.county.pk, **who)
        imports.stage(batch=batch, rows=[], **who)
        imports.mark_confirmed(batch=batch, changes=[], **who)
        imports.mark_undone(batch=batch, by=cast.by(undoing), at=at)
        said = [text for text, _page in told_to(county) if "导入" in text]
        assert said == ["您确认的一批名册导入已由他人撤销。"] * expected
