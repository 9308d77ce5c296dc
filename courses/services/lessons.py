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
from hours.showing import XUESHI_KEYS, XueshiRule, xueshi_rule_of
from hours.words import HourKind
from organisations.authority import Authority
from organisations.querysets import all_rules
from people.models import Person, Posting

SOURCE = "courses.lesson_progress"
CREDIT_RULE = "lesson.credit"
DAILY_RULE = "lesson.daily_minutes"
OPENED_AGAIN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Visit:
    """One opening of a lesson: where the person stands, and the content that they knew before (None: none)."""

    progress: LessonProgress
    known_revision_id: int | None


@dataclass(frozen=True)
class Today:
    """The minutes of lessons that today still takes, and how minutes are shown as 学时 where the person is posted."""

    minutes_left: int
    xueshi: XueshiRule


@transaction.atomic
def visit(*, page: LessonPage, person: Person, by: Authority, at: datetime) -> Visit:
    """Open a published lesson, and tell what the person knew of it: what they finished, else what they saw last.

    Of several records of one person the finished one counts.
    """
    mine = list(all_progress().of_person(person).filter(lesson=page.lesson).order_by("finished_at", "pk"))
    known = mine[0].revision_id if mine and mine[0].finished_at else _last_seen(mine)
    _require_self(person, by=by)
    opened = next((one for one in mine if one.person_id == person.pk), None)
    if opened is None or _is_worth_a_note(opened, revision_id=page.live_revision_id, at=at):
        opened = open_lesson(
            lesson=page.lesson, person=person, by=by, at=at, revision_id=page.live_revision_id
        )
    return Visit(mine[0] if mine and mine[0].finished_at else opened, known)


def _last_seen(mine: list[LessonProgress]) -> int | None:
    return max(mine, key=lambda one: one.last_opened_at).seen_revision_id if mine else None


@transaction.atomic
def open_lesson(
    *, lesson: Lesson, person: Person, by: Authority, at: datetime, revision_id: int | None = None
) -> LessonProgress:
    """Remember where the person is. Nothing is counted: how long the page stays open is nobody's business.

    `revision_id`: the content that they see now, for the note of what changed until they come again.
    """
    _require_self(person, by=by)
    first = {"started_at": at, "last_opened_at": at, "seen_revision_id": revision_id}
    progress, made = LessonProgress.objects.get_or_create(person=person, lesson=lesson, defaults=first)
    if made:
        events.record("courses.lesson.started", by=by, at=at, subject=progress, data={"lesson": lesson.pk})
        return progress
    if _is_worth_a_note(progress, revision_id=revision_id, at=at):
        progress.last_opened_at = at
        progress.seen_revision_id = revision_id or progress.seen_revision_id
        progress.save(update_fields=["last_opened_at", "seen_revision_id"])
    return progress


def _is_worth_a_note(progress: LessonProgress, *, revision_id: int | None, at: datetime) -> bool:
    is_new_content = revision_id is not None and revision_id != progress.seen_revision_id
    return is_new_content or at - progress.last_opened_at > OPENED_AGAIN_AFTER


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
    is_new = attempt.has_passed and _finished(page, person) is None
    if is_new and page.minutes <= _left_today(person, posting, at=at):
        _finish(page, person=person, posting=posting, by=by, at=at)
    return attempt


@transaction.atomic
def finish(*, page: LessonPage, person: Person, by: Authority, at: datetime) -> LessonProgress:
    """Finish a lesson and credit its declared minutes whole, once per person; again changes nothing.

    Raises RuleBroken before the check is passed, or where today's limit (rule row `lesson.daily_minutes`) has no room:
    then nothing is lost, and the lesson is finished on another day without answering again.
    """
    _require_self(person, by=by)
    _lock_day(person)
    standing = _finished(page, person)
    if standing is not None:
        return standing
    if not has_passed(lesson=page.lesson, person=person):
        raise RuleBroken("lesson.check_open", "随堂测验还没有通过。请先答完本节的测验。")
    posting = posting_on(person, clock.date_of(at))
    _require_room(page, person=person, posting=posting, at=at)
    return _finish(page, person=person, posting=posting, by=by, at=at)


def _finished(page: LessonPage, person: Person) -> LessonProgress | None:
    return all_progress().of_person(person).finished().filter(lesson=page.lesson).first()


def _finish(
    page: LessonPage, *, person: Person, posting: Posting | None, by: Authority, at: datetime
) -> LessonProgress:
    """What was asked before, under the same lock: the check is passed, nothing is finished, and the day has room."""
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
    keys = (DAILY_RULE, *XUESHI_KEYS)
    rules = all_rules().all_in_force(keys, on=clock.date_of(at), area_code=_area_code(posting))
    limit = int(rules[DAILY_RULE].value)
    left = left_today(credited_today=_credited_today(person, at=at), limit=limit)
    return Today(minutes_left=left, xueshi=xueshi_rule_of(rules))


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
            "今日还可计入%(left)s分钟，本节是%(minutes)s分钟，今天放不下。"
            "您的作答已经保存，请明天再点“完成本节”，不用重新作答。",
            left=left,
            minutes=page.minutes,
        )


def _credited_today(person: Person, *, at: datetime) -> int:
    today = all_entries().of_person(person).filter(kind=HourKind.LESSON, activity_on=clock.date_of(at))
    return today.total_minutes()


def _left_today(person: Person, posting: Posting | None, *, at: datetime) -> int:
    return left_today(credited_today=_credited_today(person, at=at), limit=_daily_limit(posting, at=at))


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
    lesson_ids = set(lessons_of(course).values_list("lesson_id", flat=True))
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
