"""Pages that are loaded are indexed once each, and as fully as pages that editors save."""

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail.models import Page, ReferenceIndex

from cms.models import HomePage
from cms.services import tree
from cms.services.late_indexing import once_each
from courses.models import CoursePage
from organisations.authority import SYSTEM


def _references() -> set[tuple[str, str, str]]:
    return set(ReferenceIndex.objects.values_list("object_id", "to_object_id", "content_path"))


def _titles(word: str) -> list[str]:
    return [page.title for page in Page.objects.all().search(word)]


def _save_and_fail(home: HomePage) -> None:
    with once_each():
        home.save()
        HomePage(title="").full_clean()


def test_a_loaded_course_has_the_references_that_a_rebuild_finds(course: CoursePage) -> None:
    loaded = _references()
    assert loaded, "a lesson refers to its picture and its articles"
    call_command("rebuild_references_index", verbosity=0)
    assert _references() == loaded


def test_editors_find_a_loaded_page_in_the_admin(course: CoursePage) -> None:
    assert course.title in _titles(course.title)


def test_a_page_saved_many_times_is_indexed_once_with_its_last_words(db: None, at: datetime) -> None:
    home = tree.ensure_home(by=SYSTEM, at=at)
    with once_each():
        for number in range(3):
            home.title = f"第{number}个标题"
            home.save()
            assert _titles(home.title) == []
    assert _titles("第2个标题") == ["第2个标题"]


def test_nothing_is_indexed_of_a_block_that_raises(db: None, at: datetime) -> None:
    home = tree.ensure_home(by=SYSTEM, at=at)
    home.title = "没有写成的标题"
    with pytest.raises(ValidationError):
        _save_and_fail(home)
    assert _titles(home.title) == []
    home.save()
    assert _titles(home.title) == [home.title], "later saves are indexed at once again"


def test_one_inside_another_adds_to_it(db: None, at: datetime) -> None:
    home = tree.ensure_home(by=SYSTEM, at=at)
    home.title = "里外两层"
    with once_each():
        with once_each():
            home.save()
        assert _titles(home.title) == []
    assert _titles(home.title) == [home.title]
