"""A plan as a file states it (shape 1), read into plain data. A wrong file is refused with the place of the fault.

Numbers may name a rule row (`{"rule": "preservice.days_after_hire"}`): `rule_keys` says which, `resolved` puts them in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from courses.plan_words import RequirementKind

SHAPE = 1
UNITS = {"xueshi", "hours", "minutes"}
DEEPEST = 4


class DefinitionWrong(ValueError):
    """Says where in the definition something is wrong, and what."""

    def __init__(self, place: str, fault: str) -> None:
        super().__init__(f"{place}: {fault}")


@dataclass(frozen=True)
class Audience:
    """For whom a plan is. Empty sets ask nothing; `titles` are words that stand in the title of the post."""

    post_kinds: frozenset[str] = frozenset()
    organisation_kinds: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()  # public ids: there and below
    lines: frozenset[str] = frozenset()
    qualifications: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()
    min_grade: int | None = None
    max_grade: int | None = None
    hired_within_days: int | None = None


@dataclass(frozen=True)
class Due:
    """The last day: so many days after hire or after the beginning of the period, its end, or a day of the calendar."""

    days_after_hire: int | None = None
    days_after_start: int | None = None
    at_period_end: bool = False
    on: date | None = None


@dataclass(frozen=True)
class Recurrence:
    """Every so many years, by calendar years or by the day of hire. `first_full` leaves out the year of hire."""

    every_years: int
    by_hire: bool = False
    first_full: bool = False


@dataclass(frozen=True)
class Amount:
    """So much training, as the document states it."""

    number: int
    unit: str

    def minutes(self, *, xueshi_minutes: int) -> int:
        """`xueshi_minutes`: rule row `xueshi.minutes`."""
        return self.number * {"xueshi": xueshi_minutes, "hours": 60, "minutes": 1}[self.unit]


@dataclass(frozen=True)
class Requirement:
    """One node of the tree. Which fields mean something depends on `kind`.

    `source` is the registered name of a higher app's kind; `until` says why it can't be met where nobody registered it.
    `ask` names whom to ask.
    """

    key: str
    kind: RequirementKind
    title: str
    n: int = 0
    children: tuple[Requirement, ...] = ()
    course: str = ""
    amount: Amount | None = None
    class_kinds: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    test: str = ""
    percent: int = 0
    source: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    valid_days: int | None = None
    until: str = ""
    ask: str = ""
    due: Due | None = None

    def walk(self) -> Iterator[Requirement]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Definition:
    """Audience, days and requirements of one version of a plan."""

    audience: Audience
    requirements: tuple[Requirement, ...]
    due: Due | None = None
    recurrence: Recurrence | None = None

    def walk(self) -> Iterator[Requirement]:
        for requirement in self.requirements:
            yield from requirement.walk()


def rule_keys(data: Any) -> set[str]:
    """The rule rows that the numbers of a definition name."""
    if isinstance(data, Mapping):
        if set(data) == {"rule"}:
            return {str(data["rule"])}
        return {key for value in data.values() for key in rule_keys(value)}
    if isinstance(data, list | tuple):
        return {key for value in data for key in rule_keys(value)}
    return set()


def resolved(data: Any, rules: Mapping[str, Any]) -> Any:
    """The definition with the values of its rule rows. Raises KeyError for a row that is not there."""
    if isinstance(data, Mapping):
        if set(data) == {"rule"}:
            return rules[data["rule"]]
        return {key: resolved(value, rules) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [resolved(value, rules) for value in data]
    return data


def parse(data: Mapping[str, Any]) -> Definition:
    """Of resolved data. Raises DefinitionWrong."""
    _known(data, {"shape", "audience", "due", "recurrence", "requirements"}, "definition")
    if data.get("shape") != SHAPE:
        raise DefinitionWrong("shape", f"is {data.get('shape')!r}, not {SHAPE}")
    rows = data.get("requirements") or []
    if not rows:
        raise DefinitionWrong("requirements", "are none")
    requirements = tuple(_requirement(row, f"requirements[{place}]", 1) for place, row in enumerate(rows))
    keys = [one.key for requirement in requirements for one in requirement.walk()]
    if len(keys) != len(set(keys)):
        raise DefinitionWrong("requirements", "a key stands twice")
    return Definition(
        audience=_audience(data.get("audience") or {}),
        requirements=requirements,
        due=_due(data.get("due"), "due"),
        recurrence=_recurrence(data.get("recurrence")),
    )


def _audience(data: Mapping[str, Any]) -> Audience:
    sets = {"post_kinds", "organisation_kinds", "organisations", "lines", "qualifications", "roles"}
    numbers = {"min_grade", "max_grade", "hired_within_days"}
    _known(data, sets | numbers | {"titles"}, "audience")
    given: dict[str, Any] = {name: frozenset(map(str, data.get(name) or ())) for name in sets}
    for name in numbers & set(data):
        given[name] = _number(data[name], f"audience.{name}")
    return Audience(titles=tuple(data.get("titles") or ()), **given)


def _due(data: Mapping[str, Any] | None, place: str) -> Due | None:
    if not data:
        return None
    if len(data) != 1:
        raise DefinitionWrong(place, "names one way to find the day")
    (name, value), *_rest = data.items()
    match name:
        case "days_after_hire":
            return Due(days_after_hire=_number(value, place))
        case "days_after_start":
            return Due(days_after_start=_number(value, place))
        case "period_end" if value is True:
            return Due(at_period_end=True)
        case "on":
            return Due(on=_day(value, place))
    raise DefinitionWrong(place, f"knows no {name!r}")


def _recurrence(data: Mapping[str, Any] | None) -> Recurrence | None:
    if not data:
        return None
    _known(data, {"every_years", "from", "first_full"}, "recurrence")
    if data.get("from") not in {"calendar", "hire"}:
        raise DefinitionWrong("recurrence.from", "is calendar or hire")
    years = _number(data.get("every_years"), "recurrence.every_years", least=1)
    return Recurrence(years, by_hire=data["from"] == "hire", first_full=bool(data.get("first_full")))


_FIELDS = {
    RequirementKind.N_OF: {"n", "of"},
    RequirementKind.COURSE: {"course", "until"},
    RequirementKind.MINUTES: {"amount", "class_kinds", "sources"},
    RequirementKind.CLASS: {"class_kinds", "percent"},
    RequirementKind.TEST: {"test", "percent", "until"},
    RequirementKind.EVIDENCE: {"source", "params", "valid_days", "until"},
}


def _requirement(data: Mapping[str, Any], place: str, depth: int) -> Requirement:
    try:
        kind = RequirementKind(data["kind"])
        key, title = str(data["key"]), str(data["title"])
    except (KeyError, ValueError) as error:
        raise DefinitionWrong(place, f"needs a key, a title and a known kind ({error})") from error
    if depth > DEEPEST:
        raise DefinitionWrong(place, f"stands deeper than {DEEPEST}")
    _known(data, {"key", "kind", "title", "ask", "due"} | _FIELDS[kind], place)
    children = tuple(
        _requirement(row, f"{place}.of[{number}]", depth + 1)
        for number, row in enumerate(data.get("of") or ())
    )
    found = Requirement(
        key=key, kind=kind, title=title, children=children,
        n=_number(data.get("n", len(children)), f"{place}.n"),
        course=str(data.get("course", "")),
        amount=_amount(data["amount"], place) if "amount" in data else None,
        class_kinds=frozenset(data.get("class_kinds") or ()), sources=frozenset(data.get("sources") or ()),
        test=str(data.get("test", "")), percent=_number(data.get("percent", 0), f"{place}.percent"),
        source=str(data.get("source", "")), params=dict(data.get("params") or {}),
        valid_days=_number(data["valid_days"], place, least=1) if data.get("valid_days") else None,
        until=str(data.get("until", "")), ask=str(data.get("ask", "")), due=_due(data.get("due"), f"{place}.due"),
    )  # fmt: skip
    _complete(found, place)
    return found


def _complete(found: Requirement, place: str) -> None:
    faults = {
        RequirementKind.N_OF: not 1 <= found.n <= len(found.children),
        RequirementKind.COURSE: not found.course,
        RequirementKind.MINUTES: found.amount is None,
        RequirementKind.CLASS: not found.class_kinds or not 1 <= found.percent <= 100,
        RequirementKind.TEST: not found.test or not 1 <= found.percent <= 100,
        RequirementKind.EVIDENCE: bool(found.source) and not found.until,
    }
    if faults[found.kind]:
        raise DefinitionWrong(place, f"says too little for the kind {found.kind.value}")


def _amount(data: Mapping[str, Any], place: str) -> Amount:
    if len(data) != 1 or not set(data) <= UNITS:
        raise DefinitionWrong(f"{place}.amount", "is one number of xueshi, hours or minutes")
    ((unit, number),) = data.items()
    return Amount(_number(number, f"{place}.amount", least=1), unit)


def _number(value: Any, place: str, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise DefinitionWrong(place, f"{value!r} is no whole number from {least} on")
    return value


def _day(value: Any, place: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise DefinitionWrong(place, f"{value!r} is no day") from error


def _known(data: Mapping[str, Any], names: set[str], place: str) -> None:
    if strange := set(data) - names:
        raise DefinitionWrong(place, f"knows no {sorted(strange)}")
