"""讲课费: the fee form of a class, from the sessions that were held. Reads; who may see it is asked by the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from core.sheets.writing import Cell, Plan, Style
from courses.fee_words import FeeClass
from courses.models import ClassSession, TrainingClass
from courses.querysets import all_attendances, all_sessions
from courses.rules.lecturer_fees import FeeLine, FeeRule, Taught, fee_lines
from courses.words import HalfDay
from organisations.querysets import all_rules

KEYS = ("lecturer.fee_caps", "lecturer.xueshi_per_half_day", "xueshi.minutes")
HEADINGS = (
    "序号", "授课人", "职称", "单位", "授课日期与课程", "学时", "每学时上限（元，税后）", "合计上限（元，税后）",
    "实发金额（元）", "签名",
)  # fmt: skip
WIDTHS = (5, 10, 12, 20, 36, 7, 12, 12, 12, 12)
SIGNERS = "制表人：　　　　　　审核人：　　　　　　单位负责人：　　　　　　单位（盖章）："


@dataclass(frozen=True)
class FeeForm:
    """Lines of the lecturers; `not_held` counts sessions nobody has attended yet, `unnamed` those without a lecturer."""

    lines: list[FeeLine]
    not_held: int
    unnamed: int
    is_verified: bool

    @property
    def xueshi(self) -> int:
        return sum(line.xueshi for line in self.lines)

    @property
    def most(self) -> int:
        """In yuan, after tax."""
        return sum(line.most for line in self.lines)


def fee_form_of(training_class: TrainingClass) -> FeeForm:
    """Two questions, however many sessions there are. A session was held once it is closed or somebody attended."""
    came = all_attendances().credited().filter(session=OuterRef("pk"))
    sessions: list[Any] = list(
        all_sessions()
        .filter(training_class=training_class)
        .annotate(was_held=Q(closed_at__isnull=False) | Exists(came))
        .select_related("lecturer_organisation", "lecturer_entry")
    )
    held = [session for session in sessions if session.was_held]
    rows = all_rules().all_in_force(
        KEYS, on=training_class.starts_on, area_code=training_class.organiser.area_code
    )
    caps, most, each = (rows[key] for key in KEYS)
    rule = FeeRule({word: int(caps.value[word.value]) for word in FeeClass}, int(most.value), int(each.value))
    return FeeForm(
        lines=fee_lines([_taught(session) for session in held if session.lecturer], rule),
        not_held=len(sessions) - len(held),
        unnamed=sum(not session.lecturer for session in held),
        is_verified=all(row.is_verified for row in rows.values()),
    )


def sheet_of(training_class: TrainingClass, form: FeeForm) -> Plan:
    """The form as a bureau signs it: amounts paid and signatures are left to fill in."""
    width, cells = len(HEADINGS), []
    cells.append(Cell(1, 1, f"{training_class.name}讲课费发放表", Style.TITLE, across=width))
    cells += [Cell(2, column, text, Style.HEADING) for column, text in enumerate(HEADINGS, start=1)]
    for number, line in enumerate(form.lines, start=1):
        values = (
            number, line.lecturer, line.title, line.organisation, "\n".join(map(_spoken, line.sessions)), line.xueshi,
            line.cap, line.most, None, None,
        )  # fmt: skip
        for column, value in enumerate(values, start=1):
            style = Style.NUMBER if isinstance(value, int) else Style.TEXT
            cells.append(Cell(number + 2, column, value, style))
    last = len(form.lines) + 3
    cells.append(Cell(last, 1, "合计", Style.TOTAL_TEXT, across=5))
    cells.append(Cell(last, 6, form.xueshi, Style.TOTAL_NUMBER))
    cells.append(Cell(last, 7, None, Style.TOTAL_TEXT))
    cells.append(Cell(last, 8, form.most, Style.TOTAL_NUMBER))
    cells += [Cell(last, column, None, Style.TOTAL_TEXT) for column in (9, 10)]
    cells.append(Cell(last + 1, 1, SIGNERS, Style.SIGN, across=width))
    return Plan(name="讲课费", cells=cells, widths=WIDTHS, repeat_rows=(2, 2))


def _spoken(one: Taught) -> str:
    return f"{one.held_on:%m-%d} {one.half_day.label} {one.topic}"


def _taught(session: ClassSession) -> Taught:
    entry = session.lecturer_entry
    return Taught(
        session.lecturer, session.lecturer_title, session.lecturer_from, session.held_on,
        HalfDay(session.half_day), session.minutes, session.topic, FeeClass(entry.fee_class) if entry else None,
    )  # fmt: skip
