"""What the office desk reads across the apps; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from core.group_texts import group_text
from core.sentences import Sentence, say
from courses import plan_judging, pre_service
from courses.lesson_querysets import all_progress, lessons_of
from courses.models import CoursePage, TrainingClass
from courses.plan_querysets import all_plan_periods
from courses.plan_words import PlanState
from courses.querysets import all_classes
from courses.rules.plans.evaluation import Evaluation
from courses.words import ClassState
from desks.rules import by_rate
from desks.rules.office_counts import OfficeCounts
from desks.words import TableOrder
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.roles import Permission, Role
from organisations.scope import NOTHING, Scope, scope_of
from organisations.words import OrganisationKind
from people.models import Person
from people.querysets import PersonQuerySet, all_people, all_postings
from reporting.models import FilingDuty
from reporting.querysets.completion import completion_by_organisation
from reporting.querysets.duties import all_duties
from reporting.querysets.filing_states import YearState, year_states
from reporting.querysets.places import gazetteer
from reporting.querysets.supervised import supervised_by_organisation
from reporting.rules.area_rows import AreaRow, area_rows, total
from reporting.rules.completion import Completion
from reporting.words import FilingState

MOST_CLASSES = 10
MOST_BEHIND = 10
MOST_DUTIES = 20
MOST_COLLEAGUES = 200


@dataclass(frozen=True)
class NewWorker:
    """A worker hired within the year whose pre-service course is not finished; counts are lessons.

    The day and whether it is over are the plan's: a leave moves it, a waiver or an open end takes it away.
    """

    pk: int
    name: str
    url: str
    organisation: str
    done: int
    lessons: int
    due_on: date | None
    is_overdue: bool
    is_paused: bool


@dataclass(frozen=True)
class TableRow:
    """A station or county of the table; `url` opens who has not finished, where the viewer may see names."""

    label: str
    counts: OfficeCounts
    url: str
    filing: str
    filing_tone: str


@dataclass(frozen=True)
class CompletionTable:
    """`has_filings`: some row is a bureau that files. `whole` is empty where one row says it all."""

    rows: list[TableRow]
    whole: OfficeCounts | None
    has_filings: bool


def completion_table(
    by: Authority, course: CoursePage | None, *, on: date, order: TableOrder = TableOrder.AREA
) -> CompletionTable | None:
    """应训, 完成, 本月督导 and the state of the filing by county, or by station of one county; None without figures to see.

    Five questions, however many stations there are.
    """
    scope = table_scope(by)
    if not scope or course is None:
        return None
    places = gazetteer(scope)
    found = area_rows(_counts(scope, course, on=on), places, OfficeCounts())
    states = year_states(by, on=on)
    opens = bool(by.scope(Permission.VIEW_PEOPLE))
    rows = [
        TableRow(row.label, row.counts, _behind_url(row, places.units[row.unit].public_id) if opens and row.unit else "",
                 *_filing(states.get(row.unit), on=on))
        for row in found
    ]  # fmt: skip
    if order is TableOrder.RATE:
        done = [row.counts.completion for row in rows]
        rows = [rows[at] for at in by_rate([(one.completed, one.required) for one in done])]
    bureaus = {unit for unit, place in places.units.items() if place.kind == OrganisationKind.BUREAU}
    return CompletionTable(
        rows=rows,
        whole=total(found, OfficeCounts()) if len(found) > 1 else None,
        has_filings=any(row.unit in bureaus for row in found),
    )


def _counts(scope: Scope, course: CoursePage, *, on: date) -> dict[int, OfficeCounts]:
    completed = completion_by_organisation(scope, course, on=on)
    supervised = supervised_by_organisation(scope, first_day=on.replace(day=1), last_day=on)
    return {
        place: OfficeCounts(completed.get(place, Completion()), supervised.get(place, 0))
        for place in completed.keys() | supervised.keys()
    }


def table_scope(by: Authority) -> Scope:
    """Where the actor answers for the figures; who only reads them sees the first place that they may read.

    Reading rights elsewhere are for looking things up, under 统计.
    """
    granted = [grant for grant in by.grants if grant.scope(Permission.VIEW_FIGURES)]
    working = [grant for grant in granted if grant.role is not Role.READER] or granted[:1]
    found = NOTHING
    for grant in working:
        found |= grant.scope(Permission.VIEW_FIGURES)
    return found


def _behind_url(row: AreaRow[OfficeCounts], public_id: str) -> str:
    return f"{reverse('desks:behind')}?organisation={public_id}" if row.counts.completion.is_behind else ""


def _filing(state: YearState | None, *, on: date) -> tuple[str, str]:
    """The state in words, and its tone."""
    if state is None:
        return "", "plain"
    if state.state is FilingState.RETURNED:
        return _("%(year)s年度 退回") % {"year": state.report_year}, "problem"
    if state.state is not None:
        return _("%(year)s年度 已报送") % {"year": state.report_year}, "done"
    day = state.due_on
    if day is None:
        return "", "plain"
    facts = {"year": state.report_year, "month": day.month, "day": day.day}
    if day < on:
        return _("%(year)s年度 未报，已过%(month)s月%(day)s日") % facts, "problem"
    return _("%(year)s年度 待报，%(month)s月%(day)s日截止") % facts, "due"


def coming_classes(by: Authority, *, on: date) -> list[TrainingClass]:
    """Classes that end on or after the day and begin within this month or the next thirty days, the nearest first."""
    classes = all_classes().visible_to(by).exclude(state=ClassState.CANCELLED)
    soon = on + timedelta(days=30)
    return list(
        classes.filter(ends_on__gte=on, starts_on__lte=soon).order_by("starts_on", "code")[:MOST_CLASSES]
    )


def duties_due(by: Authority) -> list[tuple[FilingDuty, str]]:
    """Filings asked for in the actor's tree that are still open, the nearest first, with the page that files the own."""
    if not by.scope(Permission.FILE_FIGURES):
        return []
    found = all_duties().visible_to(by).open().select_related("organisation").order_by("due_on", "pk")
    page = reverse("reporting:filing_new")
    return [
        (
            duty,
            f"{page}?organisation={duty.organisation.public_id}&year={duty.report_year}"
            if duty.organisation_id in by.own_organisations
            else "",
        )
        for duty in found[:MOST_DUTIES]
    ]


def behind(
    by: Authority, course: CoursePage | None, *, on: date, organisation: Organisation | None = None
) -> PersonQuerySet:
    """Who was hired within the year in the actor's scope and has not finished the course, the longest there first.

    With an organisation of the scope, only there and below.
    """
    scope = by.scope(Permission.VIEW_PEOPLE)
    if not scope or course is None:
        return all_people().none()
    below = scope_of(organisation) if organisation else None
    return unfinished(scope, course, on=on, below=below).order_by("hired_on", "sort_key", "pk")


def unfinished(scope: Scope, course: CoursePage, *, on: date, below: Scope | None = None) -> PersonQuerySet:
    """Those whom the table counts as required and not as completed, by the same primary posting.

    With `below` only where it lies in that as well: an organisation may reach beyond what the actor sees.
    """
    posted = all_postings().in_scope(scope)
    if below is not None:
        posted = posted.in_scope(below)
    required = pre_service.postings_of_new_workers(posted, on=on).values("person")
    return all_people().filter(pk__in=required).exclude(pre_service.completions_of(course, "pk"))


def stations_behind(
    scope: Scope, course: CoursePage | None, *, on: date, organisation: Organisation | None = None
) -> set[int]:
    """Ids of the stations with somebody behind, whose own post is there or at a point of the station. Two questions."""
    if not scope or course is None:
        return set()
    below = scope_of(organisation) if organisation else None
    people = unfinished(scope, course, on=on, below=below)
    held = all_postings().held_on(on).primary().in_scope(scope).filter(person__in=people.values("pk"))
    places = gazetteer(scope)
    units = {places.places[pk].unit for pk in held.values_list("organisation", flat=True)}
    return {unit for unit in units if places.units[unit].kind == OrganisationKind.STATION}


def new_workers(people: Iterable[Person], course: CoursePage | None, *, on: date) -> list[NewWorker]:
    """How far each of them is; a fixed number of questions."""
    found = [person for person in people if person.hired_on is not None]
    if not found or course is None:
        return []
    lesson_ids = _lesson_ids(course)
    done = _lessons_done(found, lesson_ids)
    places = _places(found, on)
    stands = _in_their_plan(found, on)
    return [
        NewWorker(
            pk=person.pk,
            name=person.name,
            url=reverse("people:person", args=[person.public_id]),
            organisation=places.get(person.pk, ""),
            done=done.get(person.pk, 0),
            lessons=len(lesson_ids),
            due_on=stands[person.pk].due_on if person.pk in stands else None,
            is_overdue=person.pk in stands and stands[person.pk].state is PlanState.OVERDUE,
            is_paused=person.pk in stands and stands[person.pk].state is PlanState.PAUSED,
        )
        for person in found
    ]


def _in_their_plan(people: Sequence[Person], on: date) -> dict[int, Evaluation]:
    """Where each of them stands in the plan of pre-service training."""
    periods = all_plan_periods().asked().current(on).of_people([person.pk for person in people])
    lines = plan_judging.judge(periods.filter(plan__code=pre_service.SLUG), on=on)
    return {line.person_id: line.evaluation for line in lines}


def group_text_of(people: PersonQuerySet, *, on: date) -> list[Sentence]:
    """Who has not finished the pre-service training, by the place of the primary posting; two questions."""
    found = list(people)
    places = _places(found, on)
    pairs = sorted(((places.get(one.pk, ""), one.name) for one in found), key=lambda pair: pair[0])
    return group_text(say("岗前培训还没完成的人"), pairs, on=on) if pairs else []


def has_no_roster(by: Authority, *, on: date) -> bool:
    """A new county: an officer who imports, and besides the officers' own bureaus nobody in the roster."""
    scope = by.scope(Permission.IMPORT_TRAINING)
    if not scope:
        return False
    posted = all_postings().held_on(on).in_scope(scope)
    return not posted.exclude(organisation__kind=OrganisationKind.BUREAU).exists()


def is_head_of_station_alone(by: Authority) -> bool:
    """Whoever answers for the people of a station and for nothing above it."""
    return by.has(Role.STATION_HEAD) and not by.has(Role.OFFICER)


def _lesson_ids(course: CoursePage) -> list[int]:
    return [page.lesson_id for page in lessons_of(course)]


def _lessons_done(people: Sequence[Person], lesson_ids: list[int]) -> dict[int, int]:
    finished = all_progress().finished().filter(person__in=people, lesson__in=lesson_ids).order_by()
    return dict(finished.values_list("person").annotate(Count("lesson", distinct=True)))


def _places(people: Sequence[Person], on: date) -> dict[int, str]:
    held = all_postings().held_on(on).primary().filter(person__in=people)
    return dict(held.values_list("person", "organisation__name"))


@dataclass(frozen=True)
class Colleague:
    """Somebody at the station: the state of the pre-service course in words, empty where it is not asked for."""

    name: str
    title: str
    url: str
    state: str
    tone: str
    detail: str


def colleagues(by: Authority, course: CoursePage | None, *, on: date) -> list[Colleague]:
    """The people posted in the actor's stations; who has not finished comes first. Six questions for any number."""
    scope = by.scope(Permission.VIEW_PEOPLE)
    held = (
        all_postings().held_on(on).in_scope(scope).filter(person__merged_into=None, person__withdrawn_at=None)
    )
    rows = list(held.select_related("person").order_by("person__sort_key", "pk")[:MOST_COLLEAGUES])
    late = {one.pk: one for one in new_workers(behind(by, course, on=on), course, on=on)}
    found = [
        Colleague(
            name=row.person.name,
            title=row.title,
            url=reverse("people:person", args=[row.person.public_id]),
            **_state(row.person, late.get(row.person_id), on),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: ("problem", "due", "done", "plain").index(one.tone))


def _state(person: Person, late: NewWorker | None, on: date) -> dict[str, str]:
    if late is not None:
        detail = _("已学%(done)s节，共%(lessons)s节") % {"done": late.done, "lessons": late.lessons}
        if late.due_on is not None:
            facts = {"lessons": detail, "month": late.due_on.month, "day": late.due_on.day}
            detail = _("%(lessons)s，应于%(month)s月%(day)s日前完成") % facts
        if late.is_paused:
            return {"state": _("暂停"), "tone": "plain", "detail": detail}
        if late.is_overdue:
            return {"state": _("已超期"), "tone": "problem", "detail": detail}
        return {"state": _("学习中") if late.done else _("未开始"), "tone": "due", "detail": detail}
    if pre_service.is_owed(person.hired_on, on=on):
        return {"state": _("已完成"), "tone": "done", "detail": ""}
    return {"state": "", "tone": "plain", "detail": ""}
