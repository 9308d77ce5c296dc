"""我的学时: every line with where it came from; corrections as lines of their own; a person's for their officers."""

import re
from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.services import registrations
from hours.models import HourEntry
from hours.services import ledger
from hours.words import HourKind
from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def phone(client: Client, cast: Cast, learner: Person) -> Client:
    client.force_login(cast.account(learner))
    return client


def credit(
    person: Person, at: datetime, *, source: int, minutes: int = 100, kind: HourKind = HourKind.TRAINING
) -> HourEntry:
    made = ledger.Credit(
        person_id=person.pk, posting=None, minutes=minutes, kind=kind, activity_on=date(2026, 3, 2),
        source_type="tests.source", source_id=source, rule_version="attendance.credit@CN:2009-01-01",
    )  # fmt: skip
    return ledger.credit(credit=made, by=SYSTEM, at=at)


def shown(phone: Client) -> str:
    return phone.get(reverse("hours:mine")).content.decode()


def test_the_sum_is_in_hours_and_in_xueshi_and_says_that_the_rule_is_not_verified(
    phone: Client, learner: Person, at: datetime
) -> None:
    credit(learner, at, source=1, minutes=240)  # a half day: 5 of 45 minutes, at most 4
    credit(learner, at, source=2, minutes=100, kind=HourKind.LESSON)  # 2 of 45, the rest is dropped
    html = shown(phone)
    assert '5.7小时</span> · <span class="nowrap">6学时' in html
    assert "规则未核实" in html
    Rule.objects.filter(key__startswith="xueshi.").update(is_verified=True)
    assert "规则未核实" not in shown(phone)


def test_mentoring_group_minutes_are_listed_and_never_added_to_training(
    phone: Client, learner: Person, at: datetime
) -> None:
    credit(learner, at, source=1, minutes=90, kind=HourKind.GROUP_MEETING)
    html = shown(phone)
    assert '0.0小时</span> · <span class="nowrap">0学时' in html
    assert "带教小组" in html
    assert "不计" in html


def test_a_correction_is_a_line_of_its_own_with_its_reason(
    phone: Client, learner: Person, at: datetime
) -> None:
    entry = credit(learner, at, source=1)
    ledger.reverse(entry=entry, reason="签到记错了人", by=SYSTEM, at=at)
    html = shown(phone)
    assert "理由：签到记错了人" in html
    assert "-100分钟" in html
    assert ">已更正<" in html
    assert ">更正<" in html
    assert '0.0小时</span> · <span class="nowrap">0学时' in html


def test_another_persons_lines_are_not_shown(phone: Client, places: Places, cast: Cast, at: datetime) -> None:
    entry = credit(cast.worker("李明", places.station), at, source=1, minutes=77)
    html = shown(phone)
    assert "77分钟" not in html
    assert "还没有学时" in html
    assert phone.get(f"{reverse('hours:mine')}{entry.person_id}/").status_code == 404


def test_whoever_is_not_logged_in_is_asked_to(client: Client) -> None:
    assert client.get(reverse("hours:mine"))["Location"].startswith("/accounts/login/")


def test_twenty_lines_cost_as_many_queries_as_one(phone: Client, learner: Person, at: datetime) -> None:
    counts = []
    for sources in (range(1, 2), range(2, 21)):
        for source in sources:
            credit(learner, at, source=source)
        with CaptureQueriesContext(connection) as captured:
            shown(phone)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_older_lines_are_on_further_pages(phone: Client, learner: Person, at: datetime) -> None:
    for source in range(1, 53):
        credit(learner, at, source=source)
    assert shown(phone).count("100分钟") == 50
    second = phone.get(reverse("hours:mine") + "?page=2").content.decode()
    assert second.count("100分钟") == 2


def test_an_officer_reads_the_hours_of_somebody_in_the_county_and_of_nobody_else(
    client: Client, places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    credit(learner, at, source=1, minutes=240)
    stranger = cast.worker("黄建国", places.other_station)
    client.force_login(cast.account(cast.with_role("谢海燕", Role.OFFICER, places.county)))
    html = client.get(reverse("hours:person", args=[learner.public_id])).content.decode()
    assert "陈小燕的学时" in html
    assert "4.0小时" in html
    assert client.get(reverse("hours:person", args=[stranger.public_id])).status_code == 404


def test_the_months_of_the_year_are_a_picture_with_its_table(
    phone: Client, learner: Person, at: datetime
) -> None:
    assert "<svg" not in shown(phone).split("<main")[1].split("</main>")[0]
    credit(learner, at, source=1, minutes=240)
    credit(learner, at, source=2, minutes=60, kind=HourKind.GROUP_MEETING)
    with time_machine.travel(at, tick=False):
        html = shown(phone)
    assert 'aria-label="2026年各月的培训时长（小时）：合计4.0小时，最多的是3月，4.0小时。"' in html
    assert re.search(r'<th scope="row">3月</th><td class="number">4.0小时</td>', html)
    assert re.search(r'<th scope="row">4月</th><td class="number">—</td>', html)


def test_hours_stand_against_what_the_registration_period_requires(
    phone: Client, learner: Person, at: datetime
) -> None:
    details = registrations.PeriodDetails(
        level=registrations.RegistrationLevel.ASSISTANT, kind=registrations.RegistrationKind.FIRST,
        starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31),
    )  # fmt: skip
    registrations.add(person=learner, details=details, by=SYSTEM, at=at)
    credit(learner, at, source=1, minutes=36 * 60 + 1)
    with time_machine.travel(at, tick=False), CaptureQueriesContext(connection) as captured:
        html = shown(phone)
    assert "登记周期的继续教育：已完成36.0小时，应完成72.0小时，还差36.0小时。" in html
    assert "ce.required_hours@CN:2009-01-01" in html
    assert len(captured) <= 12
