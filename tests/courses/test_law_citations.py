"""A law is amended: exactly what cites the old wording is stale from that day, and editors hear of it."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from cms import citations
from cms.models import LawArticle
from cms.page_citations import pages_of
from cms.services import laws
from cms.services.laws import ArticleDetails
from core import clock, events
from core.sentences import say
from courses.models import CoursePage, LessonPage
from inbox.models import Message
from inbox.todos import todo_items
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.lessons import pages
from tests.pages import post


def cite(page: LessonPage, *articles: LawArticle, publish: bool = True) -> LessonPage:
    """The lesson with law blocks at its end, published or as a draft."""
    fresh = LessonPage.objects.get(pk=page.pk)
    for article in articles:
        fresh.body.append(("law", {"article": article, "note": "遇到这种情况要报告。"}))
    revision = fresh.save_revision()
    if publish:
        revision.publish()
    return LessonPage.objects.get(pk=page.pk)


@pytest.fixture
def article_of(db: None, at: datetime) -> object:
    def found(number: str) -> LawArticle:
        return laws.article_for(reference=f"minors-protection#{number}", on=at.date(), by=SYSTEM, at=at)

    return found


def stale_titles(on: date) -> list[str]:
    return [one.title for cited in citations.stale(on=on) for one in cited.citations]


def test_an_amendment_marks_exactly_what_cites_the_old_wording(
    course: CoursePage, article_of: object, at: datetime
) -> None:
    old, neighbour = article_of("第十七条"), article_of("第十六条")  # type: ignore[operator]
    lessons = pages(course)
    day = at.date() + timedelta(days=30)
    cites_old, cites_neighbour = cite(lessons[0], old), cite(lessons[1], neighbour)
    draft = cite(lessons[2], old, publish=False)
    details = ArticleDetails(number="第十七条", in_force_from=day, gist="修改后")
    new = laws.amend(article=old, details=details, by=SYSTEM, at=at)
    cites_new = cite(lessons[3], new)
    assert stale_titles(day - timedelta(days=1)) == []
    assert stale_titles(day) == [cites_old.title, draft.title]
    assert [one.is_live for one in citations.stale(on=day)[0].citations] == [True, False]
    for page in (cites_neighbour, cites_new):
        assert page.title not in stale_titles(day + timedelta(days=400))
    assert {one.article_id for one in citations.citing([new.pk, neighbour.pk], on=day)} == {
        new.pk, neighbour.pk,
    }  # fmt: skip


def test_what_is_mended_or_unpublished_is_stale_no_more(
    course: CoursePage, article_of: object, at: datetime
) -> None:
    old = article_of("第十七条")  # type: ignore[operator]
    page = cite(pages(course)[0], old)
    laws.lapse(article=old, on=at.date(), by=SYSTEM, at=at)
    assert stale_titles(at.date()) == [page.title]
    page.body.pop()
    page.save_revision()
    assert [one.is_live for one in citations.citing([old.pk], on=at.date())] == [True]  # readers still see it
    page.get_latest_revision().publish()
    assert stale_titles(at.date()) == []


def test_one_question_to_the_database_whatever_cites_it(
    course: CoursePage, article_of: object, at: datetime, django_assert_num_queries: object
) -> None:
    old = article_of("第十七条")  # type: ignore[operator]
    for page in pages(course):
        cite(page, old)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = list(pages_of(LessonPage, kind=say("节"))([old.pk], at.date()))
    assert len(found) == len(pages(course))


def test_a_learner_is_told_from_the_day_and_not_before(
    course: CoursePage, article_of: object, places: Places, cast: Cast, client: Client, at: datetime
) -> None:
    old = article_of("第十七条")  # type: ignore[operator]
    page = cite(pages(course)[0], old)
    day = at.date() + timedelta(days=1)
    laws.lapse(article=old, on=day, by=SYSTEM, at=at)
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    address = f"/learn/lessons/{page.lesson.public_id}/"
    shown = {}
    for when in (at.date(), day):
        with time_machine.travel(
            datetime(when.year, when.month, when.day, 10, tzinfo=clock.SHANGHAI), tick=False
        ):
            shown[when] = client.get(address).content.decode()
    assert all("未成年人保护法》第十七条" in html for html in shown.values())
    assert "这一条已于" not in shown[at.date()]
    assert "这一条已于" in shown[day]
    assert "学时不变" in shown[day]


def test_editors_hear_of_it_once_and_find_it_among_their_to_dos(
    course: CoursePage, article_of: object, places: Places, cast: Cast, at: datetime
) -> None:
    editor = cast.with_role("周编辑", Role.EDITOR, places.city)
    other = cast.with_role("何主管", Role.OFFICER, places.city)
    cited, uncited = article_of("第十七条"), article_of("第十六条")  # type: ignore[operator]
    cite(pages(course)[0], cited)
    for article in (cited, uncited):
        laws.lapse(article=article, on=at.date(), by=SYSTEM, at=at)
    while events.deliver_pending():
        pass
    [message] = Message.objects.filter(kind="cms.law_article.lapsed")
    assert (message.person, message.data["count"]) == (editor, "1")
    waiting = {todo.url for todo in todo_items(cast.by(editor), on=at.date())}
    assert "/cms/law-articles/lapsing/" in waiting
    assert todo_items(cast.by(other), on=at.date()) == []


@pytest.fixture
def editor(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("周编辑", Role.EDITOR, places.city)))
    return client


def test_an_editor_registers_an_amendment_and_sees_what_has_to_be_mended(
    course: CoursePage, article_of: object, editor: Client, at: datetime
) -> None:
    old = article_of("第十七条")  # type: ignore[operator]
    page = cite(pages(course)[0], old)
    wrong = post(
        editor, f"/cms/law-articles/{old.pk}/amend/", in_force_from="2020-01-01", number="第十七条", gist="新"
    )
    assert "晚于原来的施行日期" in wrong.content.decode()
    today = at.date().isoformat()
    answer = post(
        editor, f"/cms/law-articles/{old.pk}/amend/", in_force_from=today, number="第十七条", gist="新"
    )
    assert answer["Location"] == f"/cms/law-articles/{old.pk}/citing/"
    for address in (answer["Location"], "/cms/law-articles/lapsing/"):
        html = editor.get(address).content.decode()
        assert page.title in html, address
        assert f"/cms/pages/{page.pk}/edit/" in html


def test_the_library_is_searched_and_edited_through_the_service(
    article_of: object, editor: Client, at: datetime
) -> None:
    old = article_of("第十七条")  # type: ignore[operator]
    assert "第十七条" in editor.get("/cms/law_articles/?q=辍学").content.decode()
    chooser = editor.get("/cms/law-article-chooser/results/?q=未成年人保护法 第十七条").content.decode()
    assert "第十七条" in chooser
    assert "第十六条" not in chooser
    form = {
        "law": old.law_id, "number": "第十七条", "in_force_from": "2021-06-01", "in_force_to": "",
        "gist": "编辑写的大意",
    }  # fmt: skip
    answer = editor.post(f"/cms/law_articles/edit/{old.pk}/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    assert LawArticle.objects.get(pk=old.pk).gist == "编辑写的大意"
    assert editor.post("/cms/law_articles/new/", form).status_code == 200  # on these days it is there already
