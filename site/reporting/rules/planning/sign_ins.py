"""Sign-ins: whom and which session a row means, and what it changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.sentences import Sentence, say
from core.words import Verdict
from courses.words import CREDITED_STATES, AttendanceState
from reporting.rules.planning.people import PeoplePlan
from reporting.rules.planning.places import Directory
from reporting.rules.planning.plan import (
    AttendanceChange,
    Decisions,
    MarkFields,
    NewAttendance,
    NewEnrolment,
)
from reporting.rules.planning.schedule import KnownSession, SchedulePlan
from reporting.rules.planning.standing import (
    ClassKey,
    PersonKey,
    SessionKey,
    Standing,
    StandingAttendance,
)
from reporting.rules.workbooks.cells import Unreadable, match_key
from reporting.rules.workbooks.rows import AttendanceRow, ParsedRow


@dataclass(frozen=True, slots=True)
class _Target:
    """One person in one session, as one row says."""

    index: int
    row: AttendanceRow
    session: KnownSession
    person: PersonKey

    @property
    def key(self) -> tuple[SessionKey, PersonKey]:
        return (self.session.key, self.person)

    @property
    def counts(self) -> bool:
        return self.row.state in CREDITED_STATES


@dataclass(slots=True)
class SignInsPlan:
    """What is to be written, and the first day on which each person attended."""

    enrolments: list[NewEnrolment] = field(default_factory=list)
    attendances: list[NewAttendance] = field(default_factory=list)
    changes: list[AttendanceChange] = field(default_factory=list)
    earliest: dict[PersonKey, datetime.date] = field(default_factory=dict)


def plan_sign_ins(
    rows: Sequence[ParsedRow],
    standing: Standing,
    directory: Directory,
    people: PeoplePlan,
    schedule: SchedulePlan,
    decisions: Decisions,
) -> SignInsPlan:
    """Verdicts on all rows of 签到表, long and wide. 请假 and 缺勤 are kept and count nowhere."""
    recognise = _Recogniser(people, directory)
    targets: list[_Target] = []
    for index, row in enumerate(rows):
        if isinstance(row.value, AttendanceRow):
            targets.extend(_targets(index, row.value, recognise, standing, schedule, decisions))
    targets = _without_repeats(targets, decisions)
    targets = _without_two_places(targets, standing, schedule, decisions)
    return _write(targets, standing, decisions)


class _Recogniser:
    """Finds the person that a sign-in means; asked once for each name and unit, however many boxes the sheet has."""

    def __init__(self, people: PeoplePlan, directory: Directory) -> None:
        self._people = people
        self._directory = directory
        self._listed = {wanted.person for wanted in people.wanted}
        self._known: dict[tuple[str | None, str, str], PersonKey | Unreadable] = {}

    def person(self, row: AttendanceRow) -> PersonKey | Unreadable:
        """By the identity number where there is one, else by name and unit."""
        asked = (row.identity, match_key(row.name), match_key(row.organisation))
        if asked not in self._known:
            self._known[asked] = self._by_identity(row) if row.identity else self._by_name(row)
        return self._known[asked]

    def _by_identity(self, row: AttendanceRow) -> PersonKey | Unreadable:
        found = self._people.by_identity.get(row.identity or "")
        if found is None:
            doubted = [
                one.row for one in self._people.doubted if self._may_be(row, one.clue.identity, one.clue.name)
            ]
            return _points_to(doubted) or Unreadable(
                say("花名册里没有这个身份证号，请核对，或先在花名册里加上这个人")
            )
        if match_key(self._people.names[found]) != match_key(row.name):
            return Unreadable(say("姓名与花名册里这个身份证号的姓名不同，请核对"))
        return found

    def _may_be(self, row: AttendanceRow, identity: str | None, name: str) -> bool:
        """A doubtful roster row with this number; or with this name, where its number could not be read."""
        return identity == row.identity if identity else match_key(name) == match_key(row.name)

    def _by_name(self, row: AttendanceRow) -> PersonKey | Unreadable:
        units = set(self._directory.find(row.organisation)) if row.organisation else None
        namesakes = self._people.by_name.get(match_key(row.name), [])
        found = [key for key in namesakes if units is None or self._people.units[key] & units]
        doubted = self._doubted_namesakes(row, found)
        if len(found) + len(doubted) > 1:
            namesake_count = len(found) + len(doubted)
            return Unreadable(say("花名册里有%(count)s个同名的人，请补身份证号", count=namesake_count))
        if found:
            return found[0]
        missing = say("花名册里没有这个单位的这名学员，请核对姓名和单位，或补身份证号")
        return _points_to(doubted) or Unreadable(missing)

    def _doubted_namesakes(self, row: AttendanceRow, found: Sequence[PersonKey]) -> list[int]:
        """Doubtful roster rows that may be somebody else of this name and unit.

        A row about somebody who is found is no second person; nor is the only unreadable row of a name whose one
        known bearer has no other row in the roster at hand.
        """
        doubted = [
            one for one in self._people.doubted
            if match_key(one.clue.name) == match_key(row.name) and self._may_be_there(one.clue.organisation, row)
            and self._people.by_identity.get(one.clue.identity or "") not in found
        ]  # fmt: skip
        unlisted = len(found) == 1 and isinstance(found[0], int) and found[0] not in self._listed
        if unlisted and len(doubted) == 1 and doubted[0].clue.identity is None:
            return []
        return [one.row for one in doubted]

    def _may_be_there(self, unit: str, row: AttendanceRow) -> bool:
        return not unit or not row.organisation or self._same_unit(unit, row.organisation)

    def _same_unit(self, one: str, other: str) -> bool:
        units = set(self._directory.find(one)) & set(self._directory.find(other))
        return bool(units) or match_key(one) == match_key(other)


def _points_to(doubted: Sequence[int]) -> Unreadable | None:
    if not doubted:
        return None
    return Unreadable(say("这名学员在花名册第%(row)s行，那一行有疑问，请先改正", row=doubted[0]))


def _targets(
    index: int,
    row: AttendanceRow,
    recognise: _Recogniser,
    standing: Standing,
    schedule: SchedulePlan,
    decisions: Decisions,
) -> Iterable[_Target]:
    key = schedule.class_coded(row.class_code)
    if isinstance(key, Unreadable):
        decisions.doubt(index, key.reason, "班次编号")
        return
    sessions = schedule.sessions_on(key, row.date, row.half_day)
    if not sessions:
        decisions.doubt(index, _no_session(key, row, schedule), "日期")
        return
    if row.state in CREDITED_STATES and not standing.credited_from <= row.date <= standing.today:
        decisions.doubt(index, _not_credited(row, standing), "日期")
        return
    person = recognise.person(row)
    if isinstance(person, Unreadable):
        decisions.doubt(index, person.reason, "身份证号" if row.identity else "姓名")
        return
    yield from (_Target(index, row, session, person) for session in sessions)


def _not_credited(row: AttendanceRow, standing: Standing) -> Sentence:
    if row.date > standing.today:
        return say("这一课次还没有到上课日期，不能先记到课，请核对日期")
    return say("学时规则从%(day)s起才有，更早的签到不能计入，请核对日期", day=standing.credited_from)


def _no_session(key: ClassKey, row: AttendanceRow, schedule: SchedulePlan) -> Sentence:
    doubted = schedule.doubted_sessions.get((key, row.date, row.half_day)) if row.half_day else None
    if doubted:
        return say("这一课次在课程安排表第%(row)s行，那一行有疑问，请先改正", row=doubted)
    return say(
        "课程安排表里没有这个班%(day)s%(half_day)s的课，请核对日期和时段，或在课程安排表里补上",
        day=row.date,
        half_day=row.half_day or "",
    )


def _without_repeats(targets: Sequence[_Target], decisions: Decisions) -> list[_Target]:
    """A long and a wide sheet of one class may say the same twice: alike it counts once, else nobody knows."""
    by_key: dict[tuple[SessionKey, PersonKey], list[_Target]] = {}
    for target in targets:
        by_key.setdefault(target.key, []).append(target)
    held_back: set[int] = set()
    kept: list[_Target] = []
    for same in by_key.values():
        kept.append(same[0])
        if len({target.row.state for target in same}) > 1:
            numbers = "、".join(str(decisions.rows[target.index].row) for target in same)
            for target in same:
                held_back.add(target.index)
                decisions.doubt(
                    target.index,
                    say("同一人同一课次在第%(rows)s行状态不同，请核对后只留正确的一行", rows=numbers),
                )
    kept = [target for target in kept if target.index not in held_back]
    still = {target.index for target in kept} | held_back
    for same in by_key.values():
        for target in same[1:]:
            if target.index not in still:
                first = decisions.rows[same[0].index].row
                decisions.repeat(target.index, say("重复的行，与第%(row)s行说的相同", row=first))
    return kept


@dataclass(frozen=True, slots=True)
class _Seat:
    """A time at which a person sits somewhere; `index` is None where it stands already."""

    starts: datetime.datetime
    ends: datetime.datetime
    session: SessionKey | None
    class_name: str
    index: int | None


def _without_two_places(
    targets: Sequence[_Target], standing: Standing, schedule: SchedulePlan, decisions: Decisions
) -> list[_Target]:
    """Nobody sits in two classes at once: rows that say so wait, both of them."""
    seats = _standing_seats(targets, standing, schedule)
    for target in targets:
        if target.counts:
            name = schedule.names[target.session.training_class]
            seats.setdefault(target.person, []).append(_seat(target.session, name, target.index))
    dropped: set[int] = set()
    for mine in seats.values():
        mine.sort(key=lambda seat: (seat.starts, seat.ends))
        for one, other in _collisions(mine):
            for seat, elsewhere in ((one, other), (other, one)):
                if seat.index is not None:
                    dropped.add(seat.index)
                    decisions.doubt(
                        seat.index,
                        say("同一时间此人也在“%(name)s”签到，请核对是哪一处", name=elsewhere.class_name),
                    )
    return [target for target in targets if target.index not in dropped]


def _seat(session: KnownSession, class_name: str, index: int | None) -> _Seat:
    starts = datetime.datetime.combine(session.held_on, session.starts_at)
    ends = datetime.datetime.combine(session.held_on, session.ends_at)
    return _Seat(starts, ends, session.key, class_name, index)


def _standing_seats(
    targets: Sequence[_Target], standing: Standing, schedule: SchedulePlan
) -> dict[PersonKey, list[_Seat]]:
    """Where people sit already, but for the sessions about which the rows have something to say."""
    said = {target.key for target in targets}
    seats: dict[PersonKey, list[_Seat]] = {}
    for one in standing.attendances:
        session = schedule.known.get(one.session_id)
        if one.counts and session and (one.session_id, one.person_id) not in said:
            name = schedule.names.get(session.training_class, "")
            seats.setdefault(one.person_id, []).append(_seat(session, name, None))
    for other in standing.elsewhere:
        starts = datetime.datetime.combine(other.held_on, other.starts_at)
        ends = datetime.datetime.combine(other.held_on, other.ends_at)
        seats.setdefault(other.person_id, []).append(_Seat(starts, ends, None, other.class_name, None))
    return seats


def _collisions(seats: Sequence[_Seat]) -> Iterable[tuple[_Seat, _Seat]]:
    """Pairs that overlap, from seats ordered by their start."""
    for place, one in enumerate(seats):
        for other in seats[place + 1 :]:
            if other.starts >= one.ends:
                break
            if one.session != other.session or one.session is None:
                yield one, other


def _write(targets: Sequence[_Target], standing: Standing, decisions: Decisions) -> SignInsPlan:
    plan = SignInsPlan()
    found: dict[tuple[SessionKey, PersonKey], StandingAttendance] = {
        (one.session_id, one.person_id): one for one in standing.attendances
    }
    enrolled: set[tuple[ClassKey, PersonKey]] = set(standing.enrolments)
    verdicts: dict[int, Verdict] = {}
    remarks: dict[int, str] = {}
    for target in targets:
        standing_mark = found.get(target.key)
        verdict = _write_one(target, standing_mark, plan)
        if verdict is Verdict.CHANGED and standing_mark:
            remarks[target.index] = _correction(target.row, standing_mark)
        strongest = min(verdict, verdicts.get(target.index, verdict), key=_STRENGTH.index)
        verdicts[target.index] = strongest
        place = (target.session.training_class, target.person)
        if target.row.state is not AttendanceState.MAKE_UP and place not in enrolled:
            enrolled.add(place)
            plan.enrolments.append(NewEnrolment(*place))
        if target.counts:
            day = plan.earliest.get(target.person, target.row.date)
            plan.earliest[target.person] = min(day, target.row.date)
    for index, verdict in verdicts.items():
        decisions.decide(index, verdict, remarks.get(index, ""))
    return plan


def _correction(row: AttendanceRow, found: StandingAttendance) -> Sentence:
    if row.state == found.state:
        return say("更新签到、签退时间或备注")
    return say("由%(before)s改为%(after)s", before=found.state, after=row.state)


_STRENGTH = (Verdict.NEW, Verdict.CHANGED, Verdict.SAME)


def _write_one(target: _Target, found: StandingAttendance | None, plan: SignInsPlan) -> Verdict:
    row = target.row
    if found is None:
        mark = MarkFields(row.state, row.signed_in_at, row.signed_out_at, row.note)
        plan.attendances.append(NewAttendance(target.session.key, target.person, mark))
        return Verdict.NEW
    # A wide sheet has no times and seldom notes: what it doesn't say stays.
    mark = MarkFields(
        row.state,
        row.signed_in_at or found.signed_in_at,
        row.signed_out_at or found.signed_out_at,
        row.note or found.note,
    )
    if mark == MarkFields(found.state, found.signed_in_at, found.signed_out_at, found.note):
        return Verdict.SAME
    plan.changes.append(AttendanceChange(found.id, mark))
    return Verdict.CHANGED
