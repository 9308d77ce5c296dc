"""A class ends: learners say how it was on their phones, and the officer sees who completes and closes it."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from courses.completion_querysets import judged
from courses.evaluation_words import EvaluationPart
from courses.models import TrainingClass
from courses.services import attendance, classes, enrolments, evaluations
from courses.services.attendance import Mark
from courses.services.evaluations import Answer
from courses.words import AttendanceState, ClassState, HalfDay
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out
from tests.journeys.taps import CountedScreen

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]
NAMES = ("陈小燕", "何志明", "黄建国", "梁秀英", "罗海峰")


def _taught(places: Places, cast: Cast, at: datetime) -> tuple[TrainingClass, list[Person]]:
    """Today's class of two half days; the last one of five was away in the afternoon."""
    held = open_class(places.county, at, starts_on=at.date(), ends_on=at.date())
    people = [cast.worker(name, places.station) for name in NAMES]
    for person in people:
        enrolments.enrol(training_class=held, person=person, by=SYSTEM, at=at)
    for half in (HalfDay.MORNING, HalfDay.AFTERNOON):
        session = session_of(held, at, at.date(), half)
        for person in people if half is HalfDay.MORNING else people[:-1]:
            attendance.mark(mark=Mark(session, person, None, AttendanceState.PRESENT), by=SYSTEM, at=at)
    classes.set_state(training_class=held, state=ClassState.RUNNING, by=SYSTEM, at=at)
    return held, people


def _evaluate(page: Page) -> None:
    """From the to-do: a tap for each part, and one to send."""
    page.goto("/inbox/")
    phone = CountedScreen(page)
    phone.link("评价：")
    for part in EvaluationPart:
        phone.tap(page.locator(f'.choice:has(input[name="{part.value}"][value="4"]) label'))
    assert sticks_out(page) == []
    phone.button("提交评价")
    page.get_by_text("已收到您的评价").wait_for()
    assert phone.count == (6, 0)


def test_a_class_is_evaluated_judged_and_completed(
    places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    held, people = _taught(places, cast, at)
    officer = cast.with_role("赵主管", Role.OFFICER, places.county)
    address = f"/classes/{held.public_id}/"
    with screen_of(officer, size=DESK) as page:
        page.goto(address)
        page.get_by_role("button", name="结课", exact=True).click()
        page.get_by_text("状态已改为“结课”").wait_for()
    with screen_of(people[0]) as phone:
        _evaluate(phone)
    given = Answer(dict.fromkeys(EvaluationPart, 4), words="空调太冷")
    for person in people[1:]:
        evaluations.answer(training_class=held, person=person, given=given, by=cast.by(person), at=at)
    with screen_of(officer, size=DESK) as page:
        page.goto(address)
        page.get_by_role("link", name="评价结果").click()
        expect(page.locator("main")).not_to_contain_text("空调太冷")
        page.get_by_role("button", name="提前结束评价").click()
        expect(page.locator("main")).to_contain_text("空调太冷")
        expect(page.locator("main")).to_contain_text("4.0")
        page.goto(address)
        page.get_by_role("link", name="结业情况").click()
        expect(page.locator("main")).to_contain_text("出勤50%，要求80%")
        page.goto(address)
        page.get_by_role("button", name="结业，不设考核").click()
        page.get_by_text("状态已改为“结业”").wait_for()
    held.refresh_from_db()
    found = judged(held)
    assert found.judged_at is not None
    assert found.counts == {"learners": 5, "learners_done": 4, "guests": 0, "guests_done": 0}
