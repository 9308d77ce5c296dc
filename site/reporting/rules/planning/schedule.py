"""Classes of the register: which are new, which change, and by which number sheets mean them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.sentences import NOTHING, Sentence, listed, say
from core.words import Verdict
from courses.words import Audience, ClassKind, DeliveryMode, HalfDay, Tier
from reporting.rules.planning.places import PlacesPlan
from reporting.rules.planning.plan import (
    ClassChange,
    Decisions,
    NewClass,
    NewSession,
    SessionChange,
)
from reporting.rules.planning.standing import (
    ClassKey,
    OrganisationKey,
    SessionKey,
    Standing,
    StandingClass,
)
from reporting.rules.workbooks.cells import Unreadable
from reporting.rules.workbooks.rows import ClassRow, Outcome, ParsedRow, SheetKind

_ROUND_IN_NAME = re.compile(r"第?[0-9一二三四五六七八九十]{1,3}期.*$")
_COLUMNS = {
    "name": "班次名称",
    "report_year": "年度",
    "round_number": "期",
    "starts_on": "开班日期",
    "ends_on": "结班日期",
    "tier": "级",
    "audience": "层",
    "kind": "类",
    "delivery_mode": "方式",
    "filing_number": "备案号",
    "venue": "地点",
    "capacity": "计划人数",
    "provider": "承办",
}


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session that sign-ins can mean."""

    key: SessionKey
    training_class: ClassKey
    held_on: datetime.date
    half_day: HalfDay
    starts_at: datetime.time
    ends_at: datetime.time


@dataclass(slots=True)
class SchedulePlan:
    """Every class and session that sign-ins can mean, and what is to be written."""

    classes: list[NewClass] = field(default_factory=list)
    class_changes: list[ClassChange] = field(default_factory=list)
    sessions: list[NewSession] = field(default_factory=list)
    session_changes: list[SessionChange] = field(default_factory=list)
    names: dict[ClassKey, str] = field(default_factory=dict)
    by_code: dict[str, list[ClassKey]] = field(default_factory=dict)
    doubted: dict[str, int] = field(default_factory=dict)
    known: dict[SessionKey, KnownSession] = field(default_factory=dict)
    on_half_day: dict[tuple[ClassKey, datetime.date, HalfDay], list[SessionKey]] = field(default_factory=dict)
    closed: set[ClassKey] = field(default_factory=set)
    doubted_sessions: dict[tuple[ClassKey, datetime.date, HalfDay], int] = field(default_factory=dict)

    def know_class(self, key: ClassKey, code: str, name: str) -> None:
        """Make a class findable by its number; one that the upload's register names goes before all others."""
        self.names[key] = name
        self.by_code.setdefault(code, []).append(key)

    def know_session(self, session: KnownSession) -> None:
        """Make a session findable by class, day and half day."""
        self.known[session.key] = session
        place = (session.training_class, session.held_on, session.half_day)
        self.on_half_day.setdefault(place, []).append(session.key)

    def class_coded(self, code: str) -> ClassKey | Unreadable:
        """The class with this number, or why there is none that the importer may fill."""
        found = self.by_code.get(code, [])
        if len(found) == 1 and found[0] not in self.closed:
            return found[0]
        if code in self.doubted:
            return Unreadable(
                say("这个班在培训班台账第%(row)s行，那一行有疑问，请先改正", row=self.doubted[code])
            )
        if not found:
            return Unreadable(say("台账里没有这个班次编号，请先在培训班台账里加上这个班，或改正编号"))
        if len(found) > 1:
            return Unreadable(say("有几个主办单位用了这个班次编号，请一并上传培训班台账"))
        return Unreadable(say("这个班已取消或归档，或其主办单位不在您的管理范围，请由主办单位处理"))

    def sessions_on(self, key: ClassKey, day: datetime.date, half: HalfDay | None) -> list[KnownSession]:
        """The sessions of a class on a half day, or with None on the whole day."""
        halves = [half] if half else list(HalfDay)
        found = [session for one in halves for session in self.on_half_day.get((key, day, one), [])]
        return [self.known[session] for session in found]


def programme_name(row: ClassRow) -> str:
    """The series that a class belongs to: what its name says before the round (云浮市2022年度双百工程第1期…)."""
    return _ROUND_IN_NAME.sub("", row.name).strip() or f"{row.year}年度培训"


def plan_classes(
    rows: Sequence[ParsedRow], standing: Standing, places: PlacesPlan, decisions: Decisions
) -> SchedulePlan:
    """Verdicts on all rows of 培训班台账; a class in the register goes before others with its number."""
    plan = SchedulePlan()
    by_organiser = {(one.organiser_id, one.code): one for one in standing.classes}
    for index, row in enumerate(rows):
        if isinstance(row.value, ClassRow):
            _plan_class(index, row.value, by_organiser, places, plan, decisions)
        elif row.verdict is Outcome.DOUBTFUL and row.source.kind is SheetKind.CLASSES and row.clue:
            plan.doubted[row.clue.name] = row.row
    registered = set(plan.by_code) | set(plan.doubted)
    for one in standing.classes:
        if one.code not in registered:
            plan.know_class(one.id, one.code, one.name)
        if one.is_locked or not one.importable:
            plan.closed.add(one.id)
    for session in standing.sessions:
        plan.know_session(
            KnownSession(
                session.id,
                session.class_id,
                session.held_on,
                session.half_day,
                session.starts_at,
                session.ends_at,
            )
        )
    return plan


def _plan_class(
    index: int,
    row: ClassRow,
    by_organiser: Mapping[tuple[int, str], StandingClass],
    places: PlacesPlan,
    plan: SchedulePlan,
    decisions: Decisions,
) -> None:
    organiser = places.directory.named(row.organiser)
    problem = _why_not_organised(row, organiser, places)
    found = by_organiser.get((organiser, row.code)) if isinstance(organiser, int) else None
    refusal = _why_not_changed(row, found) if found and not problem else None
    if found and refusal:
        # The class stands: its sessions and sign-ins don't need this row.
        plan.know_class(found.id, found.code, found.name)
        decisions.doubt(index, *refusal)
        return
    if problem or organiser is None:
        decisions.doubt(index, *(problem or (NOTHING, "主办")))
        plan.doubted[row.code] = decisions.rows[index].row
        return
    provider = places.external(row.provider)
    if found is None:
        plan.classes.append(NewClass(row.code, row, programme_name(row), organiser, provider))
        plan.know_class(row.code, row.code, row.name)
        decisions.decide(index, Verdict.NEW, row.note)
        return
    plan.know_class(found.id, found.code, row.name)
    changed = _changed_class(row, found, provider)
    if changed:
        plan.class_changes.append(ClassChange(found.id, changed))
        decisions.decide(index, Verdict.CHANGED, _what_changes(changed))
    else:
        decisions.decide(index, Verdict.SAME, row.note)


def _what_changes(changed: Iterable[str]) -> Sentence:
    columns = listed(_COLUMNS[name] for name in changed if name in _COLUMNS)
    return say("更新%(columns)s", columns=columns)


def _why_not_organised(
    row: ClassRow, organiser: OrganisationKey | None, places: PlacesPlan
) -> tuple[Sentence, str] | None:
    if organiser is None:
        missing = say("没有找到主办单位“%(name)s”。请先在组织机构表里加上它，或改正名称", name=row.organiser)
        return missing, "主办"
    if not places.directory.places[organiser].importable:
        return say("主办单位不在您的管理范围，请由主办单位或上级主管导入"), "主办"
    return None


def _why_not_changed(row: ClassRow, found: StandingClass) -> tuple[Sentence, str] | None:
    if found.is_locked:
        return say("这个班在系统里已经取消或归档，不能再改"), "班次编号"
    if row.planned is not None and row.planned < found.seats_taken and not found.is_historical:
        fewer = say("系统里已录取%(count)s人，计划人数不能更少，请核对", count=found.seats_taken)
        return fewer, "计划人数"
    return None


def _changed_class(
    row: ClassRow, found: StandingClass, provider: OrganisationKey | None
) -> dict[str, object]:
    """What the row says otherwise than the register in the system; blanks say nothing."""
    said: dict[str, object] = {
        "name": row.name,
        "report_year": row.year,
        "round_number": row.round_number,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "tier": None if row.tier is Tier.OTHER else row.tier,
        "audience": None if row.audience is Audience.OTHER else row.audience,
        "kind": None if row.kind is ClassKind.OTHER else row.kind,
        "delivery_mode": None if row.mode is DeliveryMode.OTHER else row.mode,
        "filing_number": row.filing_number or None,
        "venue": row.place or None,
        "capacity": row.planned,
        "provider": provider,
    }
    changed = {
        name: value for name, value in said.items() if value is not None and found.details.get(name) != value
    }
    if changed.keys() & {"name", "report_year"}:
        changed["programme_name"] = programme_name(row)
    return changed
