"""News: read by anybody, sent in by stations, answered by editors, bound into issues once."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime

import docx
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cms import content_checks
from cms.models import Bulletin, NewsPage, Submission
from cms.news_documents import bulletin_document
from cms.news_querysets import all_news, all_submissions
from cms.services import news
from cms.services.news import Imprint, Piece
from cms.words import NewsTier
from core.errors import RuleBroken
from inbox.todos import todo_items
from organisations.authority import SYSTEM, Authority
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.inbox.heard import told_to
from tests.pages import post
from tests.threads import race

TEXT = "3月10日，青石镇社工站在村委会办了一场入户走访的练习。\n12名社工参加，每人写了一份走访记录。"


@pytest.fixture(autouse=True)
def _monday_morning(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def head(places: Places, cast: Cast) -> Person:
    return cast.with_role("林秀英", Role.STATION_HEAD, places.station)


@pytest.fixture
def editor(places: Places, cast: Cast) -> Person:
    return cast.with_role("周编辑", Role.EDITOR, places.city)


@pytest.fixture
def sent(places: Places, cast: Cast, head: Person, at: datetime) -> Submission:
    return news.submit(
        piece=Piece("入户走访练起来", TEXT, "签到表"), organisation=places.station, by=cast.by(head), at=at
    )


def published(submission: Submission, by: Authority, at: datetime) -> NewsPage:
    page = news.adopt(submission=submission, by=by, at=at)
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def imprint(at: datetime) -> Imprint:
    return Imprint("社会工作简报", "榕江市民政局", at.date())


def test_a_head_sends_in_an_editor_adopts_and_everybody_reads(
    client: Client, places: Places, cast: Cast, head: Person, editor: Person, at: datetime
) -> None:
    client.force_login(cast.account(head))
    form = {
        "organisation": places.station.pk,
        "title": "入户走访练起来",
        "text": TEXT,
        "facts_from": "签到表",
    }
    assert post(client, reverse("news:submit"), **form)["Location"] == reverse("news:submissions")
    sent = all_submissions().get()
    assert "待处理" in client.get(reverse("news:submissions")).content.decode()

    assert [todo.title for todo in todo_items(cast.by(editor), on=at.date())] == ["1篇投稿待处理"]
    client.force_login(cast.account(editor))
    post(client, reverse("news:submission", args=[sent.public_id]), reason="", verdict="adopt")
    page = all_news().get()
    assert (page.live, page.tier, page.source) == (False, NewsTier.STATION, places.station.name)
    assert Client().get(page.home_address()).status_code == 404

    page.save_revision().publish()
    read = Client().get(page.home_address()).content.decode()
    assert "12名社工参加" in read
    assert "林秀英" not in read


def test_a_returned_piece_says_why_and_cannot_be_answered_twice(
    client: Client, cast: Cast, head: Person, editor: Person, sent: Submission, at: datetime
) -> None:
    client.force_login(cast.account(editor))
    address = reverse("news:submission", args=[sent.public_id])
    assert "请写退回的原因" in post(client, address, reason="", verdict="return").content.decode()
    post(client, address, reason="请写明日期", verdict="return")
    client.force_login(cast.account(head))
    assert "请写明日期" in client.get(address).content.decode()
    assert told_to(head)[-1:] == [("“入户走访练起来”没有采用，原因写在投稿页面。", address)]
    with pytest.raises(RuleBroken, match="已经处理过"):
        news.adopt(submission=sent, by=cast.by(editor), at=at)


@pytest.mark.parametrize("field", ["source", "facts_from"])
def test_a_number_in_a_plain_line_of_a_piece_is_refused(
    cast: Cast, editor: Person, sent: Submission, at: datetime, field: str
) -> None:
    page = published(sent, cast.by(editor), at)
    assert content_checks.refusals(page) == []
    setattr(page, field, "签到表，13912345678")
    assert ["手机号" in one.text for one in content_checks.refusals(page)] == [True]


@pytest.mark.parametrize("field", ["title", "text", "facts_from"])
def test_numbers_of_people_are_refused_and_nothing_typed_is_lost(
    client: Client, places: Places, cast: Cast, head: Person, field: str
) -> None:
    client.force_login(cast.account(head))
    text = "联系电话13912345678，欢迎参加。"
    form = {"organisation": places.station.pk, "title": "招募", "text": "正文", "facts_from": "", field: text}
    page = post(client, reverse("news:submit"), **form).content.decode()
    assert "请删去后再提交" in page
    assert text in page
    assert not all_submissions().exists()


def test_nobody_sends_in_for_another_unit_or_reads_what_it_sent(
    client: Client, places: Places, cast: Cast, sent: Submission, at: datetime
) -> None:
    other = cast.with_role("何站长", Role.STATION_HEAD, places.other_station)
    with pytest.raises(RuleBroken, match="自己负责的单位"):
        news.submit(piece=Piece("题", "文"), organisation=places.station, by=cast.by(other), at=at)
    client.force_login(cast.account(other))
    assert client.get(reverse("news:submission", args=[sent.public_id])).status_code == 404
    assert sent.title not in client.get(reverse("news:submissions")).content.decode()


def test_an_issue_binds_pieces_once_and_opens_again_as_a_document(
    client: Client, cast: Cast, editor: Person, sent: Submission, at: datetime
) -> None:
    page = published(sent, cast.by(editor), at)
    client.force_login(cast.account(editor))
    form = {
        "title": "社会工作简报",
        "publisher": "榕江市民政局",
        "issued_on": "2026-03-16",
        "pages": [page.pk],
    }
    where = post(client, reverse("news:bind"), **form)["Location"]
    assert where == reverse("news:bulletin", args=[2026, 1])
    answer = Client().get(where + "bulletin.docx")
    texts = [one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert texts[:2] == ["社会工作简报", "2026年第1期"]
    assert "一、社工站动态" in texts
    assert "12名社工参加，每人写了一份走访记录。" in texts
    assert bulletin_document(Bulletin.objects.get(), [page]) == answer.content
    with pytest.raises(RuleBroken, match="已经编入"):
        news.issue(pages=[page], imprint=imprint(at), by=cast.by(editor), at=at)


def test_of_a_piece_that_was_withdrawn_the_file_holds_the_title_alone(
    client: Client, cast: Cast, editor: Person, sent: Submission, at: datetime
) -> None:
    page = published(sent, cast.by(editor), at)
    made = news.issue(pages=[page], imprint=imprint(at), by=cast.by(editor), at=at)
    page.unpublish()
    answer = client.get(reverse("news:bulletin_file", args=[made.year, made.number]))
    texts = "".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert page.title in texts
    assert "12名社工参加" not in texts
    assert page.source not in texts


def test_two_issues_at_once_get_two_numbers(
    truncatable_ledger: None, cast: Cast, places: Places, head: Person, editor: Person, at: datetime
) -> None:
    by = cast.by(editor)
    pages = [
        published(news.submit(piece=Piece(f"第{n}篇", TEXT), organisation=places.station, by=cast.by(head), at=at), by, at)
        for n in range(2)
    ]  # fmt: skip
    race(*[lambda page=page: news.issue(pages=[page], imprint=imprint(at), by=by, at=at) for page in pages])
    assert sorted(Bulletin.objects.values_list("number", flat=True)) == [1, 2]


def test_the_list_asks_the_same_few_questions_for_many(
    client: Client, cast: Cast, editor: Person, places: Places, head: Person, at: datetime,
    django_assert_max_num_queries: Callable,
) -> None:  # fmt: skip
    by = cast.by(editor)
    for n in range(12):
        sent = news.submit(
            piece=Piece(f"第{n}篇", TEXT), organisation=places.station, by=cast.by(head), at=at
        )
        published(sent, by, at)
    with django_assert_max_num_queries(6):
        assert "第3篇" in Client().get(reverse("news:list")).content.decode()
    client.force_login(cast.account(editor))
    with django_assert_max_num_queries(12):
        client.get(reverse("news:submissions") + "?state=all")


def test_the_product_s_own_pieces_are_loaded_once(db: None, at: datetime) -> None:
    folder = news.CONTENT
    count = len(list(folder.glob("*.json")))
    assert news.load(folder=folder, by=SYSTEM, at=at) == count
    assert news.load(folder=folder, by=SYSTEM, at=at) == 0
    assert all_news().published().count() == count
    assert {page.tier for page in all_news()} <= set(NewsTier)
