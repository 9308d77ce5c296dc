"""Plans as pages show them: one person's with the nearest way to what is missing, and the table of many people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from assessment.paper_querysets import all_paper_versions
from core.sentences import NOTHING, Sentence, full_date, say
from courses import overview, plan_judging
from courses.models import TrainingClass, TrainingPlan
from courses.overview import CourseLine, LessonLine
from courses.plan_judging import PlanLine
from courses.plan_querysets import all_plan_periods
from courses.plan_words import NodeState, PlanState, RequirementKind
from courses.querysets import all_classes
from courses.rules.plans.definition import Requirement
from courses.rules.plans.evaluation import Evaluation, Node
from courses.words import ClassState
from hours.words import HourKind
from organisations.authority import Authority
from organisations.scope import Scope
from people.models import Person
from people.querysets import all_people, all_postings

MOST_WAYS = 2
NODE_TONES = {
    NodeState.MET: "done",
    NodeState.WAIVED: "done",
    NodeState.OPEN: "due",
    NodeState.BLOCKED: "plain",
}
PLAN_TONES = {
    PlanState.DONE: "done", PlanState.OPEN: "due", PlanState.PAUSED: "plain", PlanState.OVERDUE: "problem",
    PlanState.BLOCKED: "plain",
}  # fmt: skip
# Whoever is late first, then whoever still has time; what is done last.
ORDER = (PlanState.OVERDUE, PlanState.OPEN, PlanState.BLOCKED, PlanState.PAUSED, PlanState.DONE)


@dataclass(frozen=True)
class Way:
    """Something that can be done now; without a url it is whom to ask."""

    text: str
    url: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Branch:
    """One requirement on a page: its state in words, and the ways that lead on."""

    key: str
    title: Sentence
    state: NodeState
    tone: str
    missing: Sentence
    met_on: date | None
    due_on: date | None
    ways: tuple[Way, ...] = ()
    children: tuple[Branch, ...] = ()
    progress: Sentence = NOTHING


@dataclass(frozen=True)
class Card:
    """A person's period of a plan."""

    plan: TrainingPlan
    title: Sentence
    purpose: Sentence
    evaluation: Evaluation
    tone: str
    is_verified: bool
    first_day: date
    last_day: date | None
    branches: tuple[Branch, ...]

    @property
    def is_done(self) -> bool:
        return self.evaluation.state is PlanState.DONE


@dataclass(frozen=True)
class Past:
    """A period that is over, as it was found last."""

    title: Sentence
    first_day: date
    last_day: date
    met_on: date | None


def cards_of(person: Person, by: Authority, *, on: date, ways: bool = True) -> list[Card]:
    """The periods that run, the most urgent first; a fixed number of questions."""
    periods = all_plan_periods().asked().current(on).of_people([person.pk])
    lines = plan_judging.judge(periods, on=on)
    guide = Guide.of(person, by, lines, on=on) if ways and lines else None
    return sorted((_card(line, guide) for line in lines), key=_urgency)


def cards_from(lines: Iterable[PlanLine]) -> list[Card]:
    """Without ways, of lines that were judged already."""
    return sorted((_card(line, None) for line in lines), key=_urgency)


def past_of(person: Person, *, on: date) -> list[Past]:
    """The latest first; of those that were not met only such as were asked to their last day."""
    over = all_plan_periods().over(on).asked_to_the_end()
    rows = over.of_people([person.pk]).select_related("plan").order_by("-first_day", "pk")
    return [
        Past(Sentence(row.plan.title), row.first_day, row.last_day, row.met_on)
        for row in rows
        if row.last_day is not None
    ]


def _urgency(card: Card) -> tuple[int, date, str]:
    return ORDER.index(card.evaluation.state), card.evaluation.due_on or date.max, card.plan.code


def _card(line: PlanLine, guide: Guide | None) -> Card:
    return Card(
        plan=line.plan,
        title=Sentence(line.plan.title),
        purpose=Sentence(line.plan.purpose),
        evaluation=line.evaluation,
        tone=PLAN_TONES[line.evaluation.state],
        is_verified=line.is_verified,
        first_day=line.span.first_day,
        last_day=line.span.last_day,
        branches=tuple(_branch(node, guide) for node in line.evaluation.nodes),
    )


def _branch(node: Node, guide: Guide | None) -> Branch:
    return Branch(
        key=node.requirement.key,
        title=Sentence(node.requirement.title),
        state=node.state,
        tone=NODE_TONES[node.state],
        missing=node.missing,
        met_on=node.met_on,
        due_on=node.due_on,
        ways=tuple(guide.ways(node)) if guide is not None and node.state is NodeState.OPEN else (),
        children=tuple(_branch(child, guide) for child in node.children),
        progress=progress_of(node),
    )


def progress_of(node: Node) -> Sentence:
    """How far, in hours and in what the plan asks: both units stand beside each other."""
    if node.requirement.kind is RequirementKind.MINUTES:
        return say("已有%(done)s小时，要求%(needed)s小时", done=_hours(node.done), needed=_hours(node.needed))
    if node.requirement.kind is RequirementKind.N_OF:
        return say("已完成%(done)s项，要求%(needed)s项", done=node.done, needed=node.needed)
    return NOTHING


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}"


def courses_asked(lines: Iterable[PlanLine]) -> set[str]:
    """The codes of the courses that plans name."""
    return {one.course for one in _requirements(lines) if one.course}


def _requirements(lines: Iterable[PlanLine]) -> Iterator[Requirement]:
    nodes = [node for line in lines for node in line.evaluation.nodes]
    while nodes:
        node = nodes.pop()
        nodes += node.children
        yield node.requirement


class Guide:
    """Knows what a person could do next: unfinished courses, and classes that are open for enrolment."""

    def __init__(self, courses: Mapping[str, CourseLine], classes: Sequence[TrainingClass]):
        self.courses, self.classes = courses, classes

    @classmethod
    def of(cls, person: Person, by: Authority, lines: Sequence[PlanLine], *, on: date) -> Guide:
        """The nearest class first. A class in which the person has a place is a way too.

        Read are the courses that the plans name, those that were begun, and the first of each kind.
        """
        asking = {one.test.partition("/")[0] for one in _requirements(lines) if one.test}
        courses = overview.courses_near(person, courses_asked(lines) | asking, others=1, each_kind=True)
        classes = all_classes().visible_to(by, on=on).with_enrolment_of(person.pk).filter(starts_on__gte=on)
        return cls(
            {line.code: line for line in courses},
            list(classes.filter(state=ClassState.OPEN).order_by("starts_on", "code")[:50]),
        )

    def ways(self, node: Node) -> Iterator[Way]:
        """The nearest ways, and whom to ask where there is none."""
        found = list(self._found(node.requirement))[:MOST_WAYS]
        yield from found
        if not found and node.requirement.ask:
            yield Way(Sentence(node.requirement.ask))

    def _found(self, requirement: Requirement) -> Iterator[Way]:
        match requirement.kind:
            case RequirementKind.COURSE:
                yield from self._lesson_of(self.courses.get(requirement.course))
            case RequirementKind.MINUTES:
                if not requirement.sources or HourKind.LESSON in requirement.sources:
                    yield from self._courses(requirement.class_kinds)
                if not requirement.sources or HourKind.TRAINING in requirement.sources:
                    yield from self._classes(requirement.class_kinds)
            case RequirementKind.CLASS:
                yield from self._classes(requirement.class_kinds)
            case RequirementKind.TEST:
                yield from self._test(requirement.test)

    def _courses(self, kinds: frozenset[str]) -> Iterator[Way]:
        """The one that was begun first of all, one course at most: the class beside it shall be seen too."""
        open_ones = [
            line for line in self.courses.values()
            if line.next_lesson is not None and (not kinds or line.kind in kinds)
        ]  # fmt: skip
        begun = [line for line in open_ones if any(one.opened_at for one in line.lessons)]
        for line in (begun or open_ones)[:1]:
            yield from self._lesson_of(line)

    def _lesson_of(self, line: CourseLine | None) -> Iterator[Way]:
        lesson = line.next_lesson if line else None
        if line is None or lesson is None:
            return
        left = sum(one.minutes for one in line.lessons if not one.is_finished)
        hint = say("《%(course)s》还有%(hours)s小时", course=line.title, hours=_hours(left))
        yield Way(say("去学“%(lesson)s”", lesson=lesson.title), _address(lesson), hint)

    def _classes(self, kinds: frozenset[str]) -> Iterator[Way]:
        for one in self.classes:
            if kinds and one.kind not in kinds:
                continue
            is_enrolled = getattr(one, "is_enrolled", False)
            if not is_enrolled and one.seats_left == 0:
                continue
            hint = say("%(day)s开班", day=full_date(one.starts_on))
            text = (
                say("已报名“%(name)s”", name=one.name)
                if is_enrolled
                else say("报名“%(name)s”", name=one.name)
            )
            yield Way(text, reverse("courses:class_detail", args=[one.public_id]), hint)

    def _test(self, code: str) -> Iterator[Way]:
        """The paper of that code where it is open (one question), else the lesson of the course that asks it."""
        papers = all_paper_versions().open_to_everybody().filter(paper__code=code).select_related("paper")
        for version in papers:
            url = reverse("papers:sit", args=[version.paper.public_id])
            yield Way(say("参加“%(name)s”", name=version.title), url)
            return
        for line in self.courses.values():
            for lesson in line.lessons:
                if code.startswith(f"{line.slug}/") and not lesson.is_finished:
                    yield Way(say("去学“%(lesson)s”", lesson=lesson.title), _address(lesson))
                    return


def _address(lesson: LessonLine) -> str:
    return reverse("learning:lesson", args=[lesson.public_id])


# Many people: one plan, people by requirements


@dataclass(frozen=True)
class Row:
    """One person of the table; `cells` in the order of the requirements."""

    person_id: int
    evaluation: Evaluation
    name: str = ""
    url: str = ""
    place: str = ""
    tone: str = "plain"
    cells: tuple[tuple[NodeState, str, Sentence], ...] = ()


@dataclass(frozen=True)
class Table:
    """Everybody counted, the rows in order of urgency. `heads` are the requirements of the version most are judged by."""

    plan: TrainingPlan | None
    heads: tuple[Sentence, ...]
    rows: tuple[Row, ...]
    counts: Mapping[PlanState, int]
    is_verified: bool

    def only(self, state: PlanState | None) -> Table:
        rows = tuple(row for row in self.rows if state is None or row.evaluation.state is state)
        return replace(self, rows=rows)


def codes_asked(scope: Scope, *, on: date, below: Scope | None = None) -> list[tuple[str, Sentence, int]]:
    """The plans that run in the scope, of it only `below`, with how many people; one question."""
    from_rows = Counter[tuple[str, str]]()
    rows = (
        _periods(scope, below, on=on)
        .order_by()
        .values_list("plan__code", "plan__title", "assignment__person")
    )
    for code, title, _person in rows.distinct():
        from_rows[code, title] += 1
    return [(code, Sentence(title), count) for (code, title), count in sorted(from_rows.items())]


def table_of(code: str, scope: Scope, *, on: date, below: Scope | None = None) -> Table:
    """Everybody whose primary posting of the day lies in the scope; with `below` only where it lies in that as well.

    A fixed number of questions for any number of people.
    """
    lines = plan_judging.judge(_periods(scope, below, on=on).filter(plan__code=code), on=on)
    plan = Counter(line.plan for line in lines).most_common(1)[0][0] if lines else None
    heads = next((line.evaluation.nodes for line in lines if line.plan == plan), ())
    rows = [Row(line.person_id, line.evaluation, tone=PLAN_TONES[line.evaluation.state]) for line in lines]
    rows.sort(
        key=lambda row: (ORDER.index(row.evaluation.state), row.evaluation.due_on or date.max, row.person_id)
    )
    return Table(
        plan=plan,
        heads=tuple(Sentence(node.requirement.title) for node in heads),
        rows=tuple(rows),
        counts=Counter(row.evaluation.state for row in rows),
        is_verified=all(line.is_verified for line in lines),
    )


def named(rows: Sequence[Row], *, on: date) -> list[Row]:
    """The rows of one page with names, places and cells; one question."""
    people = all_people().filter(pk__in=[row.person_id for row in rows]).order_by()
    held = all_postings().held_on(on).primary().order_by()
    places: dict[int, Any] = {
        posting["person"]: posting["organisation__name"]
        for posting in held.filter(person__in=people).values("person", "organisation__name")
    }
    known = {person.pk: person for person in people.only("name", "public_id")}
    return [
        replace(
            row,
            name=known[row.person_id].name,
            url=reverse("plans:person", args=[known[row.person_id].public_id]),
            place=places.get(row.person_id, ""),
            cells=tuple((node.state, NODE_TONES[node.state], _cell(node)) for node in row.evaluation.nodes),
        )
        for row in rows
        if row.person_id in known
    ]


def _cell(node: Node) -> Sentence:
    if node.state is NodeState.OPEN and node.requirement.kind is RequirementKind.MINUTES:
        return say("还差%(hours)s小时", hours=_hours(node.left))
    if node.requirement.kind is RequirementKind.N_OF and not node.is_settled:
        return say("%(done)s/%(needed)s", done=node.done, needed=node.needed)
    return node.state.label


def _periods(scope: Scope, below: Scope | None, *, on: date) -> Any:
    posted = all_postings().held_on(on).primary().in_scope(scope)
    if below is not None:  # an organisation may reach beyond what the viewer sees
        posted = posted.in_scope(below)
    return (
        all_plan_periods()
        .asked()
        .current(on)
        .filter(assignment__person__in=posted.order_by().values("person"))
    )
