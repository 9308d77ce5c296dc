"""操作记录: officers read what happened in their tree, with names of people whom they may see, and nothing private."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core import events
from courses.models import CoursePage
from courses.services import classes
from mentorship.services import studios
from mentorship.services.studios import StudioDetails
from organisations.authority import SYSTEM
from organisations.roles import Role
from organisations.services import organisations
from people.services import grants, persons, postings
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails
from reporting.querysets.happenings import all_happenings
from reporting.rules.happenings import NAMES, PRIVATE, PRIVATE_APPS, PRIVATE_BEGINNING, SUBJECTS
from tests.cast import Cast, Places
from tests.courses.classroom import details, open_class
from tests.lessons import complete, pages

ADDRESS = "/events/"
ROOT = Path(__file__).resolve().parents[2]
RECORDED = re.compile(r"events\.record\(\s*((?:\"[a-z_.]+\"(?: if [a-z_.]+ else )?)+)")


@pytest.fixture(autouse=True)
def _monday_morning(at: datetime) -> object:
    with time_machine.travel(at, tick=False) as hand:
        yield hand


def rows_of(page: str) -> list[list[str]]:
    body = page.split("<tbody>", 1)[-1].split("</tbody>")[0] if "<tbody>" in page else ""
    cells = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]
    return [[re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


def recorded_names() -> set[str]:
    """Every name that the code records, read from its text."""
    found: set[str] = set()
    for folder in ("site", "courses", "mentorship", "certification"):
        for path in (ROOT / folder).rglob("*.py"):
            for names in RECORDED.findall(path.read_text()):
                found.update(re.findall(r"\"([a-z_.]+)\"", names))
    return found


def test_every_event_is_either_named_for_officers_or_private() -> None:
    names = recorded_names()
    assert len(names) > 50
    ours = {
        name
        for name in names
        if name.split(".")[0] not in PRIVATE_APPS and not name.startswith(PRIVATE_BEGINNING)
    }
    assert sorted(ours - NAMES.keys() - PRIVATE) == []
    assert not NAMES.keys() & PRIVATE


def test_an_officer_reads_who_did_what_when_in_the_own_tree(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    officer = cast.with_role("邓丽珊", Role.OFFICER, places.county)
    worker = cast.worker("陈小燕", places.station)
    held = classes.add(details=details(places.county), by=cast.by(officer), at=at)
    persons.edit(
        person=worker, details=PersonDetails(name="陈小燕", major="社会工作"), by=cast.by(officer), at=at
    )
    client.force_login(cast.account(officer))
    page = client.get(ADDRESS).content.decode()
    rows = rows_of(page)
    assert rows[0] == ["2026-03-16 10:00", "邓丽珊", "更正人员资料", f"人员 {worker.pk}", "人员与授权"]
    assert rows[1] == ["2026-03-16 10:00", "邓丽珊", "新建班次", f"班次 {held.pk}", "培训班与签到"]
    assert f'href="{reverse("courses:class_detail", args=[held.public_id])}"' in page
    assert "陈小燕" not in page  # ids, no names of those it was done to


def test_the_other_county_sees_nothing_of_it(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    cast.worker("陈小燕", places.station)
    open_class(places.county, at)
    other = cast.with_role("某主管", Role.OFFICER, places.other_county)
    seen = all_happenings().visible_to(cast.by(other), on=at.date())
    everything = all_happenings().visible_to(SYSTEM, on=at.date())
    mine = {
        ("people.person", str(other.pk)),
        ("organisations.organisation", str(places.other_county.pk)),
        ("organisations.organisation", str(places.other_station.pk)),
        ("people.posting", str(other.postings.get().pk)),
        ("people.rolegrant", str(other.role_grants.get().pk)),
    }
    assert set(seen.values_list("subject_type", "subject_id")) == mine
    assert everything.count() > seen.count()


def test_what_was_done_to_the_county_from_above_is_seen_without_a_stranger_s_name(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    above = cast.with_role("谢海燕", Role.OFFICER, places.city)
    organisations.rename(organisation=places.station, name="东湖县青石社工站", by=cast.by(above), at=at)
    client.force_login(cast.account(cast.with_role("邓丽珊", Role.OFFICER, places.county)))
    rows = rows_of(client.get(ADDRESS).content.decode())
    assert ["2026-03-16 10:00", "范围外的人员", "单位更名", f"单位 {places.station.pk}", "单位"] in rows


def test_learning_and_studios_stay_private(
    client: Client, course: CoursePage, places: Places, cast: Cast, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    complete(pages(course)[0], worker, at)
    studios.add(details=StudioDetails("东湖工作室"), founders=[places.county], by=SYSTEM, at=at)
    officer = cast.with_role("邓丽珊", Role.OFFICER, places.county)
    names = set(all_happenings().visible_to(cast.by(officer), on=at.date()).values_list("name", flat=True))
    assert not {name for name in names if name.startswith(("mentorship.", "courses.lesson"))}
    everything = set(all_happenings().values_list("name", flat=True))
    assert {"courses.lesson.finished", "mentorship.studio.added"} <= everything


def test_topic_days_and_person_narrow_the_list(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    officer = cast.with_role("邓丽珊", Role.OFFICER, places.county)
    worker = cast.worker("陈小燕", places.station)
    long_ago = at - timedelta(days=40)
    second = PostingDetails(organisation=places.station, starts_on=date(2026, 1, 5), is_primary=False)
    postings.start(person=worker, details=second, by=cast.by(officer), at=long_ago)
    open_class(places.county, at)
    client.force_login(cast.account(officer))

    def whats(**filters: str) -> list[str]:
        return [row[2] for row in rows_of(client.get(ADDRESS, filters).content.decode())]

    assert "新建班次" in whats()
    assert set(whats(topic="classes")) == {"新建班次"}
    mine = str(officer.public_id)
    assert whats(who=mine) == []
    assert whats(who=mine, first_day="2026-01-01", last_day="2026-02-28") == ["登记任职"]
    stranger = cast.worker("黄建国", places.other_station)
    assert client.get(ADDRESS, {"who": str(stranger.public_id)}).status_code == 404
    wrong = client.get(ADDRESS, {"first_day": "2026-03-02", "last_day": "2026-03-01"})
    assert wrong.status_code == 422
    assert "要不早于" in wrong.content.decode()


def test_only_officers_read_it(client: Client, places: Places, cast: Cast) -> None:
    for role, place in ((Role.STATION_HEAD, places.station), (Role.READER, places.province)):
        client.force_login(cast.account(cast.with_role("某某", role, place)))
        assert client.get(ADDRESS).status_code == 403


def test_an_ended_role_closes_the_page(client: Client, places: Places, cast: Cast, at: datetime) -> None:
    officer = cast.with_role("邓丽珊", Role.OFFICER, places.county)
    client.force_login(cast.account(officer))
    assert client.get(ADDRESS).status_code == 200
    grants.end(grant=officer.role_grants.get(), on=at.date(), by=SYSTEM, at=at)
    assert client.get(ADDRESS).status_code == 403


def test_no_personal_data_stands_in_a_line(client: Client, places: Places, cast: Cast, at: datetime) -> None:
    worker = cast.worker("陈小燕", places.station)
    client.force_login(cast.account(cast.with_role("邓丽珊", Role.OFFICER, places.county)))
    page = client.get(ADDRESS).content.decode()
    assert worker.name not in page
    assert worker.identity_number not in page
    assert set(SUBJECTS) >= {"people.person"}


def test_the_list_takes_as_many_queries_for_fifty_lines_as_for_a_few(
    client: Client,
    places: Places,
    cast: Cast,
    at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    officer = cast.with_role("邓丽珊", Role.OFFICER, places.county)
    client.force_login(cast.account(officer))

    def grow(number: int) -> int:
        for _ in range(number):
            worker = cast.worker(f"新人{cast.count}", places.station)
            open_class(places.county, at, code=f"2026-{cast.count:03d}")
            events.record("people.person.edited", by=cast.by(officer), at=at, subject=worker)
        return count_queries(lambda: client.get(f"{ADDRESS}?topic=classes"))

    assert grow(1) == grow(20)
