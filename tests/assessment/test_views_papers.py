"""The pages of those who set papers: draft, choose, draw, publish, renew, print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Paper
from assessment.paper_querysets import all_papers, drawable, versions_asked
from core import actions
from organisations.roles import Role
from tests.assessment.papers import a_draft, a_paper, live, single
from tests.cast import Cast, Places

LIST, NEW = "/papers/", "/papers/new/"


@pytest.fixture
def officer(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("赵县级", Role.OFFICER, places.county)))
    return client


def write(client: Client, address: str, **data: object) -> str:
    answer = client.post(address, data | {actions.FIELD: actions.new_key()}, follow=True)
    return answer.content.decode()


def page(paper: Paper, name: str = "paper") -> str:
    return reverse(f"papers:{name}", args=[paper.public_id])


def test_a_paper_is_written_filled_and_published(officer: Client, places: Places, at: datetime) -> None:
    asked = live([single(number) for number in (1, 2, 3)], at=at)
    details = {"title": "岗前结业", "minutes": "45", "pass_percent": "60", "tries": "2", "review": "closed"}
    days = {"opens_on": "2026-04-01", "closes_on": "2026-04-03", "is_open": "on"}
    html = write(officer, NEW, organisation=str(places.county.public_id), **details, **days)
    assert "已建草稿" in html
    paper = all_papers().get()
    assert "已选进1道题" in write(officer, page(paper, "questions"), numbers=[asked[0].pk])
    assert "已抽取2道题" in write(officer, page(paper, "draw"), count="2", kind="single")
    assert "只有0道" in write(officer, page(paper, "draw"), count="2")
    write(officer, page(paper, "item"), deed="out", position="3")
    assert "改名" in write(officer, page(paper, "edit"), **details | {"title": "改名"})
    assert "建新版本" in write(officer, page(paper, "state"), step="publish")
    assert len(versions_asked(paper.versions.get())) == 2
    assert "已发布的试卷不能改" in write(officer, page(paper, "state"), step="publish")
    assert "第2版" in write(officer, page(paper, "state"), step="renew")
    assert "已停用" in write(officer, page(paper, "state"), step="retire")


def test_the_last_day_is_a_day_of_the_window(officer: Client, places: Places, at: datetime) -> None:
    form = {
        "title": "考",
        "pass_percent": "60",
        "review": "never",
        "closes_on": "2026-04-03",
        "opens_on": "2026-04-03",
    }
    write(officer, NEW, organisation=str(places.county.public_id), **form)
    draft = all_papers().get().versions.get()
    assert (str(draft.opens_at), str(draft.closes_at)) == (
        "2026-04-02 16:00:00+00:00",
        "2026-04-03 16:00:00+00:00",
    )
    html = officer.get(page(draft.paper, "edit")).content.decode()
    assert html.count('value="2026-04-03"') == 2
    refused = officer.post(
        page(draft.paper, "edit"), form | {"closes_on": "2026-04-01", actions.FIELD: actions.new_key()}
    )
    assert "截止日期要在开放日期当天或以后" in refused.content.decode()


def test_the_list_takes_as_many_queries_however_long_it_is(
    officer: Client, places: Places, at: datetime, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    a_paper(places.county, at)
    officer.get(LIST)
    few = count_queries(lambda: officer.get(LIST))
    for _number in range(19):
        a_draft(places.station, at)
    assert officer.get(LIST).content.decode().count("结业考核") == 20
    assert count_queries(lambda: officer.get(LIST)) == few


def test_a_paper_takes_as_many_queries_however_many_questions_it_asks(
    officer: Client, places: Places, at: datetime, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    short, long = a_draft(places.county, at, questions=1), a_draft(places.county, at, questions=20)
    officer.get(page(short))
    assert count_queries(lambda: officer.get(page(short))) == count_queries(lambda: officer.get(page(long)))
    live([single(number) for number in range(50, 90)], at=at)
    few = count_queries(lambda: officer.get(page(short, "questions"), {"text": "第5"}))
    assert drawable().count() == 60
    assert count_queries(lambda: officer.get(page(short, "questions"))) == few


def test_a_printed_paper_has_its_answers_apart(officer: Client, places: Places, at: datetime) -> None:
    html = officer.get(page(a_paper(places.county, at).paper, "print")).content.decode()
    asked, answers = html.split('class="paper-key"')
    assert ("第1题问什么" in asked, "第1题选甲" in asked, "第1题选甲" in answers) == (True, False, True)


def test_other_counties_and_workers_see_no_papers(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    paper = a_draft(places.county, at)
    client.force_login(cast.account(cast.with_role("邻县", Role.OFFICER, places.other_county)))
    assert client.get(page(paper)).status_code == 404
    assert "结业考核" not in client.get(LIST).content.decode()
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    assert client.get(LIST).status_code == 403
    assert client.get(page(paper)).status_code == 404
