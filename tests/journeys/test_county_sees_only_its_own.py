"""An officer of a county works with her own county alone; a city class counts a person who moved in both counties."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from courses.models import TrainingClass
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from people.models import Person
from people.services import postings
from people.services.postings import PostingDetails
from reporting.models import Filing
from reporting.rules.periods import Period
from reporting.services import filings, training_import
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out
from tests.reporting import series
from tests.reporting.uploads import Upload

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


@dataclass(frozen=True)
class County:
    """What a county has of its own; `name` is how its organisations begin."""

    name: str
    bureau: Organisation
    station: Organisation
    officer: Person
    worker: Person
    training_class: TrainingClass
    filing: Filing
    batch: str

    def own_words(self) -> dict[str, str]:
        """What each entry of the menu leads to, and what of the county stands there; an import begins with nothing."""
        return {
            "培训班": self.training_class.name, "人员": self.worker.name, "机构": self.station.name,
            "名册导入": "上传工作簿", "统计": self.station.name, "报送": self.filing.number,
        }  # fmt: skip

    def addresses(self) -> list[str]:
        """Every object of the county at every place where it can be opened."""
        held, session = self.training_class.public_id, self.training_class.sessions.first()
        assert session is not None
        year = self.training_class.report_year
        drill = f"/figures/lines/?scope={self.bureau.public_id}&year={year}"
        filed = [f"/filings/{self.filing.public_id}/{page}" for page in ("", "print/", "proof/", "correct/")]
        return [
            f"/classes/{held}/", f"/classes/{held}/edit/", f"/classes/sessions/{session.public_id}/",
            f"/classes/sessions/{session.public_id}/sign-in/", f"/classes/sessions/{session.public_id}/sheet/",
            f"/people/{self.worker.public_id}/", f"/people/{self.worker.public_id}/edit/",
            f"/people/?organisation={self.station.public_id}", f"/organisations/{self.station.public_id}/",
            f"/organisations/{self.station.public_id}/rename/", *filed, f"/imports/{self.batch}/",
            f"/imports/{self.batch}/undo/", f"/figures/?scope={self.bureau.public_id}&year={year}",
            f"/filings/new/?organisation={self.bureau.public_id}&year={year}",
            *[f"{drill}&level={level}" for level in ("classes", "days", "sessions", "people", "lines")],
            f"{drill}&level=lines&person={self.worker.public_id}", self.workbook(),
        ]  # fmt: skip

    def workbook(self) -> str:
        return f"/filings/{self.filing.public_id}/workbook/"


def _county(
    name: str, code: str, bureau: Organisation, station: Organisation, cast: Cast, at: datetime
) -> County:
    officer, worker = cast.with_role(f"{name}主管", Role.OFFICER, bureau), cast.worker(f"{name}社工", station)
    held = series.hold_class(code, bureau, at=at, year=at.year, first_day=at.date() - timedelta(days=20))
    series.attend_all(held, worker, at=at)
    filing = filings.file(organisation=bureau, period=Period(report_year=at.year - 1), by=SYSTEM, at=at)
    batch = training_import.stage(files=Upload().files(), by=SYSTEM, organisation=bureau, at=at)
    return County(name, bureau, station, officer, worker, held, filing, str(batch.public_id))


@pytest.fixture
def east(places: Places, cast: Cast, at: datetime) -> County:
    return _county("东湖", "E-1", places.county, places.station, cast, at)


@pytest.fixture
def west(places: Places, cast: Cast, at: datetime) -> County:
    return _county("西山", "W-1", places.other_county, places.other_station, cast, at)


def test_an_officer_opens_her_own_county_by_menu_and_nothing_of_the_other(
    east: County, west: County, screen_of: Screen
) -> None:
    theirs = west.addresses()
    with screen_of(west.officer, size=DESK) as desk:
        assert [url for url in theirs if desk.request.get(url).status != 200] == []
    with screen_of(east.officer, size=DESK) as desk:
        for label, own in east.own_words().items():
            desk.goto("/desk/")
            desk.locator("nav").get_by_role("link", name=label, exact=True).click()
            desk.get_by_role("heading", level=1).wait_for()
            told = desk.locator("main").inner_text()
            assert own in told, label
            assert west.name not in told, label
            assert west.filing.number not in told, label
            assert sticks_out(desk) == [], label
        assert [url for url in theirs if not _is_not_there(desk, url)] == []


def _is_not_there(desk: Page, url: str) -> bool:
    response = desk.goto(url)
    assert response is not None
    return response.status == 404 and "没有找到" in desk.get_by_role("heading", level=1).inner_text()


def test_who_moves_during_a_city_class_counts_once_in_the_city_and_in_both_counties(
    places: Places, east: County, west: County, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    first_day = at.date() - timedelta(days=9)
    held = series.hold_class("C-1", places.city, at=at, year=at.year, first_day=first_day, days=2)
    moved = cast.worker("两县都在的人", places.station)
    there = PostingDetails(organisation=places.other_station, starts_on=first_day + timedelta(days=1))
    postings.move(person=moved, details=there, by=SYSTEM, at=at)
    series.attend_all(held, east.worker, west.worker, moved, at=at)
    city = cast.with_role("榕江主管", Role.OFFICER, places.city)
    counted = {}
    for organisation, officer in (
        (places.city, city),
        (east.bureau, east.officer),
        (west.bureau, west.officer),
    ):
        with screen_of(officer, size=DESK) as desk:
            desk.goto(f"/figures/?scope={organisation.public_id}&year={at.year}")
            people = (
                desk.locator("table").first.get_by_role("row").filter(has=desk.locator("th", has_text="人数"))
            )
            counted[organisation] = int(people.locator("td.number").nth(1).inner_text())
            expect(desk.locator("main")).to_contain_text("相加不等于合计", use_inner_text=True)
    assert counted == {places.city: 3, east.bureau: 2, west.bureau: 2}
    assert counted[east.bureau] + counted[west.bureau] > counted[places.city]
