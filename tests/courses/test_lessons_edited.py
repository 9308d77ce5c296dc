"""Whatever editors do to a lesson, nobody's progress is lost and nobody is credited twice."""

from datetime import datetime

import pytest
from wagtail.models import Page

from assessment.querysets import all_answers
from courses.lesson_querysets import all_progress, published_lessons
from courses.models import CourseIndexPage, CoursePage, Lesson, LessonPage, LessonProgress
from courses.overview import asked_in, last_result
from courses.services import course_content, lessons
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.lessons import FOLDER, complete, pages


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def finished(course: CoursePage, learner: Person, at: datetime) -> LessonPage:
    page = pages(course)[0]
    complete(page, learner, at)
    return page


def progress_of(page: LessonPage, person: Person) -> LessonProgress:
    return all_progress().of_person(person).get(lesson__page=page)


def again(page: LessonPage) -> LessonPage:
    found: LessonPage = LessonPage.objects.get(pk=page.pk)
    return found


def edited(page: LessonPage, stem: str) -> LessonPage:
    """The page with its first question reworded and published."""
    page.questions[0].value["stem"] = stem
    page.save_revision().publish()
    return again(page)


def test_renaming_and_moving_keep_the_identity_and_the_progress(
    finished: LessonPage, learner: Person
) -> None:
    identity = finished.lesson_id
    other = CourseIndexPage.objects.get().add_child(
        instance=CoursePage(title="另一门课程", slug="other", summary="另一门")
    )
    finished.title, finished.slug = "岗位职责", "posts"
    finished.save_revision().publish()
    again(finished).move(other, pos="last-child")
    assert again(finished).lesson_id == identity
    assert progress_of(finished, learner).finished_at is not None
    assert [page.pk for page in pages(other)] == [finished.pk]


def test_unpublishing_and_publishing_again_keep_the_progress(finished: LessonPage, learner: Person) -> None:
    finished.unpublish()
    assert not published_lessons().filter(pk=finished.pk).exists()
    assert progress_of(finished, learner).minutes == 90
    again(finished).get_latest_revision().publish()
    assert published_lessons().filter(pk=finished.pk).exists()
    assert progress_of(finished, learner).minutes == 90


def test_restoring_an_old_revision_keeps_identity_and_progress_and_brings_its_questions_back(
    finished: LessonPage, learner: Person
) -> None:
    old, before = finished.live_revision, [one.pk for one in asked_in(finished)]
    changed = edited(again(finished), "改过的题干")
    assert [one.pk for one in asked_in(changed)] != before
    old.publish()
    restored = again(finished)
    assert restored.lesson_id == finished.lesson_id
    assert [one.pk for one in asked_in(restored)] == before
    assert progress_of(restored, learner).finished_at is not None


def test_a_draft_and_its_preview_change_nothing_that_learners_see(
    finished: LessonPage, learner: Person
) -> None:
    before = [one.stem for one in asked_in(finished)]
    draft = again(finished)
    draft.questions[0].value["stem"] = "草稿里的题干"
    draft.title = "草稿标题"
    draft.save_revision()
    shown = again(finished).get_latest_revision_as_object().make_preview_request()
    assert shown.status_code == 200
    assert "草稿里的题干" in shown.content.decode()
    assert [one.stem for one in asked_in(again(finished))] == before
    assert again(finished).title == finished.title


def test_a_published_change_of_a_question_leaves_old_answers_their_wording(
    finished: LessonPage, learner: Person
) -> None:
    first = asked_in(finished)[0]
    changed = edited(again(finished), "改过的题干")
    assert asked_in(changed)[0].stem == "改过的题干"
    result = last_result(changed, learner)
    assert result is not None
    assert result.answers[0].stem == first.stem
    assert lessons.has_passed(lesson=changed.lesson, person=learner)


def test_a_copy_is_a_lesson_of_its_own_and_steals_nobodys_progress(
    course: CoursePage, finished: LessonPage, learner: Person
) -> None:
    copied = again(finished).copy(
        update_attrs={"title": "副本", "slug": "copy"}, keep_live=True, copy_revisions=True
    )
    assert copied.lesson_id != finished.lesson_id
    copied.get_latest_revision().publish()
    published = again(copied)
    assert published.lesson_id == copied.lesson_id
    assert not all_progress().filter(lesson=published.lesson).exists()
    assert progress_of(finished, learner).finished_at is not None
    assert again(finished).lesson_id == finished.lesson_id
    assert len(asked_in(published)) == 4


def test_editing_the_copys_questions_leaves_the_first_lesson_alone(
    course: CoursePage, finished: LessonPage
) -> None:
    copied = again(finished).copy(update_attrs={"title": "副本", "slug": "copy"}, keep_live=True)
    before = [one.stem for one in asked_in(finished)]
    edited(again(copied), "副本的题干")
    assert [one.stem for one in asked_in(again(finished))] == before


def test_deleting_the_page_keeps_what_people_finished(finished: LessonPage, learner: Person) -> None:
    identity = finished.lesson_id
    again(finished).delete()
    assert Lesson.objects.filter(pk=identity).exists()
    kept = all_progress().of_person(learner).get()
    assert (kept.minutes, kept.title) == (90, finished.title)


def test_loading_again_changes_nothing(course: CoursePage, at: datetime) -> None:
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision", "title"))
    course_content.load(folder=FOLDER, by=SYSTEM, at=at)
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision", "title")) == before


@pytest.mark.parametrize("deed", ["edited", "unpublished", "deleted"])
def test_loading_newer_content_leaves_alone_what_an_editor_touched(
    course: CoursePage, at: datetime, deed: str
) -> None:
    touched, other = pages(course)[:2]
    if deed == "edited":
        touched.title = "编辑改过的标题"
        touched.save_revision().publish()
    elif deed == "unpublished":
        touched.unpublish()
    else:
        touched.delete()
    Lesson.objects.update(loaded_digest="of older content")
    course_content.load(folder=FOLDER, by=SYSTEM, at=at)
    standing = LessonPage.objects.filter(pk=touched.pk).values_list("live", "title").first()
    assert standing == {"edited": (True, "编辑改过的标题"), "unpublished": (False, touched.title)}.get(deed)
    assert again(other).latest_revision_id != other.latest_revision_id
    assert LessonPage.objects.count() == (4 if deed == "deleted" else 5)


def test_answers_point_at_versions_that_still_exist(finished: LessonPage, learner: Person) -> None:
    edited(again(finished), "改过的题干")
    attempt = learner.attempts.get()
    assert len(all_answers().of_attempt(attempt)) == 4
