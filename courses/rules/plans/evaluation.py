"""What of a plan is met, open, or cannot be met yet; what is missing and by when. Pure functions over plain facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

from core.sentences import NOTHING, Sentence, full_date, say
from courses.plan_words import SETTLED, NodeState, PlanState, RequirementKind
from courses.rules.plans.definition import Definition, Requirement
from courses.rules.plans.periods import Span, due_on, pause_on


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """Minutes of one session or lesson: `kind` of the class or course, `source` is the kind of the ledger's line."""

    day: date
    kind: str
    source: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ClassTaken:
    """A class somebody was in: the share of its sessions that is credited, in percent.

    Until the class `is_over` the sessions to come may be missing: the share is not the last word.
    """

    day: date
    kind: str
    percent: int
    is_over: bool = True


@dataclass(frozen=True, slots=True)
class Marked:
    """A test handed in, in percent of its full marks."""

    day: date
    percent: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """Evidence that counts instead: `minutes` of it, or the whole requirement. `last_day`: until when it is valid."""

    plan: str
    key: str
    day: date
    minutes: int | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Waived:
    """A requirement, or with an empty key the whole plan, that is not asked of somebody; with days only between them."""

    plan: str
    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class Answer:
    """What a registered kind knows: met on a day, or what is missing in words and where to do something about it."""

    met_on: date | None = None
    missing: Sentence = NOTHING
    url: str = ""
    done: int = 0
    needed: int = 0


@dataclass(frozen=True)
class Facts:
    """Everything about one person that evaluation needs. `answers` by registered kind and key of the requirement."""

    hired_on: date | None = None
    courses: Mapping[str, date] = field(default_factory=dict)
    minutes: Sequence[MinutesLine] = ()
    classes: Sequence[ClassTaken] = ()
    tests: Mapping[str, Sequence[Marked]] = field(default_factory=dict)
    accepted: Sequence[Accepted] = ()
    waived: Sequence[Waived] = ()
    pauses: Sequence[Span] = ()
    answers: Mapping[tuple[str, str], Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """What exists that day at all, the same for everybody: courses and tests that are open, kinds that are known."""

    courses: frozenset[str] = frozenset()
    tests: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    xueshi_minutes: int = 45


@dataclass(frozen=True)
class Node:
    """One requirement of one person. `done` and `needed` are minutes, percent, or a number of parts.

    `met_on` of what is waived is the day since when it is not asked.
    """

    requirement: Requirement
    state: NodeState
    met_on: date | None = None
    done: int = 0
    needed: int = 1
    missing: Sentence = NOTHING
    due_on: date | None = None
    children: tuple[Node, ...] = ()
    url: str = ""

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def left(self) -> int:
        return max(self.needed - self.done, 0)


@dataclass(frozen=True)
class Evaluation:
    """A person in one period of a plan."""

    state: PlanState
    nodes: tuple[Node, ...]
    due_on: date | None
    met_on: date | None
    days_over: int = 0
    paused: Span | None = None

    @property
    def settled(self) -> int:
        return sum(node.is_settled for node in self.nodes)

    @property
    def is_waived(self) -> bool:
        """Nothing was done and nothing is asked."""
        return all(node.state is NodeState.WAIVED for node in self.nodes)


def evaluate(
    definition: Definition, facts: Facts, *, code: str, period: Span, offer: Offer, on: date
) -> Evaluation:
    """Where somebody stands in the period that day. `code`: the plan's, which waivers and evidence name."""
    plan_due = due_on(definition.due, period, hired_on=facts.hired_on, pauses=facts.pauses)
    judge = _Judge(facts, code, period, offer, on, plan_due, counts_all=definition.recurrence is None)
    nodes = tuple(judge.node(requirement) for requirement in definition.requirements)
    # What cannot be met yet has days too, but nobody is late for it.
    open_days = [node.due_on for node in nodes if node.state is NodeState.OPEN and node.due_on is not None]
    nearest = min(open_days, default=plan_due)
    paused = pause_on(facts.pauses, on)
    state = _state(nodes, due=nearest, is_paused=paused is not None, on=on)
    is_over = state is PlanState.OVERDUE and nearest is not None
    return Evaluation(
        state=state,
        nodes=nodes,
        due_on=nearest,
        met_on=_latest(nodes) if state is PlanState.DONE else None,
        days_over=(on - nearest).days if is_over and nearest else 0,
        paused=paused,
    )


def _state(nodes: Sequence[Node], *, due: date | None, is_paused: bool, on: date) -> PlanState:
    """A pause comes before a day that is over; what nobody can meet yet makes nobody late."""
    if all(node.is_settled for node in nodes):
        return PlanState.DONE
    if is_paused:
        return PlanState.PAUSED
    if not any(node.state is NodeState.OPEN for node in nodes):
        return PlanState.BLOCKED
    return PlanState.OVERDUE if due is not None and due < on else PlanState.OPEN


def _latest(nodes: Iterable[Node]) -> date | None:
    return max((node.met_on for node in nodes if node.met_on is not None), default=None)


@dataclass(frozen=True)
class _Judge:
    """One evaluation under way. Facts count within the period; where a plan is asked once, whenever they happened."""

    facts: Facts
    code: str
    period: Span
    offer: Offer
    on: date
    plan_due: date | None
    counts_all: bool

    def node(self, requirement: Requirement) -> Node:
        found = self._judged(requirement)
        due = self.plan_due
        if requirement.due is not None:
            due = due_on(requirement.due, self.period, hired_on=self.facts.hired_on, pauses=self.facts.pauses)
        found = _with(found, due_on=due)
        if found.is_settled:
            return found
        accepted = self._accepted(requirement)
        whole = [one.day for one in accepted if one.minutes is None]
        if whole:
            return _with(found, state=NodeState.MET, met_on=min(whole), missing=NOTHING)
        waived = [
            one.span.first_day for one in self._waivers(requirement) if one.span.holds(self._reference())
        ]
        if waived:
            # A day that stays the same every night: since when it is not asked in this period.
            since = max(min(waived), self.period.first_day)
            return _with(found, state=NodeState.WAIVED, met_on=since, missing=NOTHING)
        return found

    def _reference(self) -> date:
        """The day a waiver must hold: today, or the last day of a period that is over."""
        last = self.period.last_day
        return min(self.on, last) if last is not None else self.on

    def _waivers(self, requirement: Requirement) -> list[Waived]:
        return [
            one for one in self.facts.waived if one.plan == self.code and one.key in ("", requirement.key)
        ]

    def _accepted(self, requirement: Requirement) -> list[Accepted]:
        days = timedelta(days=requirement.valid_days) if requirement.valid_days else None
        return [
            one
            for one in self.facts.accepted
            if one.plan == self.code and one.key == requirement.key and self._counts(one.day)
            if (one.last_day is None or one.last_day >= self._reference())
            and (days is None or one.day + days >= self._reference())
        ]

    def _counts(self, day: date) -> bool:
        return day <= self.on and (self.counts_all or self.period.holds(day))

    def _judged(self, requirement: Requirement) -> Node:
        match requirement.kind:
            case RequirementKind.N_OF:
                return self._n_of(requirement)
            case RequirementKind.COURSE:
                return self._course(requirement)
            case RequirementKind.MINUTES:
                return self._minutes(requirement)
            case RequirementKind.CLASS:
                return self._class(requirement)
            case RequirementKind.TEST:
                return self._test(requirement)
            case _:
                return self._evidence(requirement)

    def _n_of(self, requirement: Requirement) -> Node:
        nodes = tuple(self.node(child) for child in requirement.children)
        settled = sorted((node for node in nodes if node.is_settled), key=lambda one: one.met_on or date.min)
        is_met = len(settled) >= requirement.n
        can_go_on = any(node.state is NodeState.OPEN for node in nodes)
        return Node(
            requirement=requirement,
            state=NodeState.MET if is_met else NodeState.OPEN if can_go_on else NodeState.BLOCKED,
            met_on=settled[requirement.n - 1].met_on if is_met else None,
            done=min(len(settled), requirement.n),
            needed=requirement.n,
            missing=NOTHING if is_met else say("还差%(left)s项", left=requirement.n - len(settled)),
            children=nodes,
        )

    def _course(self, requirement: Requirement) -> Node:
        day = self.facts.courses.get(requirement.course)
        if day is not None and self._counts(day):
            return Node(requirement, NodeState.MET, met_on=day, done=1)
        if requirement.course not in self.offer.courses:
            return _blocked(requirement, say("课程还没有发布"))
        return Node(requirement, NodeState.OPEN, missing=say("还没有学完"))

    def _minutes(self, requirement: Requirement) -> Node:
        assert requirement.amount is not None  # noqa: S101  (parse refuses it)
        needed = requirement.amount.minutes(xueshi_minutes=self.offer.xueshi_minutes)
        lines = [
            (line.day, line.minutes)
            for line in self.facts.minutes
            if self._counts(line.day)
            and (not requirement.class_kinds or line.kind in requirement.class_kinds)
            and (not requirement.sources or line.source in requirement.sources)
        ]
        instead = [(one.day, one.minutes) for one in self._accepted(requirement) if one.minutes]
        done, met_on = 0, None
        for day, minutes in sorted(chain(lines, instead)):
            done += minutes
            met_on = (met_on or day) if done >= needed else None
        if met_on is not None:
            return Node(requirement, NodeState.MET, met_on=met_on, done=done, needed=needed)
        missing = self._amount_left(requirement, needed - done)
        return Node(requirement, NodeState.OPEN, done=done, needed=needed, missing=missing)

    def _amount_left(self, requirement: Requirement, minutes: int) -> Sentence:
        """In the unit of the document first, rounded up: what is left to do; the other unit beside it."""
        xueshi = -(-minutes // self.offer.xueshi_minutes)
        hours = f"{minutes / 60:.1f}"
        if requirement.amount is not None and requirement.amount.unit == "xueshi":
            return say("还差%(xueshi)s学时（%(hours)s小时）", xueshi=xueshi, hours=hours)
        return say("还差%(hours)s小时（%(xueshi)s学时）", xueshi=xueshi, hours=hours)

    def _class(self, requirement: Requirement) -> Node:
        taken = [
            one for one in self.facts.classes if one.kind in requirement.class_kinds and self._counts(one.day)
        ]
        enough = [one for one in taken if one.percent >= requirement.percent]
        passed = [one.day for one in enough if one.is_over]
        best = max((one.percent for one in taken), default=0)
        if passed:
            return Node(requirement, NodeState.MET, met_on=min(passed), done=best, needed=requirement.percent)
        missing = say("还没有参加")
        if enough:
            missing = say("现在到课%(best)s%%，结班以后才算", best=best)
        elif best:
            missing = say("到课%(best)s%%，要求%(needed)s%%", best=best, needed=requirement.percent)
        return Node(requirement, NodeState.OPEN, done=best, needed=requirement.percent, missing=missing)

    def _test(self, requirement: Requirement) -> Node:
        tried = [one for one in self.facts.tests.get(requirement.test, ()) if self._counts(one.day)]
        passed = [one.day for one in tried if one.percent >= requirement.percent]
        best = max((one.percent for one in tried), default=0)
        if passed:
            return Node(requirement, NodeState.MET, met_on=min(passed), done=best, needed=requirement.percent)
        if requirement.test not in self.offer.tests:
            return _blocked(requirement, say("测验还没有开放"))
        missing = say("还没有参加测验")
        if tried:
            missing = say("最好成绩%(best)s分，要求%(needed)s分", best=best, needed=requirement.percent)
        return Node(requirement, NodeState.OPEN, done=best, needed=requirement.percent, missing=missing)

    def _evidence(self, requirement: Requirement) -> Node:
        if requirement.source:
            return self._registered(requirement)
        lapsed = [
            one.day
            for one in self.facts.accepted
            if one.plan == self.code and one.key == requirement.key and self._counts(one.day)
        ]
        missing = say("还没有登记材料")
        if lapsed:
            missing = say("登记的材料已过有效期，材料日期%(day)s", day=full_date(max(lapsed)))
        return Node(requirement, NodeState.OPEN, missing=missing)

    def _registered(self, requirement: Requirement) -> Node:
        if requirement.source not in self.offer.kinds:
            return _blocked(requirement, NOTHING)
        answer = self.facts.answers.get((requirement.source, requirement.key), Answer())
        facts = {"done": answer.done, "needed": answer.needed or 1, "url": answer.url}
        if answer.met_on is not None:
            return Node(requirement, NodeState.MET, met_on=answer.met_on, **facts)  # type: ignore[arg-type]
        missing = answer.missing or say("还没有满足")
        return Node(requirement, NodeState.OPEN, missing=missing, **facts)  # type: ignore[arg-type]


def _blocked(requirement: Requirement, otherwise: Sentence) -> Node:
    return Node(
        requirement,
        NodeState.BLOCKED,
        missing=Sentence(requirement.until) if requirement.until else otherwise,
    )


def _with(node: Node, **changes: object) -> Node:
    names = ("requirement", "state", "met_on", "done", "needed", "missing", "due_on", "children", "url")
    return Node(**({name: getattr(node, name) for name in names} | changes))
