"""A page with an hour is asked again when the hour comes: what may not be published any more stays a draft."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from cms.models import CaseRelease, LawArticle, NewsPage
from cms.rules.cases import digest_of_case
from cms.services import laws, news, releases
from cms.tasks import publish_scheduled
from core.models import Event
from courses.models import CasePage, CoursePage, LessonPage
from courses.services import case_content
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.inbox.heard import told_to
from tests.lessons import pages

CASE = {"title": "小A的夏天", "text": "一名少年在暑期与同伴拿走商店的东西。", "origin": "deidentified"}
NUMBER = "990000199001011234"


@pytest.fixture
def editor(places: Places, cast: Cast) -> Person:
    person = cast.with_role("周编辑", Role.EDITOR, places.city)
    cast.account(person)
    return person


@pytest.fixture
def reviewer(places: Places, cast: Cast) -> Person:
    person = cast.with_role("吴审核", Role.REVIEWER, places.city)
    cast.account(person)
    return person


@pytest.fixture
def hour(at: datetime) -> datetime:
    return at + timedelta(days=10)


@pytest.fixture
def article(at: datetime) -> LawArticle:
    found: LawArticle = laws.article_for(
        reference="minors-protection#第十七条", on=at.date(), by=SYSTEM, at=at
    )
    return found


def scheduled(
    page: LessonPage, hour: datetime, *, block: tuple[str, object], writer: Person, publisher: Person
) -> LessonPage:
    """A draft of one editor, to which another gave an hour; nothing is published yet."""
    page.title, page.go_live_at = "定了时间的标题", hour
    page.body.append(block)
    page.save_revision(user=writer.account).publish(user=publisher.account, skip_permission_checks=True)
    return LessonPage.objects.get(pk=page.pk)


def the_hour_comes(hour: datetime) -> None:
    with time_machine.travel(hour + timedelta(seconds=30), tick=False):
        call_command("publish_scheduled")


def test_a_page_whose_law_lapsed_meanwhile_stays_a_draft_and_its_editors_are_told(
    course: CoursePage, editor: Person, reviewer: Person, places: Places, cast: Cast, article: LawArticle,
    at: datetime, hour: datetime,
) -> None:  # fmt: skip
    uninvolved = cast.with_role("钱编辑", Role.EDITOR, places.city)
    with time_machine.travel(at, tick=False):
        block = ("law", {"article": article, "note": ""})
        page = scheduled(pages(course)[0], hour, block=block, writer=editor, publisher=reviewer)
        laws.lapse(article=article, on=(at + timedelta(days=5)).date(), by=SYSTEM, at=at)
    assert page.scheduled_revision is not None
    the_hour_comes(hour)
    held = LessonPage.objects.get(pk=page.pk)
    assert held.live
    assert held.title != "定了时间的标题"
    assert held.scheduled_revision is None
    assert held.get_latest_revision_as_object().title == "定了时间的标题"
    said = (
        "“定了时间的标题”到了发布时间，没有发布。请按编辑页面上的“发布前检查”修改，再定时间。",
        f"/cms/pages/{page.pk}/edit/",
    )
    for person in (editor, reviewer):
        assert told_to(person).count(said) == 1
    assert said not in told_to(uninvolved)
    the_hour_comes(hour)
    assert Event.objects.filter(name="cms.page.held_back").count() == 1


def test_a_page_whose_law_is_in_force_appears_at_its_hour(
    course: CoursePage, editor: Person, reviewer: Person, article: LawArticle, at: datetime, hour: datetime
) -> None:
    with time_machine.travel(at, tick=False):
        block = ("law", {"article": article, "note": ""})
        page = scheduled(pages(course)[0], hour, block=block, writer=editor, publisher=reviewer)
        laws.lapse(article=article, on=(hour + timedelta(days=5)).date(), by=SYSTEM, at=at)
    the_hour_comes(hour - timedelta(hours=1))
    assert LessonPage.objects.get(pk=page.pk).title != "定了时间的标题"
    the_hour_comes(hour)
    assert LessonPage.objects.get(pk=page.pk).title == "定了时间的标题"
    assert not Event.objects.filter(name="cms.page.held_back").exists()


def test_a_real_case_that_lost_a_release_stays_a_draft(
    course: CoursePage, editor: Person, reviewer: Person, places: Places, cast: Cast, at: datetime, hour: datetime
) -> None:  # fmt: skip
    twin = cast.with_role("吴审核", Role.REVIEWER, places.city)
    with time_machine.travel(at, tick=False):
        page = scheduled(pages(course)[0], hour, block=("case", CASE), writer=editor, publisher=reviewer)
        digest = digest_of_case(CASE["title"], CASE["text"])
        for person in (reviewer, twin):
            releases.release_case(page=page, digest=digest, by=cast.by(person), at=at)
    assert CaseRelease.objects.count() == 2
    Person.objects.filter(pk=twin.pk).update(merged_into=reviewer)  # it was one person all along
    with time_machine.travel(hour + timedelta(seconds=30), tick=False):
        publish_scheduled()
    assert LessonPage.objects.get(pk=page.pk).title != "定了时间的标题"


def test_an_hour_whose_editors_have_left_is_told_to_those_who_edit_now(
    course: CoursePage, places: Places, cast: Cast, at: datetime, hour: datetime
) -> None:
    gone = cast.worker("林站长", places.station)
    cast.account(gone)
    editor = cast.with_role("周编辑", Role.EDITOR, places.city)
    with time_machine.travel(at, tick=False):
        block = ("paragraph", f"<p>证件{NUMBER}</p>")
        scheduled(pages(course)[0], hour, block=block, writer=gone, publisher=gone)
    the_hour_comes(hour)
    assert [text for text, _url in told_to(editor)][-1].startswith("“定了时间的标题”到了发布时间")
    assert told_to(gone) == []


def test_a_dry_run_holds_nothing_back(
    course: CoursePage, editor: Person, reviewer: Person, at: datetime, hour: datetime
) -> None:
    with time_machine.travel(at, tick=False):
        page = scheduled(pages(course)[0], hour, block=("case", CASE), writer=editor, publisher=reviewer)
    with time_machine.travel(hour + timedelta(seconds=30), tick=False):
        call_command("publish_scheduled", "--dryrun")
    assert LessonPage.objects.get(pk=page.pk).scheduled_revision is not None


def a_case(at: datetime) -> CasePage:
    case_content.load(folder=case_content.CONTENT, by=SYSTEM, at=at)
    page: CasePage = CasePage.objects.order_by("pk")[0]
    return page


def a_piece_of_news(at: datetime) -> NewsPage:
    news.load(folder=news.CONTENT, by=SYSTEM, at=at)
    page: NewsPage = NewsPage.objects.order_by("pk")[0]
    return page


@pytest.mark.parametrize("make", [a_case, a_piece_of_news])
def test_the_forms_of_cases_and_news_show_what_is_found(make: object, reviewer: Person, at: datetime) -> None:
    page = make(at)  # type: ignore[operator]
    client = Client()
    client.force_login(reviewer.account)
    address = f"/cms/pages/{page.pk}/edit/"
    assert "改好才能发布" not in client.get(address).content.decode()
    page.body = [("paragraph", "<p>请打13800138000</p>")]
    page.save_revision()
    shown = client.get(address).content.decode()
    assert "发布前检查" in shown
    assert "有像手机号的数字" in shown


def test_the_form_names_what_keeps_a_real_case_from_being_published(reviewer: Person, at: datetime) -> None:
    page = a_case(at)
    page.origin = "deidentified"
    page.save_revision()
    client = Client()
    client.force_login(reviewer.account)
    assert "要由两位审核人分别放行" in client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
