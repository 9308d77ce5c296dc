"""The privacy notice: versions that never change, read by each person once a version, never in the way of a sign-in."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from core.errors import RuleBroken
from core.models import Event
from courses.models import Attendance
from organisations.models import Rule
from people.models import Person, PrivacyAcknowledgement
from people.privacy import contact, notice_in_force, notices
from people.services import privacy
from tests.cast import PASSWORD, Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.pages import post
from tests.threads import race

NOTICE = "/privacy/"
# What people have read stays what it was: a published file never changes. A new version is a new line here.
PUBLISHED = {"1": "7a996ee0bd861678df457dd2178019f87672da236c0bc7bffe9a5fcdf97a4aa2"}
ONE = """
number = "{number}"
effective_on = {day}
changed = ["改动{number}"]
summary = ["要点{number}"]
[[sections]]
title = "谁"
paragraphs = ["主管部门"]
[[sections.uses]]
title = "账号"
data = "手机号"
purpose = "登录"
basis = "第十三条"
keep = "一年"
unsettled = true
"""


@pytest.fixture(autouse=True)
def _monday_morning(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def two_versions(settings: Settings, tmp_path: Path) -> None:
    """Version a since January, b since 1 March, c from April on."""
    for number, day in (("a", "2026-01-01"), ("b", "2026-03-01"), ("c", "2026-04-01")):
        (tmp_path / f"{number}.toml").write_text(ONE.format(number=number, day=day))
    settings.PRIVACY_NOTICES = str(tmp_path)


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    person = cast.worker("陈小燕", places.station)
    cast.account(person)
    return person


def log_in(client: Client, person: Person, *, to: str = "") -> str:
    """As on the page of the log-in; where it leads."""
    assert person.account is not None
    form = {"login": person.account.username, "password": PASSWORD, "next": to}
    return str(client.post(reverse("account_login"), form)["Location"])


def read_by(person: Person, number: str, cast: Cast) -> PrivacyAcknowledgement:
    shown = next(notice for notice in notices() if notice.number == number)
    return privacy.acknowledge(person=person, notice=shown, by=cast.by(person), at=cast.at)


def test_a_published_text_never_changes() -> None:
    assert {notice.number: notice.digest for notice in notices()} == PUBLISHED


def test_a_notice_says_all_that_the_law_asks_for() -> None:
    """个人信息保护法 art. 17: who, how to reach them, why, how, which kinds, how long, how to exercise rights."""
    for notice in notices():
        uses = [use for section in notice.sections for use in section.uses]
        assert uses
        assert all(use.data and use.purpose and use.basis and use.keep for use in uses)
        text = " ".join(line for section in notice.sections for line in section.paragraphs)
        for right in ("查阅、复制", "更正、补充", "删除", "解释", "投诉、举报", "起诉", "处理者"):
            assert right in text, right


@pytest.mark.usefixtures("two_versions")
@pytest.mark.parametrize(
    ("day", "number"), [("2025-12-31", "a"), ("2026-02-28", "a"), ("2026-03-01", "b"), ("2026-04-01", "c")]
)
def test_the_version_of_a_day(day: str, number: str) -> None:
    assert notice_in_force(on=date.fromisoformat(day)).number == number


@pytest.mark.usefixtures("two_versions")
def test_the_page_shows_the_version_in_force_to_everybody_and_leads_to_the_others(
    client: Client, db: None
) -> None:
    page = client.get(NOTICE).content.decode()
    assert "要点b" in page
    assert "未核实" in page
    assert [f"/privacy/{number}/" in page for number in "abc"] == [True, True, True]
    assert "我已阅读" not in page
    old = client.get("/privacy/a/").content.decode()
    assert "要点a" in old
    assert "不是现行版本" in old
    assert client.get("/privacy/z/").status_code == 404


def test_the_contact_is_the_most_local_one_and_marked_until_it_is_verified(
    client: Client, learner: Person, at: datetime
) -> None:
    assert "未核实" in client.get(NOTICE).content.decode().split('id="contact"')[1]
    Rule.objects.create(
        key="privacy.contact", jurisdiction="990121", valid_from=date(2026, 1, 1), title="隐私事务联系人",
        value={"body": "东湖县民政局", "post": "社会工作股", "phone": "0000-1234567"}, is_verified=True,
    )  # fmt: skip
    assert contact(on=at.date(), area_code="").body == ""
    client.force_login(learner.account)
    mine = client.get(NOTICE).content.decode().split('id="contact"')[1]
    assert "0000-1234567" in mine
    assert "未核实" not in mine


def test_whoever_logs_in_is_shown_the_notice_once_and_goes_on_to_where_they_were_going(
    client: Client, learner: Person
) -> None:
    assert log_in(client, learner, to="/hours/") == "/hours/"
    led = client.get("/hours/")
    assert led["Location"] == "/privacy/?next=%2Fhours%2F"
    page = client.get(led["Location"]).content.decode()
    assert "我已阅读" in page
    answer = post(client, "/privacy/read/", version="1", next="/hours/?page=2")
    assert answer["Location"] == "/hours/?page=2"
    assert client.get("/hours/").status_code == 200
    assert "读过这一版" in client.get(NOTICE).content.decode()
    again = Client()
    log_in(again, learner)
    assert again.get("/hours/").status_code == 200


def test_who_leaves_the_notice_unread_is_not_stopped_again_before_the_next_log_in(
    client: Client, learner: Person
) -> None:
    log_in(client, learner)
    assert client.get("/hours/").status_code == 302
    assert client.get("/hours/").status_code == 200
    again = Client()
    log_in(again, learner)
    assert again.get("/hours/").status_code == 302


@pytest.mark.usefixtures("two_versions")
def test_a_new_version_is_read_anew(client: Client, learner: Person, cast: Cast) -> None:
    read_by(learner, "a", cast)
    log_in(client, learner)
    assert client.get("/hours/").status_code == 302
    read_by(learner, "b", cast)
    again = Client()
    log_in(again, learner)
    assert again.get("/hours/").status_code == 200


def test_a_sign_in_is_not_delayed_and_the_notice_comes_right_after(
    client: Client, learner: Person, places: Places, at: datetime
) -> None:
    from courses.services import sign_in
    from organisations.authority import SYSTEM

    training_class = open_class(places.county, at, starts_on=at.date(), ends_on=at.date())
    session = session_of(training_class, at, held_on=at.date())
    session = sign_in.open_session(session=session, by=SYSTEM, at=at)
    scanned = f"/classes/s/{sign_in.code_of(session, timing=sign_in.timing_for(session), at=at)}/"
    client.get(scanned)
    assert log_in(client, learner, to=scanned) == scanned
    assert client.get(scanned).status_code == 200
    receipt = post(client, scanned)["Location"]
    assert Attendance.objects.filter(person=learner).count() == 1
    assert client.get(receipt).status_code == 200
    assert client.get(reverse("courses:class_list"))["Location"].startswith("/privacy/?next=")


def test_pictures_and_parts_of_pages_are_never_led_away(client: Client, learner: Person) -> None:
    log_in(client, learner)
    assert client.get("/hours/", headers={"Sec-Fetch-Dest": "image"}).status_code == 200
    assert client.get("/hours/", headers={"HX-Request": "true"}).status_code == 200
    assert client.get("/hours/", headers={"Sec-Fetch-Dest": "document"}).status_code == 302


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_another_site_is_never_gone_on_to(client: Client, learner: Person, next_page: str) -> None:
    client.force_login(learner.account)
    page = client.get(NOTICE, {"next": next_page}).content.decode()
    assert not next_page or f'"{next_page}"' not in page  # neither a link nor what the form would send on
    assert post(client, "/privacy/read/", version="1", next=next_page)["Location"] == NOTICE


def test_nobody_reads_for_somebody_else(learner: Person, places: Places, cast: Cast, at: datetime) -> None:
    other = cast.worker("黄建国", places.station)
    with pytest.raises(RuleBroken, match="本人"):
        privacy.acknowledge(person=learner, notice=notices()[0], by=cast.by(other), at=at)


def test_what_was_read_is_kept_with_its_digest_and_the_event_says_which_version(
    learner: Person, cast: Cast
) -> None:
    first = read_by(learner, "1", cast)
    assert first.digest == notices()[-1].digest
    assert read_by(learner, "1", cast).pk == first.pk
    assert [event.data for event in Event.objects.filter(name="people.privacy.acknowledged")] == [
        {"version": "1"}
    ]


def test_what_a_merged_record_has_read_counts(learner: Person, places: Places, cast: Cast) -> None:
    twin = cast.worker("陈小艳", places.station)
    read_by(twin, "1", cast)
    Person.objects.filter(pk=twin.pk).update(merged_into=learner)
    read_by(learner, "1", cast)
    assert PrivacyAcknowledgement.objects.count() == 1


@pytest.mark.usefixtures("truncatable_ledger")
def test_two_readings_at_once_are_one(places: Places, cast: Cast) -> None:
    person = cast.worker("陈小燕", places.station)
    answers = race(lambda: read_by(person, "1", cast), lambda: read_by(person, "1", cast))
    assert [type(answer) for answer in answers] == [PrivacyAcknowledgement, PrivacyAcknowledgement]
    assert PrivacyAcknowledgement.objects.count() == 1
    assert Event.objects.filter(name="people.privacy.acknowledged").count() == 1


@pytest.mark.usefixtures("truncatable_ledger")
def test_without_the_lock_the_second_of_two_readings_would_fail(places: Places, cast: Cast) -> None:
    person = cast.worker("陈小燕", places.station)

    def naive() -> PrivacyAcknowledgement:
        return PrivacyAcknowledgement.objects.create(person=person, version="1", digest="")

    answers = race(naive, naive)
    assert sorted(type(answer) is IntegrityError for answer in answers) == [False, True]
