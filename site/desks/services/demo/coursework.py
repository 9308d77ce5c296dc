"""The demo's assignments, a reflection, a correction, and somebody who finished many lessons in one evening."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core import clock
from courses import overview
from courses.lesson_querysets import lessons_of, published_courses
from courses.models import Assignment, LessonPage
from courses.querysets import all_classes
from courses.rules.rubric import Criterion
from courses.services import assignments, feedback, lessons, pace
from courses.services.assignments import AssignmentDetails
from desks.services.demo.city import City
from desks.services.demo.learning import COURSE
from organisations.authority import SYSTEM
from people.authority import authority_of
from people.models import Person

RUBRIC = (
    Criterion("对象和目标", 30, "写清为谁、解决什么"),
    Criterion("步骤", 40, "先后分明，有时间和分工"),
    Criterion("风险和保密", 30, "想到了意外，案例用代号"),
)
PASS = 60
PLAN = "先看上次记录，约好时间，两人同行。到户先说明来意，再问近况；发现风险当天报副站长。"


def build(city: City, *, cast: dict[str, Person], anchor: date, at: datetime) -> None:
    """The new worker has one assignment to hand in and one that came back; two wait to be marked."""
    worker = cast["new-worker"]
    before = at - timedelta(days=3)
    today = all_classes().filter(code__startswith="RJ-IN-TODAY").latest("pk")
    plan = AssignmentDetails(
        title="探访计划", task="为本站的留守老人写一份一个月的探访计划，一页以内，案例用代号。", criteria=RUBRIC,
        pass_points=PASS, organisation=today.organiser, training_class=today, due_on=anchor + timedelta(days=7),
    )  # fmt: skip
    task = assignments.set_assignment(details=plan, by=SYSTEM, at=before)
    listed = today.enrolments.exclude(person=worker).select_related("person").order_by("pk")
    for place in listed[:2]:
        _hand_in(task, place.person, anchor=anchor, at=at - timedelta(hours=5))
    _sent_back(city, worker, anchor=anchor, at=before)
    _written_at_a_lesson(worker, anchor=anchor, at=at)
    _in_one_evening(city.staff["东湖县青石镇社工站"][1], anchor=anchor)


def _in_one_evening(person: Person, *, anchor: date) -> None:
    """A colleague who ran through the lessons on one evening: somebody may ask how."""
    evening = datetime.combine(anchor - timedelta(days=2), time(21, 0), clock.SHANGHAI)
    by = authority_of(person, on=clock.date_of(evening))
    for place, page in enumerate(_pages()):
        answers = {version.pk: version.right_keys for version in overview.asked_in(page)}
        moment = evening + timedelta(minutes=2 * place)
        lessons.hand_in(page=page, person=person, answers=answers, by=by, at=moment)
    pace.note(person=person, around=evening, at=evening)


def _pages() -> list[LessonPage]:
    """The lessons of the course, whole and in order."""
    pages = lessons_of(published_courses().get(slug=COURSE)).values_list("pk", flat=True)
    return list(
        LessonPage.objects.select_related("lesson__check_asked").filter(pk__in=list(pages)).order_by("path")
    )


def _hand_in(task: Assignment, person: Person, *, anchor: date, at: datetime) -> None:
    by = authority_of(person, on=anchor)
    assignments.hand_in(assignment=task, person=person, text=PLAN, content=None, by=by, at=at)


def _sent_back(city: City, worker: Person, *, anchor: date, at: datetime) -> None:
    course = published_courses().get(slug=COURSE)
    note = AssignmentDetails(
        title="岗前学习小结", task="学完前两节，写三点您会用到工作里的。", criteria=RUBRIC[:2], pass_points=40,
        organisation=city.at("东湖县民政局"), course=course.course, due_on=anchor + timedelta(days=12),
    )  # fmt: skip
    task = assignments.set_assignment(details=note, by=SYSTEM, at=at)
    by = authority_of(worker, on=anchor)
    sent = assignments.hand_in(
        assignment=task,
        person=worker,
        text="认真学习，努力工作。",
        content=None,
        by=by,
        at=at + timedelta(hours=1),
    )
    remarks = "请写具体：哪三点，用在哪件工作上。"
    assignments.return_to_learner(submission=sent, remarks=remarks, by=SYSTEM, at=at + timedelta(hours=20))


def _written_at_a_lesson(worker: Person, *, anchor: date, at: datetime) -> None:
    by = authority_of(worker, on=anchor)
    pages = _pages()
    feedback.send_correction(
        page=pages[0], person=worker, text="要点里“五级”和图上的层级顺序不一致，看了好几遍才明白。",
        place="要点第一条", by=by, at=at,
    )  # fmt: skip
    for page in pages:
        for block in page.body:
            if block.block_type == "reflection":
                feedback.save_reflection(
                    page=page, block_id=block.id, prompt=str(block.value["prompt"]), person=worker,
                    text="下次走访先说明来意和记录的用途，再坐下来问近况。", by=by, at=at - timedelta(days=1),
                )  # fmt: skip
                return
