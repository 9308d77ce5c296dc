"""What a workbook's rows say, one frozen value a row, and the verdict on every row of a sheet."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from core.sentences import NOTHING, Sentence, quote, say
from core.sheets.grid import column_letter
from core.words import Word, gettext_noop
from courses.words import AttendanceState, Audience, ClassKind, DeliveryMode, HalfDay
from courses.words import Tier as ClassTier
from organisations.words import OrganisationKind
from organisations.words import Tier as AreaTier
from people.words import Education, Gender, PostKind, QualificationLevel


class SheetKind(Word):
    """The sheets of a training series; a sign-in sheet comes long (a row a sign-in) or wide (a row a learner)."""

    ORGANISATIONS = "organisations", gettext_noop("组织机构")
    PERSONS = "persons", gettext_noop("人员花名册")
    CLASSES = "classes", gettext_noop("培训班台账")
    SESSIONS = "sessions", gettext_noop("课程安排表")
    ATTENDANCE = "attendance", gettext_noop("签到表")
    ATTENDANCE_WIDE = "attendance_wide", gettext_noop("签到表（横表）")
    UNKNOWN = "unknown", gettext_noop("未认出的表")


class Outcome(StrEnum):
    """What reading made of a row. Whether its value is new or known is for the matching to say."""

    READ = "read"
    SKIPPED = "skipped"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One line of 组织机构; `parent` is a name, empty at the top. `area_code` is empty where none is given."""

    name: str
    kind: OrganisationKind
    tier: AreaTier | None
    parent: str
    area_code: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of 人员花名册; `organisation` is the name of the station as typed, `birth_month` like 1973-11."""

    name: str
    identity: str
    organisation: str
    gender: Gender
    birth_month: str | None
    post_kind: PostKind
    duty: str
    education: Education
    major: str
    qualification: QualificationLevel
    hired_on: datetime.date | None
    phone: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One line of 培训班台账; `year` is the report year, `round_number` the 期, `planned` the 计划人数."""

    code: str
    name: str
    year: int
    round_number: int
    organiser: str
    provider: str
    starts_on: datetime.date
    ends_on: datetime.date
    tier: ClassTier
    audience: Audience
    kind: ClassKind
    mode: DeliveryMode
    filing_number: str
    place: str
    planned: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of 课程安排表: one session of a class on one half day; `minutes` is its declared length."""

    class_code: str
    date: datetime.date
    half_day: HalfDay
    starts_at: datetime.time | None
    ends_at: datetime.time | None
    minutes: int
    topic: str
    lecturer: str
    lecturer_title: str
    lecturer_organisation: str
    compulsory: bool
    place: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One learner in one half day. `half_day` None means the whole day; `identity` None means the sheet has none."""

    class_code: str
    date: datetime.date
    half_day: HalfDay | None
    name: str
    identity: str | None
    organisation: str
    state: AttendanceState
    signed_in_at: datetime.time | None = None
    signed_out_at: datetime.time | None = None
    note: str = ""


Value = OrganisationRow | PersonRow | ClassRow | SessionRow | AttendanceRow


def summary(value: Value) -> Sentence:
    """What a row is about, for the list of verdicts; never a number of a person."""
    match value:
        case OrganisationRow():
            return quote(value.name)
        case PersonRow():
            return quote(f"{value.name} {value.organisation}")
        case ClassRow():
            return quote(f"{value.code} {value.name}")
        case SessionRow():
            return say(
                "%(code)s %(day)s%(half_day)s %(topic)s",
                code=value.class_code, day=value.date, half_day=value.half_day, topic=value.topic,
            )  # fmt: skip
        case AttendanceRow():
            return say(
                "%(name)s %(code)s %(day)s%(half_day)s %(state)s",
                name=value.name, code=value.class_code, day=value.date,
                half_day=value.half_day or say("全天"), state=value.state,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """The sheet that a row stands in; `columns` are pairs of a field's name and Excel's letter of its column."""

    file: str
    sheet: str
    kind: SheetKind
    columns: tuple[tuple[str, str], ...] = ()

    def letter(self, field: str) -> str | None:
        """The column in which the sheet keeps a field."""
        return next((letter for name, letter in self.columns if name == field), None)


@dataclass(frozen=True, slots=True)
class Clue:
    """Whom or what a doubtful row is about, as far as it can be read: other rows that need it can point there."""

    name: str
    identity: str | None = None
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """The verdict on one row, in a wide sheet on one box of a learner's row.

    `row` counts from 1 as Excel does, `column` is Excel's letter where one column is to blame or, in a wide
    sheet, where the mark stands. `reason` is Chinese, empty for a row that was read, and says what to do for a
    doubtful one. `value` stands only with a row that was read.
    """

    source: Source
    row: int
    verdict: Outcome
    column: str | None = None
    reason: Sentence = NOTHING
    value: Value | None = None
    clue: Clue | None = None

    @property
    def sheet_file(self) -> str:
        """The name of the uploaded file."""
        return self.source.file

    @property
    def sheet_name(self) -> str:
        """The name on the sheet's tab."""
        return self.source.sheet


def read(source: Source, row: int, value: Value, column: int | None = None) -> ParsedRow:
    """A row that says all that is needed; `column` counts from 0."""
    return ParsedRow(source, row, Outcome.READ, _letter(column), value=value)


def skipped(source: Source, row: int, reason: Sentence, column: int | None = None) -> ParsedRow:
    """A row that is no data, or says nothing new."""
    return ParsedRow(source, row, Outcome.SKIPPED, _letter(column), reason)


def doubtful(source: Source, row: int, reason: Sentence, column: int | None = None) -> ParsedRow:
    """A row that a person must mend before it counts."""
    return ParsedRow(source, row, Outcome.DOUBTFUL, _letter(column), reason)


def in_column(field: Sentence, letter: str, reason: Sentence) -> Sentence:
    """A reason with the column that is to blame in front of it."""
    return say("%(field)s（%(letter)s列）：%(reason)s", field=field, letter=letter, reason=reason)


def _letter(column: int | None) -> str | None:
    return None if column is None else column_letter(column + 1)
