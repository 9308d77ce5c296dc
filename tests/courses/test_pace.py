"""A script that posts everything at once earns no more than a day allows, nothing twice, and is seen by a human."""

import threading
import uuid
from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import events
from core.errors import RuleBroken
from courses.models import CoursePage, LessonPage, PaceNote
from courses.pace_querysets import all_pace_notes
from courses.services import lessons, pace
from courses.words import PaceState
from hours.querysets import all_entries
from inbox.todos import todo_items
from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.roles import Role
from people.models import Person
from people.services import grants
from tests.cast import Cast, Places
from tests.lessons import as_form, complete, pages, right_answers
from tests.threads import LONGEST, race


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def note(course: CoursePage, learner: Person, at: datetime) -> PaceNote:
    for page in pages(course):
        complete(page, learner, at)
    events.deliver_pending()
    return all_pace_notes().get()


@pytest.mark.usefixtures("truncatable_ledger")
def test_a_script_earns_the_days_limit_once_and_stands_on_the_list(
    course: CoursePage, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    Rule.objects.filter(key="lesson.daily_minutes").update(value=300)
    account, head = cast.account(learner), cast.with_role("黄站长", Role.STATION_HEAD, places.station)
    forms = [(page, as_form(right_answers(page))) for page in pages(course)] * 2

    def post(page: LessonPage, form: dict[str, object]) -> int:
        client = Client()
        client.force_login(account)
        address = reverse("learning:lesson", args=[page.lesson.public_id])
        return client.post(address, form | {"action_key": str(uuid.uuid4())}).status_code

    with time_machine.travel(at, tick=False):
        assert set(race(*[partial(post, *one) for one in forms])) == {302}
        credited = list(all_entries().of_person(learner).values_list("minutes", "source_id"))
        earned = sum(minutes for minutes, _source in credited)
        assert 300 - max(page.minutes for page in pages(course)) < earned <= 300
        assert len({source for _minutes, source in credited}) == len(credited) == 3
        events.deliver_pending()
        listed = all_pace_notes().read_by(cast.by(head)).get()
    assert (listed.person, listed.minutes, listed.lessons) == (learner, earned, 3)
    assert all_entries().of_person(learner).total_minutes() == earned  # the note itself changed nothing


@pytest.mark.usefixtures("truncatable_ledger")
def test_without_the_lock_on_the_person_the_same_script_would_earn_more_than_the_day(
    course: CoursePage, learner: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: it shows that the race above is one, and what holds it."""
    first, second = pages(course)[:2]
    Rule.objects.filter(key="lesson.daily_minutes").update(value=max(first.minutes, second.minutes))
    gate = threading.Barrier(2)

    def no_lock(person: Person) -> None:
        return None

    def late_room(*args: object, **kwargs: object) -> None:
        room(*args, **kwargs)
        gate.wait(LONGEST)  # both have asked for room before either is credited

    room = lessons._require_room
    monkeypatch.setattr(lessons, "_lock_day", no_lock)
    monkeypatch.setattr(lessons, "_require_room", late_room)
    race(*[partial(complete, page, learner, at) for page in (first, second)])
    assert all_entries().of_person(learner).total_minutes() == first.minutes + second.minutes


def test_an_unhurried_learner_is_not_listed(course: CoursePage, learner: Person, at: datetime) -> None:
    for number, page in enumerate(pages(course)):
        complete(page, learner, at + timedelta(hours=2 * number))
    events.deliver_pending()
    assert not all_pace_notes().exists()


def test_noting_again_counts_on_while_it_waits_and_leaves_an_answered_note_alone(
    note: PaceNote, course: CoursePage, learner: Person, cast: Cast, places: Places, at: datetime
) -> None:
    whole = sum(page.minutes for page in pages(course))
    assert (note.lessons, note.minutes, note.organisation) == (5, whole, places.station)
    pace.note(person=learner, around=at, at=at)
    assert all_pace_notes().get().minutes == whole
    head = cast.with_role("黄站长", Role.STATION_HEAD, places.station)
    said = pace.answer(pace_note=note, state=PaceState.NORMAL, remark="做过多年", by=cast.by(head), at=at)
    assert (said.state, said.remark, said.answered_by) == (PaceState.NORMAL, "做过多年", head.pk)
    pace.note(person=learner, around=at, at=at)
    assert all_pace_notes().get().state == PaceState.NORMAL
    with pytest.raises(RuleBroken) as refused:
        pace.answer(pace_note=note, state=PaceState.TALKED, remark="", by=SYSTEM, at=at)
    assert refused.value.code == "pace.answered"


def test_those_who_look_after_the_place_read_it_and_nobody_their_own(
    note: PaceNote, learner: Person, cast: Cast, places: Places, at: datetime
) -> None:
    readers = {
        "head": cast.with_role("黄站长", Role.STATION_HEAD, places.station),
        "officer": cast.with_role("县主管", Role.OFFICER, places.county),
        "elsewhere": cast.with_role("西山主管", Role.OFFICER, places.other_county),
        "colleague": cast.worker("李秋月", places.station),
    }
    seen = {name for name, one in readers.items() if all_pace_notes().read_by(cast.by(one)).exists()}
    assert seen == {"head", "officer"}
    waits = [todo for todo in todo_items(cast.by(readers["head"]), on=at.date()) if "学习节奏" in todo.title]
    assert len(waits) == 1
    grants.grant(
        person=learner, role=Role.STATION_HEAD, organisation=places.station, starts_on=at.date(), ends_on=None,
        by=SYSTEM, at=at,
    )  # fmt: skip
    assert not all_pace_notes().read_by(cast.by(learner)).exists()
    with pytest.raises(RuleBroken) as refused:
        pace.answer(pace_note=note, state=PaceState.NORMAL, remark="", by=cast.by(learner), at=at)
    assert refused.value.code == "pace.own"


def test_the_list_asks_the_same_however_long_it_is(
    note: PaceNote, course: CoursePage, client: Client, cast: Cast, places: Places, at: datetime
) -> None:
    head = cast.with_role("黄站长", Role.STATION_HEAD, places.station)
    client.force_login(cast.account(head))
    client.get(reverse("courses:pace_list"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("courses:pace_list")).status_code == 200
        return len(captured)

    few = queries()
    for number in range(4):
        other = cast.worker(f"社工{'甲乙丙丁'[number]}", places.station)
        for page in pages(course):
            complete(page, other, at)
    events.deliver_pending()
    assert all_pace_notes().count() == 5
    assert queries() == few
