"""岗前培训完成表: who was hired within the year, until when the training was due, and how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import clock
from courses import plan_judging, pre_service
from courses.lesson_querysets import all_completions
from courses.plan_querysets import all_plan_periods
from courses.plan_words import PlanState
from courses.rules.plans.evaluation import Evaluation
from people.models import Posting
from people.querysets import all_people, all_postings
from reporting.querysets.official.asked import Question, day_text
from reporting.querysets.official.by_unit import by_unit
from reporting.querysets.official.classes import post_label, split_note
from reporting.querysets.places import gazetteer
from reporting.rules.completion import DEFINITIONS
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Row, Table, Value, numbered, row
from reporting.rules.official.standing import Standing
from reporting.rules.places import Gazetteer
from reporting.rules.quantities import People, Share
from reporting.rules.table_rows import TOTAL_LABEL

_OF_PLAN = {
    PlanState.DONE: Standing.WAIVED,  # done without the course: somebody decided so
    PlanState.PAUSED: Standing.PAUSED,
    PlanState.OVERDUE: Standing.OVERDUE,
}
_BEHIND = {Standing.OPEN, Standing.OVERDUE}


@dataclass(frozen=True)
class _Line:
    """A new worker with where they stand."""

    post: Posting
    due_on: date | None
    finished_on: date | None
    standing: Standing


def compute(question: Question) -> Computed:
    """The names only for whoever may see those people; the numbers for whoever may see figures."""
    lines = _lines(question)
    places, people = question.form.table("places"), question.form.table("people")
    visible = set(
        all_people().visible_to(question.by, on=clock.date_of(question.at))
        .filter(pk__in=[line.post.person_id for line in lines]).values_list("pk", flat=True)
    )  # fmt: skip
    named = [line for line in lines if line.post.person_id in visible]
    parts = [Part(places, places.caption, _summary(places, lines, gazetteer(question.scope)))]
    if named:
        parts.append(Part(people, people.caption, numbered(people, (_person(line) for line in named))))
    notes = (split_note(line.post for line in lines), *DEFINITIONS)
    behind = tuple(
        (line.post.organisation.name, line.post.person.name) for line in named if line.standing in _BEHIND
    )
    return Computed(
        question.form, question.title, question.facts(), tuple(parts), question.at, notes, behind=behind
    )


def standings(question: Question) -> Counter[Standing]:
    """How many of the scope's new workers stand where."""
    return Counter(line.standing for line in _lines(question))


def _lines(question: Question) -> list[_Line]:
    on = question.closing_day
    held = pre_service.postings_of_new_workers(all_postings().in_scope(question.scope), on=on)
    if question.post is not None:
        held = held.filter(post_kind=question.post)
    posts = list(
        held.select_related("person", "organisation").order_by(
            "person__hired_on", "organisation__name", "person__sort_key", "pk"
        )
    )
    ids = [post.person_id for post in posts]
    finished, plans = _finished(ids), _plans(ids, on)
    return [_line(post, finished.get(post.person_id), plans.get(post.person_id)) for post in posts]


def _line(post: Posting, finished_on: date | None, plan: Evaluation | None) -> _Line:
    due_on = plan.due_on if plan else None
    if finished_on is not None:
        return _Line(post, due_on, finished_on, Standing.DONE)
    standing = _OF_PLAN.get(plan.state, Standing.OPEN) if plan else Standing.OPEN
    return _Line(post, due_on, None, standing)


def _finished(ids: list[int]) -> dict[int, date]:
    """The day on which each finished the course, those merged into them included."""
    course = pre_service.pre_service_course()
    if course is None:
        return {}
    found: dict[int, date] = {}
    rows = all_completions().filter(course=course.course_id).select_related("person").order_by("finished_at")
    for one in rows.filter(person__in=ids) | rows.filter(person__merged_into__in=ids):
        whose = one.person.merged_into_id or one.person_id
        found.setdefault(whose, clock.date_of(one.finished_at))
    return found


def _plans(ids: list[int], on: date) -> dict[int, Evaluation]:
    periods = all_plan_periods().asked().current(on).of_people(ids)
    lines = plan_judging.judge(periods.filter(plan__code=pre_service.SLUG), on=on)
    return {line.person_id: line.evaluation for line in lines}


def _summary(table: Table, lines: list[_Line], places: Gazetteer) -> tuple[Row, ...]:
    """By unit in the order of area codes, and the whole."""
    units = by_unit(lines, lambda line: line.post.organisation_id, places)
    found = [row(table, _counts(name, held, opens)) for name, opens, held in units]
    return (*found, row(table, _counts(TOTAL_LABEL, lines), is_total=True))


def _counts(label: str, lines: Sequence[_Line], opens: Opens | None = None) -> dict[str, Value | Plain]:
    counted = Counter(line.standing for line in lines)
    return {
        "place": label,
        "required": Value(len(lines), opens),
        **{
            standing.value: Value(counted[standing], opens if counted[standing] else None)
            for standing in Standing
        },
        "rate": Share(People(counted[Standing.DONE]), People(len(lines))).shown(),
    }


def _person(line: _Line) -> dict[str, Value | Plain]:
    person = line.post.person
    return {
        "name": Value(person.name, Opens.of("person", public_id=str(person.public_id))),
        "organisation": line.post.organisation.name,
        "post": post_label(line.post),
        "hired": day_text(person.hired_on),
        "due": day_text(line.due_on),
        "finished": day_text(line.finished_on),
        "state": line.standing.label,
    }
