"""What an office must not lose sight of: who may renew a registration, and which stations had no supervision this month."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from certification.services import registrations
from certification.services.registrations import PeriodDetails
from certification.words import RegistrationKind, RegistrationLevel
from courses.models import CoursePage
from mentorship.models import GroupMeeting
from mentorship.services import meetings
from organisations.authority import SYSTEM
from organisations.roles import Role
from organisations.scope import scope_of
from people.models import Person
from people.services import merging
from reporting.querysets.supervised import stations_without_supervision, supervised_by_organisation
from tests.cast import Cast, Places
from tests.desks.test_office_home import table_of
from tests.mentorship.conftest import Banyan, confirmation_of

MONTH = {"first_day": date(2026, 3, 1), "last_day": date(2026, 3, 16)}


def registered_until(person: Person, last_day: date, at: datetime) -> None:
    details = PeriodDetails(RegistrationLevel.ASSISTANT, RegistrationKind.FIRST, date(2023, 6, 1), last_day)
    registrations.add(person=person, details=details, by=SYSTEM, at=at)


def renewals_of(page: str) -> list[str]:
    part = page.partition("谁可以申请再登记</h2>")[2].partition("</ul>")[0]
    rows = re.findall(r"<li>(.*?)</li>", part, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


@pytest.fixture
def officer(client: Client, course: CoursePage, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("邓丽珊", Role.OFFICER, places.county)))
    return client


def test_who_may_renew_now_or_within_ninety_days_is_listed_the_earliest_first(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    """By the rule a window opens three months before the last day; today is 16 March."""
    for name, last_day in [
        ("陈小燕", date(2026, 9, 14)),  # opens on 14 June, the ninetieth day
        ("黄建国", date(2026, 5, 31)),
        ("李秋月", date(2026, 9, 15)),  # a day too late
        ("罗小芳", date(2026, 3, 15)),  # over since yesterday
    ]:
        registered_until(cast.worker(name, places.station), last_day, at)
    registered_until(cast.worker("外县人", places.other_station), date(2026, 5, 31), at)
    found = renewals_of(officer.get("/desk/").content.decode())
    assert [row.split()[0] for row in found] == ["黄建国", "陈小燕"]
    assert found[0].startswith("黄建国 受理期内 东湖县青石镇社工站 · ")
    assert "截止 · 继续教育还差72小时" in found[0]
    assert "开始受理" in found[1]


def test_a_registration_that_has_been_renewed_is_no_longer_due(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    worker = cast.worker("黄建国", places.station)
    registered_until(worker, date(2026, 3, 15), at)
    again = PeriodDetails(RegistrationLevel.ASSISTANT, RegistrationKind.AGAIN, date(2026, 3, 16))
    registrations.add(person=worker, details=again, by=SYSTEM, at=at)
    assert "谁可以申请再登记" not in officer.get("/desk/").content.decode()


def test_a_reader_sees_nobody_s_registration(
    client: Client, course: CoursePage, places: Places, cast: Cast, at: datetime
) -> None:
    registered_until(cast.worker("黄建国", places.station), date(2026, 5, 31), at)
    client.force_login(cast.account(cast.with_role("郑伟明", Role.READER, places.province)))
    page = client.get("/desk/").content.decode()
    assert "黄建国" not in page
    assert "本月还没有督导的社工站" in page


def test_supervision_counts_once_it_is_confirmed_and_each_person_once(
    places: Places, cast: Cast, at: datetime, banyan: Banyan, meeting: GroupMeeting
) -> None:
    scope = scope_of(places.county)
    assert supervised_by_organisation(scope, **MONTH) == {}
    for worker in banyan.workers[:2]:
        meetings.confirm(confirmation=confirmation_of(meeting, worker), by=cast.by(worker), at=at)
    assert supervised_by_organisation(scope, **MONTH) == {places.station.pk: 2}
    assert supervised_by_organisation(scope_of(places.other_county), **MONTH) == {}
    february = {"first_day": date(2026, 2, 1), "last_day": date(2026, 2, 28)}
    assert supervised_by_organisation(scope, **february) == {}
    Person.objects.filter(pk=banyan.workers[1].pk).update(identity_hash="", identity_number=None)
    twin = Person.objects.get(pk=banyan.workers[1].pk)
    merging.merge(person=twin, into=banyan.workers[0], by=SYSTEM, at=at)
    assert supervised_by_organisation(scope, **MONTH) == {places.station.pk: 1}


def test_a_station_is_without_supervision_until_one_of_its_people_has_confirmed(
    places: Places, cast: Cast, at: datetime, banyan: Banyan, meeting: GroupMeeting
) -> None:
    city = scope_of(places.city)
    # In the order of area codes.
    names = [places.station.name, places.other_station.name]
    assert [one.name for one in stations_without_supervision(city, **MONTH)] == names
    worker = banyan.workers[0]
    meetings.confirm(confirmation=confirmation_of(meeting, worker), by=cast.by(worker), at=at)
    assert [one.name for one in stations_without_supervision(city, **MONTH)] == names[1:]


def test_a_station_without_anybody_in_post_owes_no_supervision(places: Places) -> None:
    assert not stations_without_supervision(scope_of(places.city), **MONTH)


def test_the_table_and_the_list_say_the_same_of_a_station(
    officer: Client, places: Places, cast: Cast, at: datetime, banyan: Banyan, meeting: GroupMeeting
) -> None:
    before = officer.get("/desk/").content.decode()
    assert table_of(before)[1][-1] == "0"
    assert "<li>东湖县青石镇社工站</li>" in before
    worker = banyan.workers[0]
    meetings.confirm(confirmation=confirmation_of(meeting, worker), by=cast.by(worker), at=at)
    after = officer.get("/desk/").content.decode()
    assert table_of(after)[1][-1] == "1"
    assert "本月还没有督导的社工站" not in after


def test_the_lists_take_as_many_queries_for_twenty_as_for_one(
    officer: Client, places: Places, cast: Cast, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    def grow(number: int) -> int:
        for _ in range(number):
            registered_until(cast.worker(f"社工{cast.count}", places.station), date(2026, 5, 31), at)
        return count_queries(lambda: officer.get("/desk/"))

    assert grow(1) == grow(19)
