"""Who completes a class: attendance, its tests and its assignments, each condition named where it is missing. Pure.

Attendance is a share of the minutes of compulsory sessions, because hours are counted in minutes and a long session
weighs more than a short one. What counts as attended is settled by `words.CREDITED_STATES`: late, 补签 and 补课 do,
leave explains an absence and does not.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.sentences import Sentence, say


@dataclass(frozen=True)
class Terms:
    """What a class asks for; tests and assignments are asked for only where it has some.

    Of a class's own row, else of the rule rows `completion.attendance_percent`, `completion.needs_test` and
    `completion.needs_assignments`.
    """

    attendance_percent: int
    needs_test: bool
    needs_assignments: bool


@dataclass(frozen=True)
class Held:
    """What the class held: minutes of its compulsory sessions (of all, where none is), tests and assignments."""

    minutes: int
    tests: int = 0
    assignments: int = 0


@dataclass(frozen=True)
class Record:
    """What one person did of it. `test_percent`: the lowest of the best marks, None before the first hand-in."""

    minutes: int
    tests_sat: int = 0
    test_percent: int | None = None
    has_passed_tests: bool = False
    assignments_passed: int = 0


@dataclass(frozen=True)
class Verdict:
    """`percent` of the minutes held, rounded down; None where no session was. Who misses nothing completes."""

    percent: int | None
    missing: tuple[Sentence, ...]

    @property
    def completes(self) -> bool:
        return not self.missing


def judge(record: Record, *, held: Held, terms: Terms) -> Verdict:
    """Judge one person. Compared exactly, shown rounded down: 79.9% is not 80%, and does not look like it."""
    percent = 100 * record.minutes // held.minutes if held.minutes else None
    found = (
        _attendance(record, percent, held, terms),
        _tests(record, held, terms),
        _work(record, held, terms),
    )
    return Verdict(percent, tuple(one for one in found if one is not None))


def described(terms: Terms, held: Held) -> list[Sentence]:
    """What is asked of the learners of this class, a sentence a condition."""
    asked = [say("必修课次出勤不低于%(percent)s%%（按分钟计）", percent=terms.attendance_percent)]
    if terms.needs_test:
        asked.append(say("班次考核通过") if held.tests else say("班次考核通过（本班没有布置考核，不作要求）"))
    if terms.needs_assignments:
        asked.append(say("作业合格") if held.assignments else say("作业合格（本班没有布置作业，不作要求）"))
    return asked


def _attendance(record: Record, percent: int | None, held: Held, terms: Terms) -> Sentence | None:
    if percent is None:
        return say("没有课次，无法计算出勤") if terms.attendance_percent else None
    if 100 * record.minutes >= terms.attendance_percent * held.minutes:
        return None
    return say("出勤%(percent)s%%，要求%(asked)s%%", percent=percent, asked=terms.attendance_percent)


def _tests(record: Record, held: Held, terms: Terms) -> Sentence | None:
    if not (terms.needs_test and held.tests) or record.has_passed_tests:
        return None
    if not record.tests_sat:
        return say("没有参加考核")
    if record.tests_sat < held.tests:
        return say("考核%(tests)s次，只参加%(sat)s次", tests=held.tests, sat=record.tests_sat)
    return say("考核未通过，最好成绩%(percent)s%%", percent=record.test_percent or 0)


def _work(record: Record, held: Held, terms: Terms) -> Sentence | None:
    lacking = held.assignments - record.assignments_passed
    if not terms.needs_assignments or lacking <= 0:
        return None
    return say("作业%(all)s份，合格%(passed)s份", all=held.assignments, passed=record.assignments_passed)
