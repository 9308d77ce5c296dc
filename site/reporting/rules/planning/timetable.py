"""Sessions of the timetable: what it adds or changes, and which of its rows stand in each other's way."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.sentences import Sentence, listed, say
from core.words import Verdict
from courses.words import HalfDay
from reporting.rules.planning.places import PlacesPlan
from reporting.rules.planning.plan import Decisions, NewSession, PlannedSession, SessionChange
from reporting.rules.planning.schedule import KnownSession, SchedulePlan
from reporting.rules.planning.standing import ClassKey, OrganisationKey, SessionKey, Standing, StandingSession
from reporting.rules.workbooks.cells import Unreadable, match_key
from reporting.rules.workbooks.rows import ParsedRow, SessionRow

_COLUMNS = {
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
            decisions.doubt(index, say("按时长推算会超过午夜，请填写开始和结束时间"), "开始")
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


def _overlap(rivals: Sequence[_Candidate], decisions: Decisions) -> Sentence:
    if rivals:
        row = decisions.rows[rivals[0].index].row
        return say("与第%(row)s行是同一个班，时间重叠，请核对起止时间", row=row)
    return say("与系统里同一个班的另一课次时间重叠，请核对起止时间")


def _doubt(
    candidate: _Candidate, reason: Sentence, column: str, plan: SchedulePlan, decisions: Decisions
) -> None:
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
        decisions.doubt(candidate.index, say("这一课次已有签到记录，日期、时间和时长不能再改"), "时长")
        return
    changed = timing | described
    if timing:
        plan.known[found.id] = KnownSession(
            found.id, *candidate.place, candidate.starts_at, candidate.ends_at
        )
    if changed:
        plan.session_changes.append(SessionChange(found.id, changed))
        decisions.decide(
            candidate.index,
            Verdict.CHANGED,
            say("更新%(columns)s", columns=listed(_COLUMNS[name] for name in changed)),
        )
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
                decisions.remark(candidate.index, say("授课人同一时间在另一个班也有课，请留意"))
