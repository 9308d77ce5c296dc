"""编写 → 业务审核 → 发布: an editor writes and submits, a reviewer publishes, and what must not be published is refused."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from wagtail.models import TaskState

from cms import release
from cms.models import CaseRelease, LawArticle
from cms.rules.cases import digest_of_case
from cms.services import laws, releases
from cms.words import CaseOrigin
from core import clock
from core.errors import RuleBroken
from courses.models import CasePage, CoursePage, LessonPage
from courses.services import case_content
from inbox.todos import todo_items
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.lessons import pages

CASE = {"title": "小A的夏天", "text": "一名少年在暑期与同伴拿走商店的东西。", "origin": "deidentified"}


@pytest.fixture
def editor(places: Places, cast: Cast) -> Person:
    return cast.with_role("周编辑", Role.EDITOR, places.city)


@pytest.fixture
def reviewer(places: Places, cast: Cast) -> Person:
    return cast.with_role("吴审核", Role.REVIEWER, places.city)


def client_of(person: Person, cast: Cast) -> Client:
    client = Client()
    client.force_login(person.account or cast.account(person))
    return client


def revise(page: LessonPage, **values: object) -> LessonPage:
    """A draft with what an editor would have typed; nothing is published."""
    fresh = LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in values.items():
        if name in {"law", "case"}:
            fresh.body.append((name, value))
        else:
            setattr(fresh, name, value)
    fresh.save_revision()
    return LessonPage.objects.get(pk=page.pk)


def submit(page: LessonPage, person: Person) -> None:
    fresh = LessonPage.objects.get(pk=page.pk)
    fresh.get_workflow().start(fresh, person.account)


def approve(client: Client, page: LessonPage) -> object:
    """As the window on the reviewer's home does it."""
    state = LessonPage.objects.get(pk=page.pk).current_workflow_task_state
    return client.post(f"/cms/pages/workflow/action/{page.pk}/approve/{state.pk}/")


@pytest.fixture
def seventeen(db: None, at: datetime) -> LawArticle:
    found: LawArticle = laws.article_for(
        reference="minors-protection#第十七条", on=at.date(), by=SYSTEM, at=at
    )
    return found


def test_an_editor_submits_and_a_reviewer_publishes(
    course: CoursePage, editor: Person, reviewer: Person, cast: Cast, at: datetime
) -> None:
    writing, reviewing = client_of(editor, cast), client_of(reviewer, cast)
    assert writing.get("/cms/").status_code == 200
    page = revise(pages(course)[0], title="新的标题")
    assert not page.permissions_for_user(editor.account).can_publish()
    assert page.permissions_for_user(editor.account).can_submit_for_moderation()
    submit(page, editor)
    assert [todo.url for todo in todo_items(cast.by(reviewer), on=at.date())] == ["/cms/"]
    assert todo_items(cast.by(editor), on=at.date()) == []
    assert page.draft_title in reviewing.get("/cms/").content.decode()
    approve(writing, page)  # not theirs to give
    assert LessonPage.objects.get(pk=page.pk).title != "新的标题"
    assert approve(reviewing, page).status_code == 302  # type: ignore[attr-defined]
    assert LessonPage.objects.get(pk=page.pk).title == "新的标题"
    assert todo_items(cast.by(reviewer), on=at.date()) == []


@pytest.mark.parametrize("address", ["edit", "add"])
def test_an_editor_cannot_publish_around_the_review(
    course: CoursePage, editor: Person, cast: Cast, address: str
) -> None:
    client = client_of(editor, cast)
    client.get("/cms/")
    page = pages(course)[0]
    where = {
        "edit": f"/cms/pages/{page.pk}/edit/",
        "add": f"/cms/pages/add/courses/lessonpage/{page.get_parent().pk}/",
    }[address]
    form = {
        "title": "绕过审核", "slug": "around", "summary": "一", "minutes": 10, "go_live_at": "", "expire_at": "",
        "body-count": 0, "questions-count": 0, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
        "action-publish": "action-publish",
    }  # fmt: skip
    client.post(where, form)
    assert not LessonPage.objects.live().filter(title="绕过审核").exists()
    client.post(f"/cms/pages/{page.pk}/unpublish/")
    client.post(f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/")
    assert LessonPage.objects.get(pk=page.pk).live
    assert LessonPage.objects.get(pk=page.pk).title == page.title


def test_an_approval_is_refused_while_the_text_cites_a_lapsed_article(
    course: CoursePage, editor: Person, reviewer: Person, cast: Cast, seventeen: LawArticle, at: datetime
) -> None:
    reviewing = client_of(reviewer, cast)
    cast.account(editor)
    reviewing.get("/cms/")
    page = revise(pages(course)[0], title="引用法条", law={"article": seventeen, "note": "要报告"})
    submit(page, editor)
    laws.lapse(article=seventeen, on=at.date(), by=SYSTEM, at=at)
    answer = approve(reviewing, page)
    assert answer["Location"] == f"/cms/pages/{page.pk}/edit/"  # type: ignore[index]
    told = reviewing.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "未成年人保护法》第十七条自" in told
    assert f"/cms/law-articles/{seventeen.pk}/citing/" in told
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    assert LessonPage.objects.get(pk=page.pk).title != "引用法条"
    mended = LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    mended.body.pop()
    mended.save_revision()
    approve(reviewing, page)
    assert LessonPage.objects.get(pk=page.pk).title == "引用法条"


def test_the_day_that_counts_is_that_of_the_schedule(
    course: CoursePage, seventeen: LawArticle, at: datetime
) -> None:
    now = clock.now()
    laws.lapse(article=seventeen, on=now.date() + timedelta(days=10), by=SYSTEM, at=at)
    page = revise(pages(course)[0], law={"article": seventeen, "note": ""}).get_latest_revision_as_object()
    assert release.refusals_of(page, on=release.day_of_publishing(page)) == []
    page.go_live_at = now + timedelta(days=10)
    [refusal] = release.refusals_of(page, on=release.day_of_publishing(page))
    assert "第十七条" in refusal.reason


def test_a_reviewer_is_refused_as_well_when_publishing_directly(
    course: CoursePage, reviewer: Person, cast: Cast, seventeen: LawArticle, at: datetime
) -> None:
    client = client_of(reviewer, cast)
    client.get("/cms/")
    laws.lapse(article=seventeen, on=at.date(), by=SYSTEM, at=at)
    page = revise(pages(course)[0], title="引用法条", law={"article": seventeen, "note": ""})
    client.post(f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/")
    assert LessonPage.objects.get(pk=page.pk).title != "引用法条"


def test_a_real_case_needs_two_people_for_exactly_this_text(
    course: CoursePage, places: Places, reviewer: Person, cast: Cast, at: datetime
) -> None:
    second = cast.with_role("郑审核", Role.REVIEWER, places.city)
    page = revise(pages(course)[0], case=CASE)
    digest = digest_of_case(CASE["title"], CASE["text"])

    def refused() -> bool:
        draft = LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        return bool(release.refusals_of(draft, on=at.date()))

    assert refused()
    for _twice in range(2):  # the same person counts once
        releases.release_case(page=page, digest=digest, by=cast.by(reviewer), at=at)
        assert refused()
    releases.release_case(page=page, digest=digest, by=cast.by(second), at=at)
    assert not refused()
    assert CaseRelease.objects.count() == 2
    changed = LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    changed.body[-1].value["text"] += "他住在镇上。"
    changed.save_revision()
    assert refused()
    with pytest.raises(RuleBroken, match="改过"):
        releases.release_case(
            page=LessonPage.objects.get(pk=page.pk), digest=digest, by=cast.by(second), at=at
        )


def test_two_records_of_one_person_are_one_release(
    course: CoursePage, places: Places, reviewer: Person, cast: Cast, at: datetime
) -> None:
    twin = cast.with_role("吴审核", Role.REVIEWER, places.city)
    page = revise(pages(course)[0], case=CASE)
    digest = digest_of_case(CASE["title"], CASE["text"])
    for person in (reviewer, twin):
        releases.release_case(page=page, digest=digest, by=cast.by(person), at=at)
    Person.objects.filter(pk=twin.pk).update(merged_into=reviewer)
    draft = page.get_latest_revision_as_object()
    assert len(release.refusals_of(draft, on=at.date())) == 1


def test_a_composed_case_needs_no_release_and_an_editor_gives_none(
    course: CoursePage, editor: Person, cast: Cast, at: datetime
) -> None:
    page = revise(pages(course)[0], case=CASE | {"origin": "composed"})
    assert release.refusals_of(page.get_latest_revision_as_object(), on=at.date()) == []
    real = revise(pages(course)[1], case=CASE)
    with pytest.raises(RuleBroken, match="审核和发布课程"):
        releases.release_case(
            page=real, digest=digest_of_case(CASE["title"], CASE["text"]), by=cast.by(editor), at=at
        )


def test_a_reviewer_releases_on_the_page_of_the_text(
    course: CoursePage, editor: Person, reviewer: Person, cast: Cast
) -> None:
    page = revise(pages(course)[0], case=CASE)
    address = f"/cms/case-releases/{page.pk}/"
    assert "放行这一段" not in client_of(editor, cast).get(address).content.decode()
    client = client_of(reviewer, cast)
    html = client.get(address).content.decode()
    assert CASE["text"] in html
    assert "放行这一段" in html
    assert address in client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    client.post(address, {"digest": digest_of_case(CASE["title"], CASE["text"])})
    assert "您已放行" in client.get(address).content.decode()
    client.post(address, {"digest": "0" * 64})
    assert CaseRelease.objects.count() == 1
    assert "重新读一遍" in client.get(address).content.decode()


def test_the_editors_home_names_what_is_lapsing(
    course: CoursePage, editor: Person, cast: Cast, seventeen: LawArticle, at: datetime
) -> None:
    client = client_of(editor, cast)
    revise(pages(course)[0], law={"article": seventeen, "note": ""})
    assert "law-articles/lapsing" not in client.get("/cms/").content.decode()
    laws.lapse(article=seventeen, on=at.date() + timedelta(days=20), by=SYSTEM, at=at)
    html = client.get("/cms/").content.decode()
    assert "/cms/law-articles/lapsing/" in html
    assert "第十七条" in html


def test_a_page_that_is_a_real_case_as_a_whole_needs_two_people_for_all_its_words(
    places: Places, reviewer: Person, cast: Cast, at: datetime
) -> None:
    second = cast.with_role("郑审核", Role.REVIEWER, places.city)
    case_content.load(folder=case_content.CONTENT, by=SYSTEM, at=at)
    page = CasePage.objects.order_by("pk")[0]
    assert release.real_cases(page) == []
    page.unpublish()
    page.origin = CaseOrigin.DEIDENTIFIED
    page.save_revision()
    client = client_of(reviewer, cast)
    client.get("/cms/")
    client.post(f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/")
    assert not CasePage.objects.get(pk=page.pk).live
    address = f"/cms/case-releases/{page.pk}/"
    shown = client.get(address).content.decode()
    assert page.summary in shown
    assert str(page.talk[0].value) in shown

    draft = CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    [(_title, _text, digest)] = release.real_cases(draft)
    client.post(address, {"digest": digest})
    releases.release_case(page=draft, digest=digest, by=cast.by(second), at=at)
    assert release.refusals_of(draft, on=at.date()) == []
    for field in ("summary", "title"):
        changed = CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()
        setattr(changed, field, "他住在镇上。")
        assert len(release.refusals_of(changed, on=at.date())) == 1
