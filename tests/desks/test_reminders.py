"""An officer reminds the heads of stations that are behind: in two taps, once a week at most, and never two at once."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from core.models import Event
from courses.models import CoursePage
from desks.services import reminders
from desks.services.reminders import REMINDED, Reminded
from organisations.authority import Authority
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.inbox.heard import told_to
from tests.reporting.test_filings_pages import posted, text_of
from tests.threads import LONGEST, race

TOLD = ("主管提醒：站里还有人没有完成岗前培训，请看名单。", "/desk/behind/")


@pytest.fixture
def head(course: CoursePage, places: Places, cast: Cast, at: datetime) -> Person:
    """Heads the station of the first county, where somebody is behind; in the other county somebody is too."""
    hired = at.date() - timedelta(days=40)
    cast.worker("林晓雯", places.station, hired=hired)
    cast.worker("黄建国", places.other_station, hired=hired)
    return cast.with_role("黄秋萍", Role.STATION_HEAD, places.station)


def officer_of(place: str, places: Places, cast: Cast) -> Authority:
    return cast.by(cast.with_role(f"{place}主管", Role.OFFICER, getattr(places, place)))


def test_the_head_of_the_station_is_told_and_nobody_is_named(
    client: Client, head: Person, places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("邓丽珊", Role.OFFICER, places.county)))
    home = client.get("/desk/").content.decode()
    assert 'href="/desk/behind/">全部名单<' in home  # the first tap
    answer = client.post("/desk/behind/remind/", posted(client.get("/desk/behind/")), follow=True)
    assert "已提醒1个社工站的负责人。" in text_of(answer)
    assert told_to(head)[-1] == TOLD
    client.force_login(cast.account(head))
    assert "林晓雯" in text_of(client.get(TOLD[1]))


def test_a_station_is_told_once_a_week_whoever_asks(
    head: Person, places: Places, cast: Cast, at: datetime
) -> None:
    county, city = officer_of("county", places, cast), officer_of("city", places, cast)
    assert reminders.remind(organisation=None, by=county, at=at) == Reminded(told=1)
    soon = at + timedelta(days=7) - timedelta(seconds=1)
    assert reminders.remind(organisation=None, by=city, at=soon) == Reminded(lately=1, headless=1)
    assert Event.objects.filter(name=REMINDED).count() == 1
    later = at + timedelta(days=7)
    assert reminders.remind(organisation=places.county, by=city, at=later) == Reminded(told=1)


def test_a_county_reminds_its_own_stations_alone(
    head: Person, places: Places, cast: Cast, at: datetime
) -> None:
    other = cast.with_role("陆站长", Role.STATION_HEAD, places.other_station)
    reminders.remind(organisation=None, by=officer_of("county", places, cast), at=at)
    assert TOLD not in told_to(other)
    # The other line of the county reads the list; the tree of its own has no station.
    assert reminders.remind(organisation=None, by=officer_of("department", places, cast), at=at) == Reminded()


def test_who_has_finished_is_no_reason_to_remind(
    course: CoursePage, places: Places, cast: Cast, at: datetime
) -> None:
    cast.worker("老同事", places.station)
    cast.with_role("黄秋萍", Role.STATION_HEAD, places.station)
    assert reminders.remind(organisation=None, by=officer_of("county", places, cast), at=at) == Reminded()


def test_a_head_reads_the_list_and_reminds_nobody(
    client: Client, head: Person, places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(head))
    page = client.get("/desk/behind/")
    assert "提醒站长" not in text_of(page)
    assert client.post("/desk/behind/remind/", posted(page)).status_code == 403


def test_the_station_of_another_county_does_not_exist(
    client: Client, head: Person, places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("邓丽珊", Role.OFFICER, places.county)))
    data = posted(client.get("/desk/behind/"), organisation=str(places.other_station.public_id))
    assert client.post("/desk/behind/remind/", data).status_code == 404
    assert not Event.objects.filter(name=REMINDED).exists()


@pytest.mark.service
@pytest.mark.usefixtures("truncatable_ledger")
def test_of_two_officers_in_one_moment_one_tells_the_station(
    head: Person, places: Places, cast: Cast, at: datetime
) -> None:
    answers = race(*_both(places, cast, at))
    assert sorted(answer.told for answer in answers) == [0, 1]
    assert Event.objects.filter(name=REMINDED).count() == 1


@pytest.mark.service
@pytest.mark.usefixtures("truncatable_ledger")
def test_without_the_lock_the_station_would_be_told_twice(
    head: Person, places: Places, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have_read, look = threading.Barrier(2), reminders._reminded_since

    def looked(moment: datetime) -> set[int]:
        found = look(moment)
        both_have_read.wait(LONGEST)
        return found

    monkeypatch.setattr(reminders, "_hold", lambda stations: None)
    monkeypatch.setattr(reminders, "_reminded_since", looked)
    assert [answer.told for answer in race(*_both(places, cast, at))] == [1, 1]
    assert Event.objects.filter(name=REMINDED).count() == 2


def _both(places: Places, cast: Cast, at: datetime) -> list[Callable[[], Reminded]]:
    officers = [officer_of(place, places, cast) for place in ("county", "city")]
    return [
        lambda by=by: reminders.remind(organisation=places.county, by=by, at=at)  # type: ignore[misc]
        for by in officers
    ]
