"""The end of a class on its pages: who completes and why not, four taps of a learner, results for the organiser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core import actions
from core.models import ActionKey
from courses.evaluation_words import EvaluationPart
from courses.models import ClassEvaluation, ClassSession, CompletionResult, EvaluationTurn, TrainingClass
from courses.services import attendance, classes, enrolments
from courses.services.attendance import Mark
from courses.todos import evaluations_to_give
from courses.words import AttendanceState, ClassState, HalfDay
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import logged_in, url
from tests.courses.classroom import TODAY, open_class, session_of

FOURS = {part.value: "4" for part in EvaluationPart}


@pytest.fixture
def held(places: Places, at: datetime) -> TrainingClass:
    return open_class(places.county, at, provider=places.school, ends_on=TODAY)


@pytest.fixture
def sessions(held: TrainingClass, at: datetime) -> list[ClassSession]:
    return [session_of(held, at, half_day=half) for half in (HalfDay.MORNING, HalfDay.AFTERNOON)]


@pytest.fixture
def placed(held: TrainingClass, sessions: list[ClassSession], at: datetime) -> Callable[..., Person]:
    """With a place, present in so many of the two sessions."""

    def place(person: Person, present: int) -> Person:
        enrolments.enrol(training_class=held, person=person, by=SYSTEM, at=at)
        for session in sessions[:present]:
            attendance.mark(mark=Mark(session, person, None, AttendanceState.PRESENT), by=SYSTEM, at=at)
        return person

    return place


def go(held: TrainingClass, at: datetime, *states: ClassState) -> None:
    for state in states:
        classes.set_state(training_class=held, state=state, by=SYSTEM, at=at)


def close(held: TrainingClass, at: datetime) -> None:
    go(held, at, ClassState.RUNNING, ClassState.CLOSED)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def write(client: Client, address: str, **data: object) -> str:
    answer = client.post(address, data | {actions.FIELD: actions.new_key()}, follow=True)
    return answer.content.decode()


def test_the_officer_sees_who_completes_and_who_does_not_and_why(
    held: TrainingClass,
    placed: Callable[..., Person],
    places: Places,
    cast: Cast,
    officer: Person,
    at: datetime,
) -> None:
    placed(cast.worker("陈小燕", places.station), 2)
    placed(cast.worker("何志明13911110001", places.station), 1)
    client, address = logged_in(cast, officer), url("class_completion", held)
    page = read(client, address)
    assert "名单2人，达到条件1人" in page
    assert "出勤50%，要求80%" in page
    assert "未核实" in page
    text = page.split("<textarea", 1)[1].split("</textarea>")[0]
    assert "东湖县青石镇社工站（1人）：何志明" in text
    assert "13911110001" not in text
    by_result = read(client, f"{address}?sort=result")
    table = by_result.split("<tbody>")[1]
    assert table.index("何志明") < table.index("陈小燕")
    assert read(client, f"{address}?sort=nonsense")
    assert address in read(client, url("class_detail", held))


def test_the_terms_are_changed_on_their_own_page_until_the_class_is_closed(
    held: TrainingClass,
    placed: Callable[..., Person],
    places: Places,
    cast: Cast,
    officer: Person,
    at: datetime,
) -> None:
    placed(cast.worker("陈小燕", places.station), 1)
    client, address = logged_in(cast, officer), url("class_completion_terms", held)
    assert 'value="80"' in read(client, address)
    assert "0到100之间" in write(client, address, attendance_percent="101")
    assert "请填写出勤要求" in write(client, address)
    page = write(client, address, attendance_percent="50")
    assert "只用于这个班次" in page
    assert "名单1人，达到条件1人" in page
    close(held, at)
    assert "不能再改" in write(client, address, attendance_percent="60")
    assert "修改结业条件" not in read(client, url("class_completion", held))


def test_completing_fixes_the_result_and_a_correction_says_why(
    held: TrainingClass,
    placed: Callable[..., Person],
    learner: Person,
    cast: Cast,
    officer: Person,
    at: datetime,
) -> None:
    placed(learner, 1)
    close(held, at)
    mine, client = logged_in(cast, learner), logged_in(cast, officer)
    assert "未达到结业条件" in read(mine, url("class_detail", held))
    write(client, url("class_state", held), state="completed")
    page = read(client, url("class_completion", held))
    assert "结业认定于" in page
    correct = reverse("courses:completion_correct", args=[CompletionResult.objects.get().public_id])
    assert correct in page
    assert "请写明更正的理由" in write(client, correct, completes="yes")
    assert "和现在的一样" in write(client, correct, completes="no", reason="没有变")
    page = write(client, correct, completes="yes", reason="已跟下一期补课")
    assert "已跟下一期补课" in page
    own = read(mine, url("class_detail", held))
    assert "主办单位更正：已跟下一期补课" in own
    assert "出勤50%，要求80%" in own


def test_whoever_came_evaluates_in_four_taps_and_once(
    held: TrainingClass, placed: Callable[..., Person], learner: Person, cast: Cast, at: datetime
) -> None:
    placed(learner, 2)
    mine, address = logged_in(cast, learner), url("class_evaluate", held)
    assert "还没有结课" in read(mine, address)
    close(held, at)
    assert address in read(mine, url("class_detail", held))
    todo = list(evaluations_to_give(cast.by(learner), TODAY))
    assert [one.url for one in todo] == [address]
    assert "请选1到5分" in write(mine, address, teacher="4")
    assert "139 1111 0001" in write(mine, address, **FOURS, words="请打 139 1111 0001 找我")
    assert not EvaluationTurn.objects.exists()
    assert "已收到您的评价" in write(mine, address, **FOURS, words="空调太冷")
    assert "已经评价过了" in read(mine, address)
    assert "已经评价过了" in write(mine, address, **FOURS)
    assert address not in read(mine, url("class_detail", held))
    assert not list(evaluations_to_give(cast.by(learner), TODAY))
    assert ClassEvaluation.objects.count() == 1


def test_the_action_key_keeps_nothing_of_what_was_answered(
    held: TrainingClass, placed: Callable[..., Person], places: Places, cast: Cast, at: datetime
) -> None:
    people = [placed(cast.worker(f"学员{number}", places.station), 1) for number in range(2)]
    close(held, at)
    for mark, person in enumerate(people, start=1):
        write(logged_in(cast, person), url("class_evaluate", held), **dict.fromkeys(FOURS, str(mark)))
    assert ActionKey.objects.values("fingerprint").distinct().count() == 1


def test_several_lecturers_are_marked_one_by_one_by_those_who_heard_them(
    held: TrainingClass, sessions: list[ClassSession], placed: Callable[..., Person], learner: Person,
    places: Places, cast: Cast, at: datetime,
) -> None:  # fmt: skip
    ClassSession.objects.filter(pk=sessions[1].pk).update(lecturer="何教员")
    placed(learner, 2)
    half = placed(cast.worker("何志明", places.station), 1)
    close(held, at)
    page = read(logged_in(cast, learner), url("class_evaluate", held))
    assert "何教员" in page
    assert "给每位授课人打分" in page
    assert "何教员" not in read(logged_in(cast, half), url("class_evaluate", held)).split("<main")[1]


def test_results_are_hidden_until_the_last_day_and_below_five(
    held: TrainingClass,
    placed: Callable[..., Person],
    places: Places,
    cast: Cast,
    officer: Person,
    at: datetime,
) -> None:
    people = [placed(cast.worker(f"学员{number}", places.station), 1) for number in range(6)]
    address, evaluate = url("class_evaluation", held), url("class_evaluate", held)
    client = logged_in(cast, officer)
    assert "结课后" in read(client, address)
    close(held, at)
    for person in people[:5]:
        write(logged_in(cast, person), evaluate, **FOURS, words="空调太冷")
    page = read(client, address)
    assert "答卷5份，回收率83%" in page
    assert "空调太冷" not in page
    assert "平均分</th>" not in page
    with time_machine.travel(at + timedelta(days=15), tick=False):
        page = read(client, address)
        assert ">4.0<" in page
        assert page.count("<li>空调太冷") == 5
        assert "截止" in read(logged_in(cast, people[5]), evaluate)


def test_an_officer_ends_it_early_and_four_answers_stay_hidden(
    held: TrainingClass,
    placed: Callable[..., Person],
    places: Places,
    cast: Cast,
    officer: Person,
    at: datetime,
) -> None:
    people = [placed(cast.worker(f"学员{number}", places.station), 1) for number in range(4)]
    close(held, at)
    for person in people:
        write(logged_in(cast, person), url("class_evaluate", held), **FOURS, words="空调太冷")
    page = write(logged_in(cast, officer), url("class_evaluation_end", held))
    assert "不足5份，不公布" in page
    assert "空调太冷" not in page
    assert "4.0" not in page


def test_another_countys_officer_and_the_provider_see_no_results(
    held: TrainingClass,
    placed: Callable[..., Person],
    learner: Person,
    places: Places,
    cast: Cast,
    at: datetime,
) -> None:
    placed(learner, 2)
    close(held, at)
    go(held, at, ClassState.COMPLETED)
    result = reverse("courses:completion_correct", args=[CompletionResult.objects.get().public_id])
    stranger = logged_in(cast, cast.with_role("钱主管", Role.OFFICER, places.other_county))
    teacher = logged_in(cast, cast.with_role("温教员", Role.CLASS_TEACHER, places.school))
    for address in (url("class_evaluation", held), url("class_completion_terms", held), result):
        assert stranger.get(address).status_code == 404
        assert teacher.get(address).status_code == 404
    assert stranger.get(url("class_completion", held)).status_code == 404
    assert "更正" not in read(teacher, url("class_completion", held)).split("<table")[1]


def test_the_pages_take_as_many_queries_for_twelve_learners_as_for_two(
    held: TrainingClass, placed: Callable[..., Person], places: Places, cast: Cast, officer: Person, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    client = logged_in(cast, officer)
    pages = [url(name, held) for name in ("class_completion", "class_evaluation", "class_detail")]
    few = [placed(cast.worker(f"学员{number}", places.station), 2) for number in range(2)]
    close(held, at)
    assert few
    before = [count_queries(lambda page=page: client.get(page)) for page in pages]  # type: ignore[misc]
    TrainingClass.objects.filter(pk=held.pk).update(state=ClassState.OPEN)
    for number in range(10):
        placed(cast.worker(f"同事{number}", places.station), 1)
    TrainingClass.objects.filter(pk=held.pk).update(state=ClassState.CLOSED)
    after = [count_queries(lambda page=page: client.get(page)) for page in pages]  # type: ignore[misc]
    assert after == before
    assert max(after) < 40
