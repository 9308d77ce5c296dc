"""What the learner's home reads across the apps: what is missing, the next lesson, the tasks. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.querysets import all_periods
from certification.services.registrations import current_period, standing_of
from certification.words import WindowState
from core import clock
from core.sentences import Sentence, say
from courses import overview, plan_judging, plan_overview, pre_service
from courses.overview import CourseLine, LessonLine
from courses.plan_judging import PlanLine
from courses.plan_overview import Card
from courses.plan_querysets import all_plan_periods
from courses.plan_words import NodeState, PlanState, RequirementKind
from courses.querysets import all_attendances, all_enrolments, all_sessions
from courses.rules.plans.evaluation import Evaluation, MinutesLine
from courses.words import CREDITED_STATES, ClassState
from hours.querysets import all_entries
from hours.showing import XueshiRule
from mentorship.querysets import all_confirmations
from organisations.authority import Authority
from people.models import Person
from people.querysets import all_people

MOST_SESSIONS = 40
MOST_OTHERS = 5
REGISTRATION_SOON = timedelta(days=90)


@dataclass(frozen=True)
class Task:
    """One row of the list of tasks; without a url it cannot be begun yet."""

    title: str
    url: str
    status: str
    tone: str = "plain"
    hint: str = ""


@dataclass(frozen=True)
class Missing:
    """The most urgent plan that is not done: what it still takes, in the plan's own unit, and the last day for it."""

    card: Card
    left: Sentence

    @property
    def settled(self) -> int:
        return self.card.evaluation.settled

    @property
    def in_all(self) -> int:
        return len(self.card.branches)


@dataclass(frozen=True)
class Registration:
    """The window of re-registration where it opens or closes within 90 days; `missing` is in hours, empty if enough."""

    is_open: bool
    opens_on: date
    closes_on: date
    missing: str


@dataclass(frozen=True)
class Home:
    """Everything that the page shows."""

    missing: Missing | None
    has_plan: bool
    finished: CourseLine | None
    next_lesson: LessonLine | None
    next_course: str
    tasks: list[Task]
    others: list[CourseLine]
    waiting: int
    registration: Registration | None
    xueshi_this_year: int = 0
    minutes_this_year: int = 0
    year: int = 0
    is_verified: bool = field(default=True)


def home(person: Person, by: Authority, *, area_code: str, at: datetime) -> Home:
    """The page of one learner, with a number of questions that does not grow with what was done.

    No lesson is read of courses that the person neither takes nor is shown.
    """
    today = clock.date_of(at)
    judged = plan_judging.judge_all(
        all_plan_periods().asked().current(today).of_people([person.pk]), on=today, area_code=area_code
    )
    asked = plan_overview.courses_asked(judged.lines)
    courses = overview.courses_near(person, asked, others=MOST_OTHERS)
    mine = [course for course in courses if {course.slug, course.code} & asked or _is_begun(course)]
    finished = next(
        (one for one in mine if one.slug == pre_service.SLUG and one.finished_at is not None), None
    )
    open_courses = [course for course in mine if course.finished_at is None]
    next_lesson = overview.next_line(line for course in open_courses for line in course.lessons)
    facts = _facts(person, by, today)
    known = judged.facts.get(person.pk)
    minutes, credited = _year(person, judged.xueshi, today, known=known.minutes if known else None)
    return Home(
        missing=_missing(judged.lines),
        has_plan=bool(judged.lines),
        finished=finished,
        next_lesson=next_lesson,
        next_course=_course_of(next_lesson, open_courses),
        tasks=[*_class_tasks(person, at=at), *_course_tasks(mine, next_lesson)],
        others=[course for course in courses if course not in mine][:MOST_OTHERS],
        waiting=facts["waiting"],
        registration=_registration(person, today) if facts["has_period"] else None,
        xueshi_this_year=credited,
        minutes_this_year=minutes,
        year=today.year,
        is_verified=judged.xueshi.is_verified,
    )


def _is_begun(course: CourseLine) -> bool:
    return course.finished_at is None and any(line.opened_at is not None for line in course.lessons)


def _missing(lines: Iterable[PlanLine]) -> Missing | None:
    """A plan that only waits for the platform is no urgent one: nothing can be done about it."""
    for card in plan_overview.cards_from(lines):
        if card.evaluation.state not in (PlanState.DONE, PlanState.BLOCKED):
            return Missing(card=card, left=left_of(card.evaluation))
    return None


def left_of(evaluation: Evaluation) -> Sentence:
    """Hours where the plan asks for hours and they are not there, else how many requirements are left."""
    for node in evaluation.nodes:
        if node.requirement.kind is RequirementKind.MINUTES and not node.is_settled:
            return node.missing
    open_ones = [node for node in evaluation.nodes if node.state is NodeState.OPEN]
    return say("还差%(left)s项", left=len(open_ones))


def _course_of(lesson: LessonLine | None, courses: Iterable[CourseLine]) -> str:
    return next((course.title for course in courses if lesson in course.lessons), "")


def _course_tasks(courses: Sequence[CourseLine], next_lesson: LessonLine | None) -> Iterator[Task]:
    """Each lesson of an unfinished course; a finished course is one row."""
    for course in courses:
        if course.finished_at is not None:
            url = reverse("learning:course", args=[course.public_id])
            yield Task(course.title, url, _("已完成"), "done")
            continue
        for line in course.lessons:
            yield Task(
                title=line.title,
                url=reverse("learning:lesson", args=[line.public_id]),
                status=_(line.state.label),
                tone="due" if line == next_lesson and line.opened_at is not None else line.tone,
                hint=_("约%(minutes)s分钟") % {"minutes": line.minutes},
            )


def _class_tasks(person: Person, *, at: datetime) -> Iterator[Task]:
    """One row a class that has not ended: to sign in today, or not begun yet and when it will."""
    today = clock.date_of(at)
    seen: set[int] = set()
    for session in _coming_sessions(person, today):
        held = session.training_class
        if held.pk not in seen:
            seen.add(held.pk)
            yield _class_task(
                session, url=reverse("courses:class_detail", args=[held.public_id]), today=today
            )


def _coming_sessions(person: Person, today: date) -> list[Any]:
    """Of the classes in which the person has a place, today's sessions and later ones; of today first what is open."""
    enrolled = all_enrolments().standing().filter(person=person).values("training_class")
    signed = all_attendances().filter(
        session=OuterRef("pk"), person=person, state__in=sorted(CREDITED_STATES)
    )
    sessions = all_sessions().filter(training_class__in=enrolled, held_on__gte=today)
    sessions = sessions.exclude(training_class__state=ClassState.CANCELLED).select_related("training_class")
    found = sessions.annotate(is_signed=Exists(signed)).order_by("held_on", "is_signed", "starts_at", "pk")
    return list(found.defer("training_class__cancel_reason")[:MOST_SESSIONS])


def _class_task(session: Any, *, url: str, today: date) -> Task:
    held = session.training_class
    when = f"{session.starts_at:%H:%M}–{session.ends_at:%H:%M}"
    if session.held_on > today:
        text = (
            _("%(month)s月%(day)s日%(time)s开班")
            if held.starts_on > today
            else _("下一课次：%(month)s月%(day)s日%(time)s")
        )
        day = session.held_on
        hint = text % {"month": day.month, "day": day.day, "time": f"{session.starts_at:%H:%M}"}
        status = _("暂不能开始") if held.starts_on > today else _("学习中")
        return Task(held.name, url, status, "plain", _with_venue(hint, held.venue))
    if session.is_signed:
        return Task(held.name, url, _("今天已签到"), "done", _with_venue(when, held.venue))
    if session.closed_at is not None:
        return Task(
            held.name, url, _("没有签到"), "due", _("本课次已确认到场。当时在场的，可以在班次页面申请补签")
        )
    hint = (
        _("正在签到，请用微信扫现场屏幕上的码")
        if session.opened_at
        else _("%(time)s，到现场扫码签到") % {"time": when}
    )
    return Task(held.name, url, _("待签到"), "due", _with_venue(hint, held.venue))


def _with_venue(hint: str, venue: str) -> str:
    return f"{hint} · {venue}" if venue else hint


def _facts(person: Person, by: Authority, today: date) -> dict[str, Any]:
    """Whether anything waits in the studios, and whether a registration period began: one question for both."""
    waiting = all_confirmations().of_person(by).waiting().order_by()
    counted = waiting.annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    periods = all_periods().standing().of_person(person).filter(starts_on__lte=today)
    found = all_people().filter(pk=person.pk).order_by()
    return dict(
        found.annotate(waiting=Coalesce(Subquery(counted), 0), has_period=Exists(periods))
        .values("waiting", "has_period")
        .get()
    )


def _year(
    person: Person, rule: XueshiRule, today: date, *, known: Sequence[MinutesLine] | None
) -> tuple[int, int]:
    """Minutes and 学时 of training in this calendar year, what was corrected counted as it stands."""
    if known is not None:
        found = [(line.source, line.minutes) for line in known if line.day.year == today.year]
    else:
        lines = all_entries().of_person(person).standing().training()
        lines = lines.between(today.replace(month=1, day=1), today.replace(month=12, day=31))
        found = list(lines.values_list("kind", "minutes"))
    return sum(each for _kind, each in found), sum(rule.of(kind, each) for kind, each in found)


def _registration(person: Person, today: date) -> Registration | None:
    period = current_period(person, on=today)
    if period is None:
        return None
    standing = standing_of(period)
    window = standing.window
    if today < window.opens_on - REGISTRATION_SOON or window.state(today) is WindowState.OVER:
        return None
    missing = "" if standing.progress.is_enough else standing.progress.shown_missing
    return Registration(
        is_open=window.state(today) is WindowState.OPEN,
        opens_on=window.opens_on,
        closes_on=window.closes_on,
        missing=missing,
    )
