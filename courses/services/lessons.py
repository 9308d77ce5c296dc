"""Open, answer, finish: how a lesson earns its declared minutes, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from assessment.models import Attempt
from assessment.querysets import all_attempts, all_items
from assessment.services import attempts
from core import clock, events
from core.errors import RuleBroken
from courses.lesson_querysets import all_completions, all_progress, course_of, lessons_of
from courses.models import CourseCompletion, Lesson, LessonPage, LessonProgress
from courses.rules.lessons import left_today
from courses.services.attendance import posting_on
from hours.querysets import all_entries
from hours.rules import within_daily_limit
from hours.services import ledger
from hours.words import HourKind
from organisations.authority import Authority
from organisations.querysets import all_rules
from people.models import Person, Posting

SOURCE = "courses.lesson_progress"
CREDIT_RULE = "lesson.credit"
DAILY_RULE = "lesson.daily_minutes"
OPENED_AGAIN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Today:
    """The area whose rules hold for the person today, and the minutes of lessons that today still takes."""

    area_code: str
    minutes_left: int


@transaction.atomic
def open_lesson(*, lesson: Lesson, person: Person, by: Authority, at: datetime) -> LessonProgress:
    """Remember where the person is. Nothing is counted: how long the page stays open is nobody's business."""
    _require_self(person, by=by)
    progress, made = LessonProgress.objects.get_or_create(
        person=person, lesson=lesson, defaults={"started_at": at, "last_opened_at": at}
    )
    if made:
        events.record("courses.lesson.started", by=by, at=at, subject=progress, data={"lesson": lesson.pk})
    elif at - progress.last_opened_at > OPENED_AGAIN_AFTER:
        progress.last_opened_at = at
        progress.save(update_fields=["last_opened_at"])
    return progress


@transaction.atomic
def hand_in(
    *, page: LessonPage, person: Person, answers: Mapping[int, frozenset[str]], by: Authority, at: datetime
) -> Attempt:
    """Score the check; where it is passed and the day still takes the minutes, the lesson is finished too.

    `answers`: chosen keys by id of the question version. Raises RuleBroken for unanswered or changed questions.
    """
    _require_self(person, by=by)
    _lock_day(person)
    open_lesson(lesson=page.lesson, person=person, by=by, at=at)
    if page.lesson.check_asked is None:
        raise RuleBroken("lesson.no_check", "这一节没有测验。请直接点“完成本节”。")
    posting = posting_on(person, clock.date_of(at))
    attempt = attempts.hand_in(
        check=page.lesson.check_asked, person=person, answers=answers, area_code=_area_code(posting), at=at
    )
    if attempt.has_passed and page.minutes <= today_of(person=person, at=at).minutes_left:
        finish(page=page, person=person, by=by, at=at)
    return attempt


@transaction.atomic
def finish(*, page: LessonPage, person: Person, by: Authority, at: datetime) -> LessonProgress:
    """Finish a lesson and credit its declared minutes whole, once per person; again changes nothing.

    Raises RuleBroken before the check is passed, or where today's limit (rule row `lesson.daily_minutes`) has no room:
    then nothing is lost, and the lesson is finished on another day without answering again.
    """
    _require_self(person, by=by)
    _lock_day(person)
    standing = all_progress().of_person(person).finished().filter(lesson=page.lesson).first()
    if standing is not None:
        return standing
    if not has_passed(lesson=page.lesson, person=person):
        raise RuleBroken("lesson.check_open", "随堂测验还没有通过。请先答完本节的测验。")
    posting = posting_on(person, clock.date_of(at))
    _require_room(page, person=person, posting=posting, at=at)
    progress = open_lesson(lesson=page.lesson, person=person, by=by, at=at)
    progress.finished_at, progress.title, progress.minutes = at, page.title, page.minutes
    progress.revision_id = page.live_revision_id
    progress.save(update_fields=["finished_at", "title", "minutes", "revision_id"])
    ledger.credit(credit=_credit(progress, posting=posting), by=by, at=at)
    events.record(
        "courses.lesson.finished", by=by, at=at, subject=progress,
        data={"lesson": page.lesson_id, "person": person.pk, "progress": progress.pk},
    )  # fmt: skip
    _complete_course(page, person=person, by=by, at=at)
    return progress


def has_passed(*, lesson: Lesson, person: Person) -> bool:
    """Whether nothing is left to answer: the check was passed once, or nothing is asked."""
    check = lesson.check_asked
    if check is None or not all_items().filter(asked_in=check).exists():
        return True
    return all_attempts().of_person(person).passed().filter(answers_to=check).exists()


def today_of(*, person: Person, at: datetime) -> Today:
    """What today still takes, for 今日还可计入."""
    posting = posting_on(person, clock.date_of(at))
    left = left_today(credited_today=_credited_today(person, at=at), limit=_daily_limit(posting, at=at))
    return Today(area_code=_area_code(posting), minutes_left=left)


def _require_self(person: Person, *, by: Authority) -> None:
    """Nobody learns for another; the system may, to load what is past."""
    if not by.is_system and by.person_id != person.pk:
        raise RuleBroken("lesson.not_yours", "课程只能由本人完成。请用本人的账号登录。")


def _lock_day(person: Person) -> None:
    """Two lessons handed in at once share one day's limit, and neither loses its answers to the other."""
    Person.objects.select_for_update().get(pk=person.pk)


def _require_room(page: LessonPage, *, person: Person, posting: Posting | None, at: datetime) -> None:
    credited, limit = _credited_today(person, at=at), _daily_limit(posting, at=at)
    if not within_daily_limit(page.minutes, credited_today=credited, limit=limit):
        left = left_today(credited_today=credited, limit=limit)
        raise RuleBroken(
            "lesson.day_full",
            f"今日还可计入{left}分钟，本节是{page.minutes}分钟，今天放不下。"
            "您的作答已经保存，请明天再点“完成本节”，不用重新作答。",
        )


def _credited_today(person: Person, *, at: datetime) -> int:
    today = all_entries().of_person(person).filter(kind=HourKind.LESSON, activity_on=clock.date_of(at))
    return today.total_minutes()


def _daily_limit(posting: Posting | None, *, at: datetime) -> int:
    rule = all_rules().in_force(DAILY_RULE, on=clock.date_of(at), area_code=_area_code(posting))
    return int(rule.value)


def _area_code(posting: Posting | None) -> str:
    return posting.organisation.area_code if posting else ""


def _credit(progress: LessonProgress, *, posting: Posting | None) -> ledger.Credit:
    assert progress.finished_at is not None and progress.minutes is not None  # noqa: S101, PT018
    on = clock.date_of(progress.finished_at)
    return ledger.Credit(
        person_id=progress.person_id, posting=posting, minutes=progress.minutes, kind=HourKind.LESSON,
        activity_on=on, source_type=SOURCE, source_id=progress.pk,
        rule_version=all_rules().in_force(CREDIT_RULE, on=on, area_code=_area_code(posting)).version,
    )  # fmt: skip


def _complete_course(page: LessonPage, *, person: Person, by: Authority, at: datetime) -> None:
    course = course_of(page)
    lesson_ids = {lesson.lesson_id for lesson in lessons_of(course)}
    done = all_progress().of_person(person).finished().filter(lesson__in=lesson_ids)
    minutes = dict(done.values_list("lesson_id", "minutes"))
    if lesson_ids - set(minutes) or all_completions().of_person(person).filter(course=course.course).exists():
        return
    completion = CourseCompletion.objects.create(
        person=person, course=course.course, finished_at=at, title=course.title, minutes=sum(minutes.values())
    )
    events.record(
        "courses.course.finished", by=by, at=at, subject=completion,
        data={"course": course.course_id, "person": person.pk, "completion": completion.pk},
    )  # fmt: skip
