"""What stands in the database before an import, as plain data; the service fills it with a few questions.

`importable` says whether the importer may write there: the planner holds rows back that a service would refuse.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from courses.words import CREDITED_STATES, AttendanceState, HalfDay

# A standing thing is named by its id, a planned one by a key of its own kind.
OrganisationKey = int | str
PersonKey = int | str
ClassKey = int | str
SessionKey = int | tuple[ClassKey, datetime.date, HalfDay, datetime.time]


@dataclass(frozen=True, slots=True)
class StandingOrganisation:
    """`aliases` are other names under which sheets know it."""

    id: int
    name: str
    kind: str
    tier: str
    area_code: str
    parent_id: int | None
    aliases: tuple[str, ...] = ()
    ended: bool = False
    withdrawn: bool = False
    importable: bool = True


@dataclass(frozen=True, slots=True)
class StandingPosting:
    """A posting held from a day to the day before `ends_on`."""

    id: int
    organisation_id: int
    starts_on: datetime.date
    ends_on: datetime.date | None
    is_primary: bool
    post_kind: str
    title: str

    def covers(self, day: datetime.date) -> bool:
        """Whether it is held that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class StandingPerson:
    """`identity` is known only where a row names it. `details` are the roster's other fields by name."""

    id: int
    name: str
    identity: str | None
    details: Mapping[str, object]
    postings: tuple[StandingPosting, ...] = ()
    withdrawn: bool = False
    manageable: bool = True


@dataclass(frozen=True, slots=True)
class StandingClass:
    """`details` are the register's fields by name, the provider as an organisation's id."""

    id: int
    code: str
    name: str
    organiser_id: int
    starts_on: datetime.date
    ends_on: datetime.date
    details: Mapping[str, object]
    seats_taken: int = 0
    is_historical: bool = True
    is_locked: bool = False  # cancelled or archived
    importable: bool = True


@dataclass(frozen=True, slots=True)
class StandingSession:
    """`details` are topic, lecturer and the like; `on_record` says that somebody stands on its sheet."""

    id: int
    class_id: int
    held_on: datetime.date
    half_day: HalfDay
    starts_at: datetime.time
    ends_at: datetime.time
    minutes: int
    details: Mapping[str, object]
    on_record: bool = False


@dataclass(frozen=True, slots=True)
class StandingAttendance:
    """One person's state in one session."""

    id: int
    session_id: int
    person_id: int
    state: AttendanceState
    signed_in_at: datetime.time | None
    signed_out_at: datetime.time | None
    note: str

    @property
    def counts(self) -> bool:
        """Whether the person was there."""
        return self.state in CREDITED_STATES


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A time at which a person sat in a class that the import doesn't touch."""

    person_id: int
    held_on: datetime.date
    starts_at: datetime.time
    ends_at: datetime.time
    class_name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the rows of one import could meet. `unbounded` is the system: it may write everywhere.

    `credited_from` is the first day for which a rule says what attendance is worth.
    """

    today: datetime.date
    credited_from: datetime.date = datetime.date.min
    unbounded: bool = True
    organisations: Sequence[StandingOrganisation] = ()
    people: Sequence[StandingPerson] = ()
    classes: Sequence[StandingClass] = ()
    sessions: Sequence[StandingSession] = ()
    attendances: Sequence[StandingAttendance] = ()
    enrolments: Collection[tuple[int, int]] = field(default_factory=frozenset)
    elsewhere: Sequence[Elsewhere] = ()
