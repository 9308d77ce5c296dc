"""Sitting a paper in pages: without script, by the script's small posts, resumed, and ended by the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assessment.models import PaperVersion, QuestionVersion, Sitting
from assessment.paper_querysets import versions_asked
from assessment.words import ReviewTime
from core import actions
from people.models import Person
from tests.assessment.papers import a_paper, begun, sat
from tests.cast import Cast, Places

MINUTE = timedelta(minutes=1)


@pytest.fixture
def worker(client: Client, places: Places, cast: Cast) -> Person:
    person = cast.worker("陈小燕", places.station)
    client.force_login(cast.account(person))
    return person


def write(client: Client, address: str, **data: object) -> str:
    answer = client.post(address, data | {actions.FIELD: actions.new_key()}, follow=True)
    return answer.content.decode()


def page(sitting: Sitting, name: str = "sitting") -> str:
    return reverse(f"papers:{name}", args=[sitting.public_id])


def start(version: PaperVersion) -> str:
    return reverse("papers:sit", args=[version.paper.public_id])


def field(version: QuestionVersion) -> str:
    return f"question-{version.pk}"


def save(client: Client, sitting: Sitting, version: QuestionVersion, chosen: str, sequence: int) -> Any:
    data = {"version": version.pk, "chosen": chosen, "text": "", "sequence": sequence}
    return client.post(page(sitting, "answer"), data)


def test_twelve_questions_are_answered_page_by_page_without_script(
    client: Client, worker: Person, places: Places, at: datetime
) -> None:
    version = a_paper(places.county, at, questions=12)
    with time_machine.travel(at, tick=False):
        assert "12道题" in client.get(start(version)).content.decode()
        html = write(client, start(version))
        assert ("第10题问什么" in html, "第11题问什么" in html, "还剩30分钟" in html) == (True, False, True)
        sitting, asked = Sitting.objects.get(), versions_asked(version)
        html = client.post(
            page(sitting), {field(one): "A" for one in asked[:9]} | {"go": "2"}, follow=True
        ).content.decode()
        assert ("第11题问什么" in html, "第1题问什么" in html) == (True, False)
        html = client.post(
            page(sitting) + "?page=2", {field(asked[10]): "A", "go": "check"}, follow=True
        ).content.decode()
        assert ("还有2题没有作答" in html, "第10题" in html, "第12题" in html) == (True, True, True)
        html = write(client, page(sitting, "hand_in"))
    assert ("得10分，满分12分" in html, "第12题选甲" in html, "没有作答" in html) == (True, True, True)


def test_a_page_that_lay_open_takes_nothing_back(
    client: Client, worker: Person, places: Places, at: datetime
) -> None:
    with time_machine.travel(at, tick=False):
        sitting = begun(a_paper(places.county, at), worker, at)
        first, second = versions_asked(sitting.answers_to)[:2]
        stale = {f"was-{field(first)}": "", f"was-{field(second)}": "", field(second): "B", "go": "check"}
        save(client, sitting, first, "A", int(at.timestamp() * 1000))  # meanwhile, on another device
        client.post(page(sitting), stale)
    assert dict(sitting.answers.values_list("version", "chosen")) == {first.pk: "A", second.pk: "B"}


def test_a_page_saves_what_it_asked_whatever_its_address_says(
    client: Client, worker: Person, places: Places, at: datetime
) -> None:
    with time_machine.travel(at, tick=False):
        sitting = begun(a_paper(places.county, at, questions=12), worker, at)
        foreign = versions_asked(a_paper(places.county, at, questions=13))[12]
        _first, second, *_more, last = versions_asked(sitting.answers_to)
        save(client, sitting, second, "B", int(at.timestamp() * 1000) - 1)
        answers = {
            field(last): "A",
            f"was-{field(second)}": "B",
            field(foreign): "A",
            "question-x": "A",
            "go": "1",
        }
        client.post(f"{page(sitting)}?page=99", answers)
        assert "第12题问什么" in client.get(f"{page(sitting)}?page=99").content.decode()
    assert dict(sitting.answers.values_list("version", "chosen")) == {second.pk: "", last.pk: "A"}


def test_an_answer_saved_by_script_stands_on_the_next_device(
    client: Client, worker: Person, places: Places, at: datetime
) -> None:
    with time_machine.travel(at, tick=False):
        sitting = begun(a_paper(places.county, at), worker, at)
        version = versions_asked(sitting.answers_to)[0]
        answer = save(client, sitting, version, "B", int(at.timestamp() * 1000))
        assert answer.json() == {"saved": "10:00:00"}
        other = Client()
        assert worker.account is not None
        other.force_login(worker.account)
        assert 'value="B" checked' in " ".join(other.get(page(sitting)).content.decode().split()).replace(
            "required ", ""
        ).replace(f'id="id_{field(version)}_1" ', "")
        assert "继续作答" in client.get(start(sitting.answers_to)).content.decode()


def test_a_refused_answer_says_why(client: Client, worker: Person, places: Places, at: datetime) -> None:
    sitting = begun(a_paper(places.county, at), worker, at)
    version = versions_asked(sitting.answers_to)[0]
    with time_machine.travel(at + 31 * MINUTE, tick=False):
        late = save(client, sitting, version, "B", int(at.timestamp() * 1000))
        assert (late.status_code, "作答时间已到" in late.json()["refused"]) == (409, True)
        assert save(client, sitting, version, "B", -1).status_code == 400
        posted = client.post(page(sitting), {field(version): "A", "go": "1"}, follow=True).content.decode()
    assert ("到时自动交卷" in posted, "得0分" in posted) == (True, True)


def test_nobody_opens_anothers_sitting(
    client: Client, worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    sitting = begun(a_paper(places.county, at), cast.worker("黄建国", places.station), at)
    for name in ("sitting", "hand_in", "result"):
        assert client.get(page(sitting, name)).status_code == 404
    version = versions_asked(sitting.answers_to)[0]
    assert save(client, sitting, version, "A", 1).status_code == 404
    assert not sitting.answers.exists()


@pytest.mark.parametrize(
    ("review", "shown"),
    [
        (ReviewTime.HANDED_IN, "第1题选甲"),
        (ReviewTime.CLOSED, "以后，可以在这里看"),
        (ReviewTime.NEVER, "只公布得分"),
    ],
)
def test_answers_are_shown_as_the_paper_says(
    client: Client, worker: Person, places: Places, at: datetime, review: ReviewTime, shown: str
) -> None:
    version = a_paper(places.county, at, review=review, closes_at=at + timedelta(days=1))
    with time_machine.travel(at, tick=False):
        write(client, start(version))
        html = write(client, page(Sitting.objects.get(), "hand_in"))
    assert shown in html
    if review is ReviewTime.CLOSED:
        assert "第1题选甲" not in html
        with time_machine.travel(at + timedelta(days=1), tick=False):
            client.force_login(worker.account)  # type: ignore[arg-type]
            assert "第1题选甲" in client.get(page(Sitting.objects.get(), "result")).content.decode()


def test_a_paper_for_classes_alone_is_not_open(
    client: Client, worker: Person, places: Places, at: datetime
) -> None:
    assert client.get(start(a_paper(places.county, at, is_open=False))).status_code == 404


def test_who_used_all_tries_reads_what_to_do(
    client: Client, worker: Person, places: Places, at: datetime
) -> None:
    version = a_paper(places.county, at, tries=1)
    sat(version, worker, at, ["A", "A", "A"])
    html = client.get(start(version)).content.decode()
    assert ("已经用完" in html, "得3分，满分3分" in html, "开始作答" in html) == (True, True, False)
    assert client.post(start(version), {actions.FIELD: actions.new_key()}).status_code == 409


def test_pages_take_as_many_queries_however_many_questions_there_are(
    client: Client,
    worker: Person,
    places: Places,
    at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    short, long = a_paper(places.county, at, questions=1), a_paper(places.county, at, questions=25)
    with time_machine.travel(at, tick=False):
        few, many = begun(short, worker, at), begun(long, worker, at)

        def queries(one: Sitting, name: str) -> int:
            return count_queries(lambda: client.get(page(one, name)))

        for name in ("sitting", "hand_in"):
            client.get(page(few, name))
            assert queries(few, name) == queries(many, name)
        write(client, page(few, "hand_in"))
        write(client, page(many, "hand_in"))
        assert queries(few, "result") == queries(many, "result")


def test_papers_for_everybody_stand_in_one_list_with_ones_best_result(
    client: Client,
    worker: Person,
    places: Places,
    at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    shown = reverse("papers:mine")
    a_paper(places.county, at, title="班级测验", is_open=False)
    a_paper(places.county, at, title="去年的", closes_at=at - MINUTE)
    passed = a_paper(places.county, at, title="政策自测")
    sat(passed, worker, at, ["A", "A", "A"])
    sat(passed, worker, at, ["B", "A", "B"])
    with time_machine.travel(at, tick=False):
        html = client.get(shown).content.decode()
        few = count_queries(lambda: client.get(shown))
    assert ("政策自测" in html, "最好成绩3分" in html, "已通过" in html) == (True, True, True)
    assert "班级测验" not in html
    assert "去年的" not in html
    for title in ("甲卷", "乙卷", "丙卷"):
        begun(a_paper(places.county, at, title=title), worker, at)
    with time_machine.travel(at, tick=False):
        assert client.get(shown).content.decode().count("作答中") == 3
        assert count_queries(lambda: client.get(shown)) == few
