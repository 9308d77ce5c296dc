"""Reflections are for their writer's eyes alone; corrections reach the editors without a name and come back answered."""

import uuid
from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import events
from core.errors import RuleBroken
from courses.feedback_querysets import all_corrections, all_reflections
from courses.models import Correction, CoursePage, LessonPage
from courses.services import feedback
from courses.words import CorrectionState
from inbox.querysets.messages import all_messages
from inbox.todos import todo_items
from organisations.authority import Authority
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.lessons import pages

WORDS = "走访前先打电话，下次改正"


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def asking(course: CoursePage) -> LessonPage:
    page = pages(course)[0]
    page.body.append(("reflection", {"prompt": "哪一点您明天就用得上？"}))
    page.save_revision().publish()
    return LessonPage.objects.select_related("lesson").get(pk=page.pk)


def test_a_reflection_is_kept_as_a_draft_that_nobody_else_reads(
    client: Client, asking: LessonPage, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    client.force_login(cast.account(learner))
    address = reverse("learning:reflection", args=[asking.lesson.public_id, asking.body[-1].id])
    with time_machine.travel(at, tick=False):
        for text in ("先写几个字", WORDS):
            assert client.post(address, {"text": text, "action_key": str(uuid.uuid4())}).status_code == 302
        assert WORDS in client.get(address).content.decode()
        assert (
            "草稿，"
            in client.get(reverse("learning:lesson", args=[asking.lesson.public_id])).content.decode()
        )
        assert all_reflections().get().text == WORDS
        for person in (
            cast.with_role("县主管", Role.OFFICER, places.county),
            cast.worker("李秋月", places.station),
        ):
            client.force_login(cast.account(person))
            assert WORDS not in client.get(address).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM courses_reflection")
        assert WORDS.encode() not in bytes(cursor.fetchone()[0])


def test_a_question_that_the_lesson_does_not_ask_is_not_found(
    client: Client, asking: LessonPage, learner: Person, cast: Cast
) -> None:
    client.force_login(cast.account(learner))
    address = reverse("learning:reflection", args=[asking.lesson.public_id, uuid.uuid4()])
    assert client.get(address).status_code == 404


def test_a_correction_reaches_the_editor_without_a_name_and_comes_back_answered(
    client: Client, asking: LessonPage, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    editor = cast.with_role("编辑", Role.EDITOR, places.city)
    client.force_login(cast.account(learner))
    lesson = reverse("learning:lesson", args=[asking.lesson.public_id])
    address = reverse("learning:correct", args=[asking.lesson.public_id])
    with time_machine.travel(at, tick=False):
        assert address in client.get(lesson).content.decode()
        client.post(address, {"text": "限额是去年的", "place": "第二段", "action_key": str(uuid.uuid4())})
        sent = all_corrections().get()
        assert (sent.state, sent.revision_id) == (CorrectionState.NEW, asking.live_revision_id)
        assert "1条纠错待处理" in [todo.title for todo in todo_items(cast.by(editor), on=at.date())]
        listed = _as_editor(reverse("courses:correction_list"), editor, cast)
        one = _as_editor(reverse("courses:correction", args=[sent.public_id]), editor, cast)
        assert "限额是去年的" in listed and "第二段" in one  # noqa: PT018
        assert learner.name not in listed + one
        feedback.answer_correction(
            correction=sent, state=CorrectionState.DECLINED, answer="今年没有调整", by=cast.by(editor), at=at
        )
        events.deliver_pending()
        told = all_messages().filter(person=learner).get(kind="courses.correction.declined")
        assert told.url == address
        assert "今年没有调整" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("state", "answer", "code"),
    [
        (CorrectionState.DECLINED, " ", "correction.no_reason"),
        (CorrectionState.NEW, "x", "correction.no_answer"),
    ],
)
def test_what_an_answer_needs(
    asking: LessonPage, learner: Person, places: Places, cast: Cast, at: datetime, state: CorrectionState,
    answer: str, code: str,
) -> None:  # fmt: skip
    sent = _sent(asking, learner, cast, at)
    editor = cast.by(cast.with_role("编辑", Role.EDITOR, places.city))
    with pytest.raises(RuleBroken) as refused:
        feedback.answer_correction(correction=sent, state=state, answer=answer, by=editor, at=at)
    assert refused.value.code == code


def test_only_editors_answer_and_only_once(
    asking: LessonPage, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    sent = _sent(asking, learner, cast, at)
    editor, officer = (
        cast.by(cast.with_role(name, role, places.city))
        for name, role in (("编辑", Role.EDITOR), ("主管", Role.OFFICER))
    )

    def fixed(by: Authority) -> None:
        feedback.answer_correction(correction=sent, state=CorrectionState.FIXED, answer="", by=by, at=at)

    with pytest.raises(RuleBroken) as refused:
        fixed(officer)
    assert refused.value.code == "correction.not_yours"
    fixed(editor)
    with pytest.raises(RuleBroken) as refused:
        fixed(editor)
    assert refused.value.code == "correction.answered"


def test_the_list_asks_the_same_however_long_it_is(
    asking: LessonPage, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    editor = cast.with_role("编辑", Role.EDITOR, places.city)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            _as_editor(reverse("courses:correction_list"), editor, cast)
        return len(captured)

    _sent(asking, learner, cast, at)
    asked()
    few = asked()
    for _number in range(3):
        _sent(asking, learner, cast, at)
    assert asked() == few


def _sent(page: LessonPage, learner: Person, cast: Cast, at: datetime) -> Correction:
    return feedback.send_correction(
        page=page, person=learner, text="限额是去年的", place="", by=cast.by(learner), at=at
    )


def _as_editor(address: str, editor: Person, cast: Cast) -> str:
    client = Client()
    client.force_login(editor.account or cast.account(editor))
    return client.get(address).content.decode()
