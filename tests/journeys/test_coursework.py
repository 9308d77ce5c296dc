"""A learner reflects, reports a mistake and hands in work; an editor, a teacher and a station head answer."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from core import events
from courses.assignment_querysets import completed_assignments
from courses.models import CoursePage, LessonPage
from courses.rules.rubric import Criterion
from courses.services import assignments, enrolments
from courses.services.assignments import AssignmentDetails
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.courses.classroom import open_class
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out
from tests.lessons import complete, pages

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]
NAMED = "案主：陈小宝，电话13911110001"


def test_from_a_lesson_to_work_that_passes(
    course: CoursePage, places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    teacher = cast.with_role("周老师", Role.CLASS_TEACHER, places.school)
    editor = cast.with_role("编辑", Role.EDITOR, places.city)
    head = cast.with_role("黄站长", Role.STATION_HEAD, places.station)
    page = _asking(pages(course)[0])
    training_class = open_class(places.county, at, provider=places.school)
    enrolments.enrol(training_class=training_class, person=worker, by=SYSTEM, at=at)
    details = AssignmentDetails(
        title="个案报告", task="写一份报告", criteria=[Criterion("过程", 60, "写清每一步")], pass_points=36,
        organisation=places.county, training_class=training_class,
    )  # fmt: skip
    task = assignments.set_assignment(details=details, by=SYSTEM, at=at)
    with screen_of(worker) as phone:
        phone.goto(f"/learn/lessons/{page.lesson.public_id}/")
        phone.get_by_role("link", name="哪一点您明天就用得上").click()
        phone.locator("textarea").fill("下次走访先说明来意")
        phone.get_by_role("button", name="保存草稿").click()
        phone.get_by_text("草稿，").wait_for()
        phone.get_by_role("link", name="纠错").click()
        phone.get_by_label("哪里不对").fill("限额是去年的")
        phone.get_by_role("button", name="提交纠错").click()
        phone.get_by_text("已交给课程编辑").wait_for()
        phone.goto("/inbox/")
        phone.get_by_role("link", name="作业：个案报告").click()
        phone.get_by_label("正文").fill(NAMED)
        phone.get_by_role("button", name="提交作业").click()
        expect(phone.get_by_label("正文")).to_have_value(NAMED)
        assert sticks_out(phone) == []
        phone.get_by_label("正文").fill("案主A的需求评估")
        phone.get_by_role("button", name="提交作业").click()
        phone.get_by_text("作业已提交").wait_for()
    with screen_of(editor) as desk:
        desk.goto("/classes/corrections/")
        desk.get_by_role("link", name=page.title).click()
        desk.get_by_label("已改").check()
        desk.get_by_role("button", name="答复学员").click()
        desk.get_by_text("已答复学员").wait_for()
    with screen_of(teacher) as desk:
        desk.goto("/classes/assignments/")
        desk.get_by_role("link", name="陈小燕").click()
        desk.get_by_label("打分").check()
        desk.get_by_label("过程（满分60）").fill("50")
        assert sticks_out(desk) == []
        desk.get_by_role("button", name="提交批改").click()
        desk.get_by_text("已批改").first.wait_for()
    assert completed_assignments(worker) == {task.pk}
    for one in pages(course):
        complete(one, worker, at)
    earned = all_entries().of_person(worker).total_minutes()
    events.deliver_pending()
    with screen_of(head) as desk:
        desk.goto("/classes/pace/")
        desk.get_by_role("link", name="陈小燕").click()
        desk.get_by_label("情况正常").check()
        desk.get_by_role("button", name="记下查看结果").click()
        desk.get_by_text("学时没有变动").wait_for()
    assert all_entries().of_person(worker).total_minutes() == earned


def _asking(page: LessonPage) -> LessonPage:
    page.body.append(("reflection", {"prompt": "哪一点您明天就用得上？"}))
    page.save_revision().publish()
    return LessonPage.objects.select_related("lesson").get(pk=page.pk)
