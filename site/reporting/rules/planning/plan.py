"""The result of planning: a verdict a row, and what is to be written in which order."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.sentences import NOTHING, Sentence, quote, together
from core.words import Verdict
from courses.words import AttendanceState
from organisations.words import Line, OrganisationKind, Tier
from people.words import PostKind
from reporting.rules.planning.standing import ClassKey, OrganisationKey, PersonKey, SessionKey
from reporting.rules.workbooks.rows import (
    ClassRow,
    Outcome,
    ParsedRow,
    PersonRow,
    SessionRow,
    in_column,
)


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """`revives` is the id of a withdrawn one that comes back. Parents stand before their children."""

    key: str
    name: str
    kind: OrganisationKind
    tier: Tier | None
    line: Line
    area_code: str
    parent: OrganisationKey | None
    revives: int | None = None


@dataclass(frozen=True, slots=True)
class AreaCodeChange:
    """A standing organisation gets the code that it lacked."""

    organisation_id: int
    area_code: str


@dataclass(frozen=True, slots=True)
class NewPerson:
    """`key` is the identity number; `revives` the id of a withdrawn person who comes back."""

    key: str
    row: PersonRow
    revives: int | None = None


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Fields of a standing person with their new values."""

    person_id: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NewPosting:
    """A primary posting without an end."""

    person: PersonKey
    organisation: OrganisationKey
    starts_on: datetime.date
    post_kind: PostKind
    title: str


@dataclass(frozen=True, slots=True)
class PostingChange:
    """Fields of a standing posting with their new values."""

    posting_id: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NewClass:
    """`programme` is the name of the series; the key is the class's number."""

    key: str
    row: ClassRow
    programme: str
    organiser: OrganisationKey
    provider: OrganisationKey | None


@dataclass(frozen=True, slots=True)
class ClassChange:
    """Fields of a standing class with their new values; `provider` as an organisation's key."""

    class_id: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session row with its times settled."""

    row: SessionRow
    starts_at: datetime.time
    ends_at: datetime.time
    lecturer_organisation: OrganisationKey | None


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session to add to a class."""

    key: SessionKey
    training_class: ClassKey
    session: PlannedSession


@dataclass(frozen=True, slots=True)
class SessionChange:
    """Fields of a standing session with their new values; `lecturer_organisation` as an organisation's key."""

    session_id: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NewEnrolment:
    """A place in a class, without a seat: nothing is enforced on the past."""

    training_class: ClassKey
    person: PersonKey


@dataclass(frozen=True, slots=True)
class MarkFields:
    """What is kept of one person in one session."""

    state: AttendanceState
    signed_in_at: datetime.time | None
    signed_out_at: datetime.time | None
    note: str


@dataclass(frozen=True, slots=True)
class NewAttendance:
    """One person in one session; the posting is the one held that day, found when it is written."""

    session: SessionKey
    person: PersonKey
    mark: MarkFields


@dataclass(frozen=True, slots=True)
class AttendanceChange:
    """A standing attendance with all its fields as they should be."""

    attendance_id: int
    mark: MarkFields


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """The verdict on a parsed row; a reason may stand with any verdict."""

    parsed: ParsedRow
    verdict: Verdict
    reason: Sentence = NOTHING
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything in the order in which it can be written."""

    rows: Sequence[PlannedRow]
    organisations: Sequence[NewOrganisation] = ()
    area_codes: Sequence[AreaCodeChange] = ()
    people: Sequence[NewPerson] = ()
    person_changes: Sequence[PersonChange] = ()
    postings: Sequence[NewPosting] = ()
    posting_changes: Sequence[PostingChange] = ()
    classes: Sequence[NewClass] = ()
    class_changes: Sequence[ClassChange] = ()
    sessions: Sequence[NewSession] = ()
    session_changes: Sequence[SessionChange] = ()
    enrolments: Sequence[NewEnrolment] = ()
    attendances: Sequence[NewAttendance] = ()
    attendance_changes: Sequence[AttendanceChange] = ()


@dataclass(slots=True)
class Decisions:
    """Collects the verdicts on parsed rows while they are planned, by the row's place in the import."""

    rows: Sequence[ParsedRow]
    verdicts: dict[int, tuple[Verdict, Sentence, str | None]] = field(default_factory=dict)

    def decide(self, index: int, verdict: Verdict, remark: str = "") -> None:
        """New, changed or same, perhaps with a remark."""
        self.verdicts[index] = (verdict, quote(remark), self.rows[index].column)

    def doubt(self, index: int, reason: Sentence, column: str | None = None) -> None:
        """Hold the row back; `column` is the name of the field to blame."""
        letter = self.rows[index].source.letter(column) if column else None
        placed = in_column(Sentence(column), letter, reason) if column and letter else reason
        self.verdicts[index] = (Verdict.DOUBTFUL, placed, letter or self.rows[index].column)

    def repeat(self, index: int, reason: Sentence) -> None:
        """The row says again what another one said."""
        self.verdicts[index] = (Verdict.SKIPPED, reason, self.rows[index].column)

    def remark(self, index: int, remark: Sentence, *, changed: bool = False) -> None:
        """Add a remark to a decided row, which may turn from same to changed by it."""
        verdict, reason, column = self.verdicts[index]
        if changed and verdict is Verdict.SAME:
            verdict = Verdict.CHANGED
        self.verdicts[index] = (verdict, together((reason, remark)), column)

    def is_doubtful(self, index: int) -> bool:
        """Whether the row is held back."""
        return self.verdicts[index][0] is Verdict.DOUBTFUL

    def planned(self) -> list[PlannedRow]:
        """All rows in their order, with the verdicts of reading where planning had nothing to say."""
        return [self._planned(index, row) for index, row in enumerate(self.rows)]

    def _planned(self, index: int, row: ParsedRow) -> PlannedRow:
        if index in self.verdicts:
            verdict, reason, column = self.verdicts[index]
            return PlannedRow(row, verdict, reason, column)
        verdict = Verdict.DOUBTFUL if row.verdict is Outcome.DOUBTFUL else Verdict.SKIPPED
        return PlannedRow(row, verdict, row.reason, row.column)
