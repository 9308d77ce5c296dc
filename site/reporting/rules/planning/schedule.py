"""Classes and their sessions: what the register and the timetable add or change."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.words import Verdict
from courses.words import Audience, ClassKind, DeliveryMode, HalfDay, Tier
from reporting.rules.planning.places import PlacesPlan
from reporting.rules.planning.plan import (
    ClassChange,
    Decisions,
    NewClass,
    NewSession,
    PlannedSession,
    SessionChange,
)
from reporting.rules.planning.standing import (
    ClassKey,
    OrganisationKey,
    SessionKey,
    Standing,
    StandingClass,
    StandingSession,
)
from reporting.rules.workbooks.cells import Unreadable, match_key
from reporting.rules.workbooks.rows import ClassRow, Outcome, ParsedRow, SessionRow, SheetKind

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
    "minutes": "时长",
    "starts_at": "开始",
    "ends_at": "结束",
    "topic": "课程",
    "lecturer": "授课人",
    "lecturer_title": "职称",
    "lecturer_organisation": "授课人单位",
    "is_compulsory": "必修",
}
# Where a timetable gives no times, half days begin as they usually do; the declared minutes are credited anyway.
_USUAL_STARTS = {
    HalfDay.MORNING: datetime.time(9, 0),
    HalfDay.AFTERNOON: datetime.time(14, 30),
    HalfDay.EVENING: datetime.time(19, 0),
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
            return Unreadable(f"这个班在培训班台账第{self.doubted[code]}行，那一行有疑问，请先改正")
        if not found:
            return Unreadable("台账里没有这个班次编号，请先在培训班台账里加上这个班，或改正编号")
        if len(found) > 1:
            return Unreadable("有几个主办单位用了这个班次编号，请一并上传培训班台账")
        return Unreadable("这个班已取消，或其主办单位不在您的管理范围，请由主办单位处理")

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
        if one.cancelled or not one.importable:
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
    if found and found.cancelled:
        problem = ("这个班在系统里已经取消，不能再改", "班次编号")
    if problem or organiser is None:
        decisions.doubt(index, *(problem or ("", "主办")))
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


def _what_changes(changed: Iterable[str]) -> str:
    return "更新" + "、".join(_COLUMNS[name] for name in changed if name in _COLUMNS)


def _why_not_organised(
    row: ClassRow, organiser: OrganisationKey | None, places: PlacesPlan
) -> tuple[str, str] | None:
    if organiser is None:
        return f"没有找到主办单位“{row.organiser}”。请先在组织机构表里加上它，或改正名称", "主办"
    if not places.directory.places[organiser].importable:
        return "主办单位不在您的管理范围，请由主办单位或上级主管导入", "主办"
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A session row of a known class, with its times settled."""

    index: int
    training_class: ClassKey
    row: SessionRow
    starts_at: datetime.time
    ends_at: datetime.time

    @property
    def place(self) -> tuple[ClassKey, datetime.date, HalfDay]:
        return (self.training_class, self.row.date, self.row.half_day)

    def overlaps(self, other: _Candidate | KnownSession) -> bool:
        held_on = other.row.date if isinstance(other, _Candidate) else other.held_on
        return held_on == self.row.date and self.starts_at < other.ends_at and other.starts_at < self.ends_at


def plan_sessions(
    rows: Sequence[ParsedRow],
    standing: Standing,
    places: PlacesPlan,
    plan: SchedulePlan,
    decisions: Decisions,
) -> None:
    """Verdicts on all rows of 课程安排表."""
    candidates = list(_candidates(rows, plan, decisions))
    by_class: dict[ClassKey, list[_Candidate]] = {}
    for candidate in candidates:
        by_class.setdefault(candidate.training_class, []).append(candidate)
    by_id = {one.id: one for one in standing.sessions}
    for mine in by_class.values():
        matches = {candidate.index: _match(candidate, mine, plan, by_id) for candidate in mine}
        claimed = {found.id for found in matches.values() if found}
        for candidate in mine:
            rivals = [other for other in mine if other is not candidate and candidate.overlaps(other)]
            others = [
                one for one in _sessions_of_class(candidate, plan)
                if one.key not in claimed and candidate.overlaps(one)
            ]  # fmt: skip
            if rivals or others:
                _doubt(candidate, _overlap(rivals, decisions), "时段", plan, decisions)
            else:
                _plan_session(candidate, matches[candidate.index], places, plan, decisions)
    _remark_lecturers(candidates, decisions)


def _candidates(rows: Sequence[ParsedRow], plan: SchedulePlan, decisions: Decisions) -> Iterable[_Candidate]:
    for index, row in enumerate(rows):
        if not isinstance(row.value, SessionRow):
            continue
        key = plan.class_coded(row.value.class_code)
        times = _times(row.value)
        if isinstance(key, Unreadable):
            decisions.doubt(index, key.reason, "班次编号")
        elif times is None:
            decisions.doubt(index, "按时长推算会超过午夜，请填写开始和结束时间", "开始")
        else:
            yield _Candidate(index, key, row.value, *times)


def _times(row: SessionRow) -> tuple[datetime.time, datetime.time] | None:
    """The times as stated, or from the usual start and the declared minutes; None where they pass midnight."""
    length = row.minutes
    if row.starts_at is None and row.ends_at is not None:
        first = _minute_of(row.ends_at) - length
    else:
        first = _minute_of(row.starts_at or _USUAL_STARTS[row.half_day])
    last = _minute_of(row.ends_at) if row.ends_at else first + length
    if not 0 <= first < last < 24 * 60:
        return None
    return datetime.time(*divmod(first, 60)), datetime.time(*divmod(last, 60))


def _minute_of(moment: datetime.time) -> int:
    return moment.hour * 60 + moment.minute


def _sessions_of_class(candidate: _Candidate, plan: SchedulePlan) -> list[KnownSession]:
    return plan.sessions_on(candidate.training_class, candidate.row.date, None)


def _match(
    candidate: _Candidate,
    mine: Sequence[_Candidate],
    plan: SchedulePlan,
    by_id: Mapping[int, StandingSession],
) -> StandingSession | None:
    """The standing session that a row is about: at the same time, or the only one of the only row's half day."""
    there = [by_id[key] for key in plan.on_half_day.get(candidate.place, []) if isinstance(key, int)]
    for one in there:
        if one.starts_at == candidate.starts_at:
            return one
    alone = sum(other.place == candidate.place for other in mine) == 1
    return there[0] if alone and len(there) == 1 else None


def _overlap(rivals: Sequence[_Candidate], decisions: Decisions) -> str:
    if rivals:
        return f"与第{decisions.rows[rivals[0].index].row}行是同一个班，时间重叠，请核对起止时间"
    return "与系统里同一个班的另一课次时间重叠，请核对起止时间"


def _doubt(candidate: _Candidate, reason: str, column: str, plan: SchedulePlan, decisions: Decisions) -> None:
    decisions.doubt(candidate.index, reason, column)
    plan.doubted_sessions[candidate.place] = decisions.rows[candidate.index].row


def _plan_session(
    candidate: _Candidate,
    found: StandingSession | None,
    places: PlacesPlan,
    plan: SchedulePlan,
    decisions: Decisions,
) -> None:
    row = candidate.row
    unit = places.external(row.lecturer_organisation)
    if found is None:
        key: SessionKey = (*candidate.place, candidate.starts_at)
        planned = PlannedSession(row, candidate.starts_at, candidate.ends_at, unit)
        plan.sessions.append(NewSession(key, candidate.training_class, planned))
        plan.know_session(KnownSession(key, *candidate.place, candidate.starts_at, candidate.ends_at))
        decisions.decide(candidate.index, Verdict.NEW, row.note)
        return
    timing, described = _changed_session(candidate, found, unit)
    if timing and found.on_record:
        decisions.doubt(candidate.index, "这一课次已有签到记录，日期、时间和时长不能再改", "时长")
        return
    changed = timing | described
    if changed:
        plan.session_changes.append(SessionChange(found.id, changed))
        decisions.decide(candidate.index, Verdict.CHANGED, _what_changes(changed))
    else:
        decisions.decide(candidate.index, Verdict.SAME, row.note)


def _changed_session(
    candidate: _Candidate, found: StandingSession, unit: OrganisationKey | None
) -> tuple[dict[str, object], dict[str, object]]:
    """What the row says otherwise: about the time, on which hours hang, and about the rest. Blanks say nothing."""
    row = candidate.row
    timed = row.starts_at is not None or row.ends_at is not None
    timing: dict[str, object] = {"minutes": row.minutes}
    if timed:
        timing |= {"starts_at": candidate.starts_at, "ends_at": candidate.ends_at}
    stands = {"minutes": found.minutes, "starts_at": found.starts_at, "ends_at": found.ends_at}
    said: dict[str, object] = {
        "topic": row.topic,
        "lecturer": row.lecturer or None,
        "lecturer_title": row.lecturer_title or None,
        "lecturer_organisation": unit,
        "is_compulsory": row.compulsory,
    }
    return (
        {name: value for name, value in timing.items() if stands[name] != value},
        {
            name: value
            for name, value in said.items()
            if value is not None and found.details.get(name) != value
        },
    )


def _remark_lecturers(candidates: Sequence[_Candidate], decisions: Decisions) -> None:
    """Somebody who teaches in two rooms at once is worth a note, not a refusal: names are no numbers."""
    by_lecturer: dict[tuple[str, datetime.date], list[_Candidate]] = {}
    for candidate in candidates:
        if candidate.row.lecturer and not decisions.is_doubtful(candidate.index):
            key = (match_key(candidate.row.lecturer), candidate.row.date)
            by_lecturer.setdefault(key, []).append(candidate)
    for same in by_lecturer.values():
        for candidate in same:
            if any(
                other.training_class != candidate.training_class and candidate.overlaps(other)
                for other in same
            ):
                decisions.remark(candidate.index, "授课人同一时间在另一个班也有课，请留意")
