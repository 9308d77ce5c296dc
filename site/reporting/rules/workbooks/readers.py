"""The five lists, one reader each: a line of a sheet becomes a value, or a doubtful row that says why."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.sentences import say
from courses.words import Audience, ClassKind, DeliveryMode, HalfDay
from courses.words import Tier as ClassTier
from organisations.rules import is_area_code
from organisations.words import OrganisationKind
from people.words import Education, Gender, PostKind, QualificationLevel
from reporting.rules.workbooks import marks, moments, vocabulary
from reporting.rules.workbooks.cells import (
    Unreadable,
    class_code,
    compact,
    integer,
    minutes,
    person_name,
    phone,
    words,
)
from reporting.rules.workbooks.classes import ClassBook
from reporting.rules.workbooks.headings import Field
from reporting.rules.workbooks.identity import identity_number
from reporting.rules.workbooks.lines import Line
from reporting.rules.workbooks.rows import (
    AttendanceRow,
    ClassRow,
    Clue,
    OrganisationRow,
    ParsedRow,
    PersonRow,
    SessionRow,
    SheetKind,
    Source,
    read,
)

_NOON = datetime.time(12, 0)
_EVENING = datetime.time(18, 0)
_LAST_ROUND = 999


@dataclass(frozen=True, slots=True)
class Context:
    """What a line needs beyond itself: its sheet, the known classes, and the class that the sheet as a whole names."""

    source: Source
    book: ClassBook
    sheet_class: str | Unreadable


def organisation(line: Line, row: int, context: Context) -> ParsedRow:
    """A line of 组织机构."""
    name = line.required(Field.ORGANISATION_NAME, words)
    level = line.required(Field.LEVEL, vocabulary.level)
    parent = line.named(Field.PARENT)
    clue = Clue(name or "")
    if level and level[0] in (OrganisationKind.STATION, OrganisationKind.POINT):
        line.required(Field.PARENT, words)
    if line.troubled or name is None or level is None:
        return line.doubts(context.source, row, clue)
    kind, tier = level
    code = _area_code(line)
    return read(context.source, row, OrganisationRow(name, kind, tier, parent, code, line.note()))


def _area_code(line: Line) -> str:
    code = compact(line.cell(Field.AREA_CODE))
    if is_area_code(code):
        return code
    line.keep(Field.AREA_CODE)
    return ""


def person(line: Line, row: int, context: Context) -> ParsedRow:
    """A line of 人员花名册."""
    name = line.required(Field.NAME, person_name)
    identity = line.required(Field.IDENTITY, identity_number)
    station = line.required(Field.ORGANISATION, words)
    hired_on = line.optional(Field.HIRED, moments.date)
    duty, major = line.named(Field.DUTY), line.named(Field.MAJOR)
    if line.troubled or name is None or identity is None or station is None:
        return line.doubts(context.source, row, Clue(name or "", identity, station or ""))
    value = PersonRow(
        name=name,
        identity=identity,
        organisation=station,
        gender=line.word(Field.GENDER, vocabulary.GENDERS, blank=Gender.UNKNOWN, other=Gender.UNKNOWN),
        birth_month=_birth_month(line, identity),
        post_kind=line.word(Field.POST, vocabulary.POSTS, blank=PostKind.OTHER, other=PostKind.OTHER),
        duty=duty,
        education=line.word(
            Field.EDUCATION, vocabulary.EDUCATIONS, blank=Education.UNKNOWN, other=Education.OTHER
        ),
        major=major,
        qualification=line.word(
            Field.QUALIFICATION,
            vocabulary.QUALIFICATIONS,
            blank=QualificationLevel.NONE,
            other=QualificationLevel.NONE,
        ),
        hired_on=hired_on,
        phone=phone(line.cell(Field.PHONE)),
        note=line.note(),
    )
    return read(context.source, row, value)


def _birth_month(line: Line, identity: str) -> str | None:
    month = moments.month(line.cell(Field.BIRTH))
    if month != f"{identity[6:10]}-{identity[10:12]}":
        line.keep(Field.BIRTH)
    return month


def training_class(line: Line, row: int, context: Context) -> ParsedRow:
    """A line of 培训班台账."""
    code = line.required(Field.CLASS_CODE, class_code)
    name = line.required(Field.CLASS_NAME, words)
    year = line.required(Field.YEAR, integer)
    round_number = line.required(Field.ROUND, integer)
    organiser = line.required(Field.ORGANISER, words)
    dates = _class_dates(line)
    provider, place = line.named(Field.PROVIDER), line.named(Field.PLACE)
    filing_number = line.named(Field.FILING_NUMBER)
    if year is not None and not 1950 <= year < 2100:
        line.blame(Field.YEAR, say("年度不合理，请填写四位年份"))
    if round_number is not None and not 1 <= round_number <= _LAST_ROUND:
        line.blame(Field.ROUND, say("期数应在1至%(most)s之间，请核对", most=_LAST_ROUND))
    clue = Clue(code or "")
    if line.troubled or code is None or name is None or organiser is None or dates is None:
        return line.doubts(context.source, row, clue)
    if year is None or round_number is None:
        return line.doubts(context.source, row, clue)
    value = ClassRow(
        code=code,
        name=name,
        year=year,
        round_number=round_number,
        organiser=organiser,
        provider=provider,
        starts_on=dates.first,
        ends_on=dates.last,
        tier=line.word(Field.TIER, vocabulary.CLASS_TIERS, blank=ClassTier.OTHER, other=ClassTier.OTHER),
        audience=line.word(Field.AUDIENCE, vocabulary.AUDIENCES, blank=Audience.OTHER, other=Audience.OTHER),
        kind=line.word(Field.KIND, vocabulary.CLASS_KINDS, blank=ClassKind.OTHER, other=ClassKind.OTHER),
        mode=line.word(Field.MODE, vocabulary.MODES, blank=DeliveryMode.OTHER, other=DeliveryMode.OTHER),
        filing_number=filing_number,
        place=place,
        planned=_planned(line),
        note=line.note(),
    )
    return read(context.source, row, value)


def _class_dates(line: Line) -> moments.DateSpan | None:
    if line.has(Field.DATES) and not line.has(Field.STARTS_ON):
        return line.required(Field.DATES, moments.date_range)
    first = line.required(Field.STARTS_ON, moments.date)
    last = line.required(Field.ENDS_ON, moments.date)
    if first is None or last is None:
        return None
    if last < first:
        line.blame(Field.ENDS_ON, say("结班日期早于开班日期，请核对"))
        return None
    return moments.DateSpan(first, last)


def _planned(line: Line) -> int | None:
    planned = integer(line.cell(Field.PLANNED))
    if isinstance(planned, Unreadable):
        line.keep(Field.PLANNED)
        return None
    return planned


def session(line: Line, row: int, context: Context) -> ParsedRow:
    """A line of 课程安排表."""
    code = _class_of(line, context)
    span = context.book.dates(code) if code else None
    day = line.required(Field.DATE, lambda cell: moments.date(cell, span))
    if day and span and not span.first <= day <= span.last:
        outside = say("不在班次的起止日期（%(first)s至%(last)s）内，请核对", first=span.first, last=span.last)
        line.blame(Field.DATE, outside)
    starts_at, ends_at = _session_times(line)
    half = _session_half(line, starts_at)
    unit = line.unit(Field.MINUTES)
    length = line.required(Field.MINUTES, lambda cell: minutes(cell, unit))
    _check_length(line, starts_at, ends_at, length)
    topic = line.required(Field.TOPIC, words)
    lecturer, title = line.named(Field.LECTURER), line.named(Field.LECTURER_TITLE)
    lecturer_organisation = line.named(Field.LECTURER_ORGANISATION)
    compulsory = vocabulary.yes(line.cell(Field.COMPULSORY))
    if compulsory is None:
        line.keep(Field.COMPULSORY)
    if line.troubled or code is None or day is None or half is None or length is None or topic is None:
        return line.doubts(context.source, row)
    value = SessionRow(
        class_code=code,
        date=day,
        half_day=half,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=length,
        topic=topic,
        lecturer=lecturer,
        lecturer_title=title,
        lecturer_organisation=lecturer_organisation,
        compulsory=bool(compulsory),
        place=line.named(Field.PLACE),
        note=line.note(),
    )
    return read(context.source, row, value)


def _session_times(line: Line) -> tuple[datetime.time | None, datetime.time | None]:
    if line.has(Field.TIMES) and not line.has(Field.STARTS_AT):
        both = line.optional(Field.TIMES, moments.time_range)
        starts_at, ends_at = both or (None, None)
    else:
        starts_at = line.optional(Field.STARTS_AT, moments.time)
        ends_at = line.optional(Field.ENDS_AT, moments.time)
    if starts_at and ends_at and ends_at <= starts_at:
        line.blame(Field.ENDS_AT, say("结束时间不晚于开始时间，请核对"))
    return starts_at, ends_at


def _session_half(line: Line, starts_at: datetime.time | None) -> HalfDay | None:
    part = line.optional(Field.HALF_DAY, marks.day_part)
    if part and part.half is None:
        line.blame(Field.HALF_DAY, say("请把全天的课分成上午、下午两行，签到是按半天记的"))
        return None
    if part or line.troubled:
        return part.half if part else None
    if starts_at is None:
        return line.required(Field.HALF_DAY, lambda cell: None)
    if starts_at < _NOON:
        return HalfDay.MORNING
    return HalfDay.AFTERNOON if starts_at < _EVENING else HalfDay.EVENING


def _check_length(
    line: Line, starts_at: datetime.time | None, ends_at: datetime.time | None, length: int | None
) -> None:
    """A break may shorten a session; nothing makes it longer than its own times."""
    if not (starts_at and ends_at and length):
        return
    between = (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute
    if 0 < between < length:
        longer = say(
            "时长%(minutes)s分钟，比起止时间的%(between)s分钟还长，请核对", minutes=length, between=between
        )
        line.blame(Field.MINUTES, longer)


def attendance(line: Line, row: int, context: Context) -> ParsedRow:
    """A line of a long 签到表: one learner on one half day."""
    code = _class_of(line, context)
    span = context.book.dates(code) if code else None
    day = line.required(Field.DATE, lambda cell: moments.date(cell, span))
    part = line.required(Field.HALF_DAY, marks.day_part)
    name = line.required(Field.NAME, person_name)
    identity = line.required(Field.IDENTITY, identity_number) if line.has(Field.IDENTITY) else None
    mark = line.required(Field.STATE, marks.state)
    unit = line.named(Field.ORGANISATION)
    signed_in_at = line.optional(Field.SIGNED_IN, moments.time)
    signed_out_at = line.optional(Field.SIGNED_OUT, moments.time)
    if line.troubled or code is None or day is None or part is None or name is None or mark is None:
        return line.doubts(context.source, row)
    value = AttendanceRow(
        class_code=code,
        date=day,
        half_day=part.half,
        name=name,
        identity=identity,
        organisation=unit,
        state=mark.state,
        signed_in_at=signed_in_at,
        signed_out_at=signed_out_at,
        note=line.note(mark.note),
    )
    return read(context.source, row, value)


def _class_of(line: Line, context: Context) -> str | None:
    """The class by its number, by its name, or the one that the whole sheet is about."""
    code = class_code(line.cell(Field.CLASS_CODE))
    if code:
        return code
    name = words(line.cell(Field.CLASS_NAME))
    if name:
        known = context.book.code_named(name)
        if known is None:
            line.blame(Field.CLASS_NAME, say("台账里没有这个班名，或有同名的班，请填写班次编号"))
        return known
    if (
        line.has(Field.CLASS_CODE)
        or line.has(Field.CLASS_NAME)
        or isinstance(context.sheet_class, Unreadable)
    ):
        return line.required(Field.CLASS_CODE, class_code)
    return context.sheet_class


READERS: Mapping[SheetKind, Callable[[Line, int, Context], ParsedRow]] = {
    SheetKind.ORGANISATIONS: organisation,
    SheetKind.PERSONS: person,
    SheetKind.CLASSES: training_class,
    SheetKind.SESSIONS: session,
    SheetKind.ATTENDANCE: attendance,
}
