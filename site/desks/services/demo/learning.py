"""The pre-service course: the new worker half way through, others done or behind; and a late mark asked for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core import clock
from courses import overview
from courses.lesson_querysets import lessons_of, published_courses
from courses.models import LessonPage
from courses.querysets import all_attendances
from courses.services import late_marks, lessons
from courses.words import AttendanceState
from desks.services.demo.city import City
from people.authority import authority_of
from people.models import Person

COURSE = "pre-service"
FINISHED = 2


# How many lessons the new workers of the stations have finished, in turn; None means all of them.
DONE_IN_TURN = (None, None, 5, None, 0, None, 1)


def build(city: City, *, new_worker: Person, anchor: date, at: datetime) -> None:
    """Two lessons finished on two evenings, a third one opened; one colleague asks for a late mark of the last class."""
    course = published_courses().get(slug=COURSE)
    pages = list(lessons_of(course))
    for place, page in enumerate(pages[:FINISHED]):
        evening = datetime.combine(anchor - timedelta(days=6 - 2 * place), time(20, 30), clock.SHANGHAI)
        _finish(LessonPage.objects.get(pk=page.pk), new_worker, at=evening)
    by = authority_of(new_worker, on=anchor)
    lessons.open_lesson(lesson=pages[FINISHED].lesson, person=new_worker, by=by, at=at)
    for number, staff in enumerate(city.staff.values()):
        for place, page in enumerate(pages[: DONE_IN_TURN[number % len(DONE_IN_TURN)]]):
            evening = datetime.combine(anchor - timedelta(days=60 - place), time(20, 0), clock.SHANGHAI)
            _finish(LessonPage.objects.get(pk=page.pk), staff[-1], at=evening)
    _ask_for_a_late_mark(anchor=anchor, at=at)


def _finish(page: LessonPage, person: Person, *, at: datetime) -> None:
    by = authority_of(person, on=clock.date_of(at))
    answers = {version.pk: version.right_keys for version in overview.asked_in(page)}
    lessons.hand_in(page=page, person=person, answers=answers, by=by, at=at)


def _ask_for_a_late_mark(*, anchor: date, at: datetime) -> None:
    missed = all_attendances().filter(
        session__training_class__code__startswith="RJ-DONE", state=AttendanceState.ABSENT
    )
    for attendance in missed.select_related("session__training_class", "person"):
        late_marks.ask(
            session=attendance.session,
            person=attendance.person,
            reason="当天手机没电，没有扫到码，签了纸质签到表",
            by=authority_of(attendance.person, on=anchor),
            at=at,
        )
