"""Calendars: right by RFC 5545, the reader's own classes alone, and an address that names nobody and can be renewed."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import icalendar
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.clock import SHANGHAI
from core.errors import RuleBroken
from courses.calendar_files import calendar_of
from courses.models import CalendarFeed, ClassSession, TrainingClass
from courses.services import calendar_feeds, classes, enrolments
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import logged_in, post, url
from tests.courses.classroom import TODAY, details, open_class, session_details, session_of

OWN = reverse("courses:own_calendar")


@pytest.fixture
def learner(training_class: TrainingClass, places: Places, cast: Cast, at: datetime) -> Person:
    person = cast.worker("陈小燕", places.station)
    enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    return person


def sessions_of(training_class: TrainingClass) -> list[ClassSession]:
    return list(training_class.sessions.select_related("training_class"))


def events_in(content: bytes) -> dict[str, icalendar.Event]:
    """By UID, read back by the library's own parser."""
    return {str(one["UID"]): one for one in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def subscribed(feed: CalendarFeed, on: date) -> dict[str, icalendar.Event]:
    """What the telephone that asks on that day reads."""
    with time_machine.travel(datetime.combine(on, time(9), SHANGHAI), tick=False):
        return events_in(Client().get(reverse("courses:calendar_feed", args=[feed.token])).content)


def written(training_class: TrainingClass) -> bytes:
    return calendar_of(sessions_of(training_class), name=training_class.name, pages={})


def test_a_calendar_reads_back_what_was_planned(training_class: TrainingClass) -> None:
    first, second = sessions_of(training_class)
    content = calendar_of(
        [first, second], name="岗前培训", pages={training_class.pk: "https://example.org/c/"}
    )
    found = events_in(content)
    assert list(found) == [str(first.public_id), str(second.public_id)]
    event = found[str(first.public_id)]
    assert event["DTSTART"].dt == datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
    assert str(event["SUMMARY"]) == f"入户走访（{training_class.name}）"
    assert str(event["LOCATION"]) == training_class.venue
    assert (str(event["STATUS"]), event["SEQUENCE"], str(event["URL"])) == (
        "CONFIRMED", 0, "https://example.org/c/",
    )  # fmt: skip
    assert found[str(second.public_id)]["DTSTART"].dt == datetime(2026, 3, 17, 6, 30, tzinfo=UTC)


def test_lines_are_folded_and_end_as_the_standard_says(training_class: TrainingClass, at: datetime) -> None:
    long = details(training_class.organiser, venue="东湖县青石镇文化站，二楼；" * 8 + "\\301")
    classes.edit(training_class=training_class, details=long, by=SYSTEM, at=at)
    training_class.refresh_from_db()
    content = written(training_class)
    assert b"\r\n" in content
    assert not content.replace(b"\r\n", b"").count(b"\n")
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert any(line.startswith(b" ") for line in lines)
    event = next(iter(events_in(content).values()))
    assert str(event["LOCATION"]) == training_class.venue
    text = content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "VERSION:2.0\r\n" in text
    assert "DTSTART:20260316T010000Z\r\n" in text


def test_the_same_facts_give_the_same_bytes(training_class: TrainingClass) -> None:
    assert written(training_class) == written(training_class)


def test_a_change_keeps_the_uid_and_raises_the_sequence(training_class: TrainingClass, at: datetime) -> None:
    first, second = sessions_of(training_class)
    later = at + timedelta(hours=2)
    moved = session_details(TODAY + timedelta(days=2))
    classes.edit_session(session=first, details=moved, by=SYSTEM, at=later)
    found = events_in(written(training_class))
    assert found[str(first.public_id)]["SEQUENCE"] == 1
    assert found[str(first.public_id)]["DTSTAMP"].dt == later.astimezone(UTC)
    assert found[str(first.public_id)]["DTSTART"].dt.date() == date(2026, 3, 18)
    assert found[str(second.public_id)]["SEQUENCE"] == 0
    classes.cancel(training_class=training_class, reason="台风", by=SYSTEM, at=later + timedelta(hours=1))
    training_class.refresh_from_db()
    found = events_in(written(training_class))
    assert {str(one["STATUS"]) for one in found.values()} == {"CANCELLED"}
    assert [one["SEQUENCE"] for one in found.values()] == [1, 2]


def test_a_subscription_shows_the_own_classes_until_it_is_renewed(
    training_class: TrainingClass, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    other = open_class(places.county, at, "2026-77")
    session_of(other, at)
    client = logged_in(cast, learner)
    assert "生成订阅地址" in client.get(OWN).content.decode()
    post(client, OWN, deed="renew")
    feed = CalendarFeed.objects.get(person=learner)
    page = client.get(OWN).content.decode()
    address = reverse("courses:calendar_feed", args=[feed.token])
    assert address in page
    assert "webcal://" in page
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert set(events_in(answer.content)) == {str(one.public_id) for one in sessions_of(training_class)}
    assert learner.name not in answer.content.decode()
    assert "温教员" not in answer.content.decode()
    post(client, OWN, deed="renew")
    assert Client().get(address).status_code == 404
    renewed = reverse("courses:calendar_feed", args=[CalendarFeed.objects.get().token])
    assert Client().get(renewed).status_code == 200
    post(client, OWN, deed="stop")
    assert Client().get(renewed).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_a_session_that_was_taken_off_says_so_until_a_month_after_its_day(
    training_class: TrainingClass, learner: Person, cast: Cast, at: datetime
) -> None:
    """A telephone takes away what it is told is off; what is merely missing stays in it."""
    feed = calendar_feeds.renew(person=learner, by=cast.by(learner), at=at)
    first, second = sessions_of(training_class)
    read = partial(subscribed, feed)
    moved = session_details(TODAY + timedelta(days=2))
    classes.edit_session(session=first, details=moved, by=SYSTEM, at=at)
    before = read(TODAY)[str(first.public_id)]
    classes.remove_session(session=first, by=SYSTEM, at=at + timedelta(hours=3))
    off = read(TODAY)[str(first.public_id)]
    assert (str(before["STATUS"]), str(off["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert (before["SEQUENCE"], off["SEQUENCE"]) == (1, 2)
    assert off["DTSTAMP"].dt == (at + timedelta(hours=3)).astimezone(UTC)
    assert [off[name] for name in ("DTSTART", "DTEND", "SUMMARY", "URL")] == [
        before[name] for name in ("DTSTART", "DTEND", "SUMMARY", "URL")
    ]
    assert str(read(TODAY)[str(second.public_id)]["STATUS"]) == "CONFIRMED"
    last = TODAY + timedelta(days=2 + 31)
    assert str(first.public_id) in read(last)
    assert set(read(last + timedelta(days=1))) == {str(second.public_id)}
    assert set(events_in(written(training_class))) == {str(second.public_id)}


def test_what_was_taken_off_goes_on_being_counted_with_its_class(
    training_class: TrainingClass, learner: Person, cast: Cast, places: Places, at: datetime
) -> None:
    feed = calendar_feeds.renew(person=learner, by=cast.by(learner), at=at)
    first, _second = sessions_of(training_class)
    classes.remove_session(session=first, by=SYSTEM, at=at)
    renamed = details(training_class.organiser, venue="县委党校")
    classes.edit(training_class=training_class, details=renamed, by=SYSTEM, at=at)
    off = subscribed(feed, TODAY)[str(first.public_id)]
    assert (off["SEQUENCE"], str(off["LOCATION"])) == (2, "县委党校")
    other = cast.worker("黄建国", places.other_station)
    theirs = calendar_feeds.renew(person=other, by=cast.by(other), at=at)
    assert not subscribed(theirs, TODAY)


def test_an_address_says_nothing_of_its_owner_and_is_stored_sealed(
    learner: Person, cast: Cast, at: datetime
) -> None:
    feed = calendar_feeds.renew(person=learner, by=cast.by(learner), at=at)
    assert len(feed.token) >= 32
    assert feed.token not in feed.token_hash
    assert CalendarFeed.objects.get().token == feed.token
    with pytest.raises(RuleBroken):
        calendar_feeds.renew(person=learner, by=SYSTEM, at=at)


def test_who_left_the_class_or_the_platform_reads_nothing_more(
    training_class: TrainingClass, learner: Person, cast: Cast, at: datetime
) -> None:
    cast.account(learner)
    feed = calendar_feeds.renew(person=learner, by=cast.by(learner), at=at)
    address = reverse("courses:calendar_feed", args=[feed.token])
    enrolments.withdraw(training_class=training_class, person=learner, by=SYSTEM, at=at)
    assert not events_in(Client().get(address).content)
    learner.account.is_active = False  # type: ignore[union-attr]
    learner.account.save(update_fields=["is_active"])  # type: ignore[union-attr]
    assert Client().get(address).status_code == 404


def test_a_class_goes_into_a_calendar_once(
    training_class: TrainingClass, learner: Person, places: Places, cast: Cast
) -> None:
    client, address = logged_in(cast, learner), url("class_calendar", training_class)
    page = client.get(url("class_detail", training_class)).content.decode()
    assert address in page
    assert OWN in page
    assert len(events_in(client.get(address).content)) == 2
    stranger = logged_in(cast, cast.worker("黄建国", places.other_station))
    assert stranger.get(address).status_code == 404


def test_a_feed_takes_as_many_questions_for_twelve_sessions_as_for_two(
    training_class: TrainingClass, learner: Person, cast: Cast, at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    feed = calendar_feeds.renew(person=learner, by=cast.by(learner), at=at)
    address = reverse("courses:calendar_feed", args=[feed.token])
    with django_assert_max_num_queries(7) as two:
        Client().get(address)
    for number in range(10):
        session_of(training_class, at, TODAY + timedelta(days=2 + number))
    for one in sessions_of(training_class)[-3:]:
        classes.remove_session(session=one, by=SYSTEM, at=at)
    with django_assert_max_num_queries(len(two)):
        assert len(events_in(Client().get(address).content)) == 12
