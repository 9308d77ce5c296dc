"""What a learner sees and taps: one page a lesson, one form, no script."""

import uuid
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.rich_text import RichText

from core import clock
from courses.models import CoursePage, LessonPage
from courses.services import lessons
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.models import Rule
from people.models import Person
from tests.cast import Cast, Places
from tests.lessons import as_form, complete, pages, right_answers, wrong_answers


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def phone(client: Client, cast: Cast, learner: Person) -> Client:
    """The learner's browser, logged in."""
    client.force_login(cast.account(learner))
    return client


def address(page: LessonPage, name: str = "lesson") -> str:
    return reverse(f"learning:{name}", args=[page.lesson.public_id])


def key() -> str:
    return str(uuid.uuid4())


def queries(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def test_a_course_lists_its_lessons_with_where_the_learner_stands(
    phone: Client, course: CoursePage, learner: Person, at: datetime
) -> None:
    first, second = pages(course)[:2]
    complete(first, learner, at)
    lessons.open_lesson(lesson=second.lesson, person=learner, by=SYSTEM, at=at)
    html = phone.get(reverse("learning:course", args=[course.course.public_id])).content.decode()
    assert [html.count(word) for word in (">已完成<", ">学习中<", ">未开始<")] == [1, 2, 3]
    assert "已完成1节，共5节" in html
    assert all(page.title in html for page in pages(course))


def test_a_lesson_is_one_page_with_text_pictures_and_its_check(phone: Client, course: CoursePage) -> None:
    page = pages(course)[0]
    html = phone.get(address(page)).content.decode()
    assert "约90分钟 · 2学时" in html
    assert 'alt="五级示意图' in html
    assert "/media/images/" in html
    assert html.count("<fieldset") == 4
    assert "今日还可计入480分钟" in html
    assert "下一节：" in html
    assert "上一节：" not in html
    assert "<script" not in html.replace('<script src="/static/js/', "")
    assert " style=" not in html


def test_three_answers_and_one_tap_finish_a_lesson(
    phone: Client, course: CoursePage, learner: Person
) -> None:
    page = pages(course)[0]
    answer = phone.post(address(page), as_form(right_answers(page), action_key=key()))
    assert (answer.status_code, answer["Location"]) == (302, address(page) + "#result")
    html = phone.get(address(page)).content.decode()
    assert "本节已完成，90分钟已计入您的学时，只计一次。" in html
    assert "解析：" in html
    assert "完成本节</button>" not in html
    assert all_entries().of_person(learner).total_minutes() == 90


def test_a_double_tap_counts_once(phone: Client, course: CoursePage, learner: Person) -> None:
    page = pages(course)[0]
    same = as_form(right_answers(page), action_key=key())
    first, second = phone.post(address(page), same), phone.post(address(page), same)
    assert first["Location"] == second["Location"]
    assert learner.attempts.count() == 1
    assert all_entries().of_person(learner).total_minutes() == 90


def test_wrong_answers_show_what_is_right_and_why_and_may_be_answered_again(
    phone: Client, course: CoursePage, learner: Person
) -> None:
    page = pages(course)[0]
    phone.post(address(page), as_form(wrong_answers(page), action_key=key()))
    html = phone.get(address(page)).content.decode()
    assert html.count("答错") == 4
    assert "得0分，满分6分" in html
    assert "完成本节</button>" in html
    phone.post(address(page), as_form(right_answers(page), action_key=key()))
    assert "已计入您的学时" in phone.get(address(page)).content.decode()
    assert all_entries().of_person(learner).total_minutes() == 90


def test_an_unanswered_question_is_named_and_the_other_answers_stay(
    phone: Client, course: CoursePage, learner: Person
) -> None:
    page = pages(course)[0]
    posted = as_form(right_answers(page), action_key=key())
    missing = list(posted)[2]
    del posted[missing]
    answer = phone.post(address(page), posted)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "请回答第3题" in html
    assert "<title>错误：" in html
    assert html.count(" checked") >= 3
    assert not learner.attempts.exists()


def test_answers_to_questions_that_were_replaced_meanwhile_are_not_scored(
    phone: Client, course: CoursePage, learner: Person
) -> None:
    page = pages(course)[0]
    posted = as_form(right_answers(page), action_key=key())
    page.questions[0].value["stem"] = "刚刚换过的题干"
    page.save_revision().publish()
    answer = phone.post(address(page), posted)
    assert "请回答第1题" in answer.content.decode()
    assert not learner.attempts.exists()


def test_a_full_day_is_said_before_and_after_and_finishing_waits_for_tomorrow(
    phone: Client, course: CoursePage, learner: Person
) -> None:
    Rule.objects.filter(key="lesson.daily_minutes").update(value=100)
    first, second = pages(course)[:2]
    phone.post(address(first), as_form(right_answers(first), action_key=key()))
    assert "今日还可计入10分钟" in phone.get(address(second)).content.decode()
    phone.post(address(second), as_form(right_answers(second), action_key=key()))
    html = phone.get(address(second)).content.decode()
    assert "今日还可计入10分钟，本节是90分钟，今天放不下" in html
    refused = phone.post(address(second, "finish"), {"action_key": key()})
    assert refused.status_code == 409
    assert all_entries().of_person(learner).total_minutes() == 90
    Rule.objects.filter(key="lesson.daily_minutes").update(value=480)
    phone.post(address(second, "finish"), {"action_key": key()})
    assert all_entries().of_person(learner).total_minutes() == 180


def test_calling_finish_without_the_check_earns_nothing(
    phone: Client, course: CoursePage, learner: Person
) -> None:
    for page in pages(course):
        assert phone.post(address(page, "finish"), {"action_key": key()}).status_code == 409
    assert not all_entries().of_person(learner).exists()


@pytest.mark.parametrize("hidden", ["lesson", "course"])
def test_an_unpublished_lesson_or_course_is_not_found(phone: Client, course: CoursePage, hidden: str) -> None:
    page = pages(course)[0]
    (page if hidden == "lesson" else course).unpublish()
    assert phone.get(address(page)).status_code == 404
    assert page.title not in phone.get(reverse("learning:home")).content.decode()


def test_whoever_is_not_logged_in_is_asked_to(client: Client, course: CoursePage) -> None:
    for url in (reverse("learning:home"), address(pages(course)[0])):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_the_trees_own_address_points_to_the_lasting_one(phone: Client, course: CoursePage) -> None:
    page = pages(course)[0]
    answer = phone.get(f"/pages/courses/pre-service/{page.slug}/")
    assert (answer.status_code, answer["Location"]) == (302, address(page))
    assert page.get_url() == address(page)


def test_changed_content_is_announced_to_whoever_finished_it(
    phone: Client, course: CoursePage, learner: Person
) -> None:
    page = pages(course)[0]
    phone.post(address(page), as_form(right_answers(page), action_key=key()))
    page.save_revision().publish()  # the same content again is no news
    assert "内容有更新" not in phone.get(address(page)).content.decode()
    page = _with_paragraph(page, "从今年起，走访记录一律用新表。")
    for _time in range(2):  # whoever finished it reads it as often as they come
        html = phone.get(address(page)).content.decode()
        assert "这是您完成之后的改动" in html
        assert "<ins>从今年起，走访记录一律用新表。</ins>" in html


def test_changed_content_is_announced_once_to_whoever_comes_back_to_it(
    phone: Client, course: CoursePage, learner: Person
) -> None:
    page = pages(course)[0]
    assert "内容有更新" not in phone.get(address(page)).content.decode()
    page = _with_paragraph(page, "从今年起，走访记录一律用新表。")
    page.minutes = 60
    page.save_revision().publish()
    html = phone.get(address(page)).content.decode()
    assert "这是您上次打开之后的改动" in html
    assert "公布分钟数由90改为60" in html
    assert "内容有更新" not in phone.get(address(page)).content.decode()


def test_what_today_still_takes_is_said_before_a_lesson_is_begun(
    phone: Client, course: CoursePage, learner: Person, at: datetime
) -> None:
    Rule.objects.filter(key="lesson.daily_minutes").update(value=100)
    first, second = pages(course)[:2]
    lessons.hand_in(page=first, person=learner, answers=right_answers(first), by=SYSTEM, at=clock.now())
    on_course = phone.get(reverse("learning:course", args=[course.course.public_id])).content.decode()
    assert "今日还可计入10分钟" in on_course
    html = phone.get(address(second)).content.decode()
    assert html.index("今日还可计入10分钟，本节是90分钟") < html.index('id="check-title"')


def _with_paragraph(page: LessonPage, text: str) -> LessonPage:
    page.body.append(("paragraph", RichText(f"<p>{text}</p>")))
    page.save_revision().publish()
    return LessonPage.objects.select_related("lesson").get(pk=page.pk)


def test_home_and_course_pages_take_as_many_queries_however_much_was_done(
    phone: Client, course: CoursePage, learner: Person, at: datetime
) -> None:
    home, one = reverse("learning:home"), reverse("learning:course", args=[course.course.public_id])
    phone.get(home)
    fresh = [queries(lambda url=url: phone.get(url)) for url in (home, one)]  # type: ignore[misc]
    for page in pages(course):
        complete(page, learner, at)
    done = [queries(lambda url=url: phone.get(url)) for url in (home, one)]  # type: ignore[misc]
    assert fresh == done
    assert done[0] <= 11, done
    assert done[1] <= 9, done


def test_a_lesson_page_asks_as_often_for_many_pictures_as_the_first_time_it_was_seen(
    phone: Client, course: CoursePage
) -> None:
    page = pages(course)[0]
    phone.get(address(page))
    assert queries(lambda: phone.get(address(page))) <= 18


def test_passing_the_check_finishes_the_lesson_in_a_fixed_number_of_queries(
    phone: Client, course: CoursePage, learner: Person
) -> None:
    page = pages(course)[0]
    phone.get(address(page))
    answers = as_form(right_answers(page), action_key=uuid.uuid4().hex)
    assert queries(lambda: phone.post(address(page), answers)) <= 50
    assert all_entries().of_person(learner).total_minutes() == page.minutes
