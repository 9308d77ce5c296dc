"""Finding the site's own content by what people type."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import call_command

from cms.models import SearchEntry
from cms.search import search
from cms.search_querysets import all_search_entries
from cms.search_sources import SearchText
from cms.services import search_index
from core import events
from courses.models import CoursePage, LessonPage
from organisations.authority import SYSTEM, Authority
from organisations.roles import Role
from tests.lessons import pages

LEARNER = Authority(person_id=1, label="person")


@pytest.fixture
def searchable(course: CoursePage) -> CoursePage:
    events.deliver_pending()
    return course


def titles(query: str) -> list[str]:
    return [hit.entry.title for hit in search(query, by=LEARNER)]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("岗前培训", "岗前培训"),
        ("gqpx", "岗前培训"),
        ("gangqian", "岗前培训"),
        ("zfygt", "走访与沟通"),
        ("家访", "走访与沟通"),
        ("群里发了一张照片", "伦理"),
        ("最低生活保障 临时救助", "社会救助与社会福利"),
        ("群里发照片", "伦理"),
        ("走访记录怎么写", "文书写作与记录"),
        ("站长的职责", "岗位职责"),
    ],
)
def test_the_right_page_is_within_the_first_three(searchable: CoursePage, query: str, title: str) -> None:
    assert any(title in found for found in titles(query)[:3]), titles(query)


def test_a_page_is_found_after_it_was_published_and_gone_after_it_was_withdrawn(
    searchable: CoursePage,
) -> None:
    page = LessonPage.objects.get(pk=pages(searchable)[0].pk)
    page.title = "夜间值班须知"
    page.save_revision().publish()
    assert titles("值班须知") == []
    events.deliver_pending()
    assert titles("值班须知")[0] == "夜间值班须知"
    LessonPage.objects.get(pk=page.pk).unpublish()
    events.deliver_pending()
    assert "夜间值班须知" not in titles("值班须知")


def test_the_lessons_of_a_withdrawn_or_deleted_course_are_gone(searchable: CoursePage) -> None:
    before = all_search_entries().count()
    course = CoursePage.objects.get(pk=searchable.pk)
    course.unpublish()
    events.deliver_pending()
    assert all_search_entries().count() == 0
    course.save_revision().publish()
    events.deliver_pending()
    assert all_search_entries().count() == before > 1
    CoursePage.objects.get(pk=searchable.pk).delete()
    events.deliver_pending()
    assert all_search_entries().count() == 0


def test_a_rebuild_gives_what_the_events_gave_and_drops_what_no_source_has(searchable: CoursePage) -> None:
    def index() -> list[tuple[object, ...]]:
        """Without forms: they change with the product alone, so no event brings them."""
        found = all_search_entries().exclude(kind="form")
        return sorted(found.values_list("kind", "object_id", "title", "body", "url"))

    before = index()
    SearchEntry.objects.update(body="")
    SearchEntry.objects.create(kind="gone", object_id=1, url="/", title="旧")
    SearchEntry.objects.create(kind="lesson", object_id=0, url="/", title="旧")
    call_command("rebuild_search")
    assert index() == before


def test_questions_of_checks_are_not_searched(searchable: CoursePage) -> None:
    lesson = pages(searchable)[0]
    explanation = lesson.questions[0].value["explanation"]
    assert explanation not in all_search_entries().get(kind="lesson", object_id=lesson.pk).body


def test_what_is_open_to_a_role_is_found_by_that_role_alone(db: None, at: datetime) -> None:
    class Internal:
        kind, label = "internal", "内部"

        def texts(self, **chosen: object) -> list[SearchText]:
            return [SearchText(1, "/x/", "审核要点", body="只给编辑看", open_to=[Role.EDITOR])]

    search_index._write(Internal(), Internal().texts())
    editor = Authority(person_id=2, label="person", grants=(_grant(Role.EDITOR),))
    assert titles("审核要点") == []
    assert [hit.entry.title for hit in search("审核要点", by=editor)] == ["审核要点"]
    assert all_search_entries().visible_to(LEARNER).count() == 0
    assert all_search_entries().visible_to(editor).count() == 1
    assert all_search_entries().visible_to(SYSTEM).count() == 1


def test_nothing_typed_breaks_the_search(searchable: CoursePage) -> None:
    for query in ("", "  ", "\x00", "'", '"%_\\', "🙂", "a" * 500, "走访" * 300, "（）！", "'; drop", "的"):
        search(query, by=LEARNER)


def test_a_search_takes_three_queries_however_much_it_finds(
    searchable: CoursePage, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    assert count_queries(lambda: search("走访", by=LEARNER)) == 3
    assert count_queries(lambda: search("社工 服务 记录 救助", by=LEARNER)) == 3


def _grant(role: Role) -> object:
    from organisations.authority import Grant

    return Grant(role, 1, "站", "1/", "990000", "station")
