"""Write a plan through the services of the apps below, in bulk, and tell what was made and changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import models

from core import clock
from core.progress import Count, Progress, unwatched
from core.services.imports import Change
from core.words import gettext_noop
from courses.models import ClassSession, TrainingClass
from courses.querysets import all_classes
from courses.services import attendance, classes
from courses.services import imports as class_imports
from courses.services.attendance import NEEDS_A_REASON, Mark
from courses.services.classes import ClassDetails, SessionDetails
from courses.services.imports import Correction
from courses.words import ClassState
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.services import imports as organisation_imports
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from people.models import Person
from people.querysets import all_people
from people.services import imports as people_imports
from people.services import persons, postings
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails
from reporting.querysets.imports import held_on, primary_postings, sessions_with_class
from reporting.rules.planning.people import details_of
from reporting.rules.planning.plan import MarkFields, NewClass, NewOrganisation, NewPerson, Plan
from reporting.rules.planning.standing import ClassKey, OrganisationKey, PersonKey, SessionKey

# In the ledger beside every line of an import: a late line in a filed period needs a reason, this is it.
REASON = gettext_noop("按导入的签到表记录")
MARKS_A_STEP = 500  # a quarter of a second or so: a cancellation is heard between two steps


class PlanWriter:
    """One plan, written once, inside the caller's transaction."""

    def __init__(
        self,
        plan: Plan,
        *,
        organisation: Organisation | None,
        by: Authority,
        at: datetime,
        progress: Progress = unwatched,
    ) -> None:
        self._plan = plan
        self._importer = organisation
        self._who: dict[str, Any] = {"by": by, "at": at}
        self._today = clock.date_of(at)
        self._organisations: dict[OrganisationKey, Organisation] = {}
        self._people: dict[PersonKey, Person] = {}
        self._classes: dict[ClassKey, TrainingClass] = {}
        self._sessions: dict[SessionKey, ClassSession] = {}
        self.changes: list[Change] = []
        # Each object counts twice: when it is written, and when the batch notes that it was.
        self.count = Count(progress, total=2 * _size(plan), unit=gettext_noop("项"))

    def write(self) -> None:
        """Everything in order, told in `changes`.

        Raises RuleBroken as the services do; the planner has seen to it that they don't. Lets Stopped pass.
        """
        self._load_standing()
        self._write_organisations()
        self._write_people()
        self._write_postings()
        self._write_classes()
        self._write_sessions()
        self._write_enrolments()
        self._write_attendances()

    def _made(self, rows: Iterable[models.Model], after: Mapping[int, Any] | None = None) -> None:
        for row in rows:
            said = after.get(row.pk) if after else None
            self._note(Change(row._meta.label_lower, row.pk, created=True, after=said))

    def _changed(self, model: type[models.Model], pk: int, before: Any, after: Any) -> None:
        self._note(Change(model._meta.label_lower, pk, created=False, before=before, after=after))

    def _note(self, change: Change) -> None:
        self.changes.append(change)
        self.count.add(1)

    def _load_standing(self) -> None:
        plan = self._plan
        places: set[OrganisationKey | None] = {one.parent for one in plan.organisations}
        places |= {one.organisation for one in plan.postings} | {one.organiser for one in plan.classes}
        places |= {one.provider for one in plan.classes}
        places |= {one.session.lecturer_organisation for one in plan.sessions}
        places |= {one.organisation_id for one in plan.area_codes} | {
            one.revives for one in plan.organisations
        }
        fields: list[Mapping[str, Any]] = [one.fields for one in plan.class_changes]
        fields += [one.fields for one in plan.session_changes]
        places |= {said.get(name) for said in fields for name in ("provider", "lecturer_organisation")}
        self._organisations |= all_organisations().in_bulk(_ids(places))
        people: set[PersonKey | None] = {one.person for one in plan.postings}
        people |= {one.person for one in plan.enrolments} | {one.person for one in plan.attendances}
        people |= {one.revives for one in plan.people}
        self._people |= all_people().in_bulk(_ids(people))
        wanted: set[ClassKey | None] = {one.training_class for one in plan.sessions}
        wanted |= {one.training_class for one in plan.enrolments} | {
            one.class_id for one in plan.class_changes
        }
        self._classes |= all_classes().select_related("organiser", "programme").in_bulk(_ids(wanted))
        sessions: set[SessionKey | None] = {one.session for one in plan.attendances}
        sessions |= {one.session_id for one in plan.session_changes}
        self._sessions.update((pk, row) for pk, row in sessions_with_class(_ids(sessions)).items())

    def _place(self, key: OrganisationKey | None) -> Organisation | None:
        return None if key is None else self._organisations[key]

    def _write_organisations(self) -> None:
        for level in _levels(self._plan.organisations):
            fresh = [one for one in level if one.revives is None]
            if fresh:
                rows = [(_organisation_details(one), self._place(one.parent)) for one in fresh]
                made = organisations.add_many(rows=rows, **self._who)
                self._organisations |= {one.key: row for one, row in zip(fresh, made, strict=True)}
                self._made(made)
            back = [(one, self._organisations[one.revives]) for one in level if one.revives is not None]
            if back:
                revived = organisation_imports.revive_many(
                    rows=[(row, _organisation_details(one), self._place(one.parent)) for one, row in back],
                    **self._who,
                )
                self._organisations |= {one.key: row for (one, _), row in zip(back, revived, strict=True)}
                self._made(revived)
        codes = [(self._organisations[one.organisation_id], one.area_code) for one in self._plan.area_codes]
        if codes:
            organisation_imports.fill_in_codes(rows=codes, **self._who)
        for organisation, code in codes:
            self._changed(Organisation, organisation.pk, {"area_code": ""}, {"area_code": code})

    def _write_people(self) -> None:
        fresh = [one for one in self._plan.people if one.revives is None]
        if fresh:
            rows = [_person_details(one) for one in fresh]
            made = persons.add_many(rows=rows, organisation=self._importer, **self._who)
            self._people |= {one.key: row for one, row in zip(fresh, made, strict=True)}
            self._made(made)
        back = [(one, self._people[one.revives]) for one in self._plan.people if one.revives is not None]
        if back:
            pairs = [(row, _person_details(one)) for one, row in back]
            revived = people_imports.revive_many(rows=pairs, organisation=self._importer, **self._who)
            self._people |= {one.key: row for (one, _), row in zip(back, revived, strict=True)}
            self._made(revived)
        rows_to_edit = {one.person_id: one.fields for one in self._plan.person_changes}
        if rows_to_edit:
            before = people_imports.edit_many(rows=rows_to_edit, **self._who)
            for pk, stood in before.items():
                self._changed(Person, pk, stood, dict(rows_to_edit[pk]))

    def _write_postings(self) -> None:
        rows_to_edit = {one.posting_id: one.fields for one in self._plan.posting_changes}
        if rows_to_edit:
            before = people_imports.edit_postings(rows=rows_to_edit, **self._who)
            for pk, stood in before.items():
                self._note(Change("people.posting", pk, False, before=stood, after=dict(rows_to_edit[pk])))
        rows = [
            (
                self._people[one.person],
                PostingDetails(
                    organisation=self._organisations[one.organisation], starts_on=one.starts_on,
                    post_kind=one.post_kind, title=one.title,
                ),
            )
            for one in self._plan.postings
        ]  # fmt: skip
        if rows:
            self._made(postings.start_many(rows=rows, **self._who))

    def _write_classes(self) -> None:
        fresh = self._plan.classes
        if fresh:
            rows = [self._class_details(one) for one in fresh]
            made = classes.add_many(rows=rows, **self._who)
            self._classes |= {one.key: row for one, row in zip(fresh, made, strict=True)}
            self._made(made)
        for change in self._plan.class_changes:
            standing = self._classes[change.class_id]
            before, after = self._edit(standing, change.fields)
            details = details_of_class(standing, self._loaded(change.fields))
            classes.edit(training_class=standing, details=details, **self._who)
            self._changed(TrainingClass, standing.pk, before, after)

    def _edit(
        self, standing: models.Model, fields: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """What stood and what stands, organisations by their ids."""
        before, after = {}, {}
        for name, value in fields.items():
            if name == "programme_name":
                before[name], after[name] = standing.programme.name, value  # type: ignore[attr-defined]
            elif name in ("provider", "lecturer_organisation"):
                before[name], after[name] = getattr(standing, f"{name}_id"), self._organisations[value].pk
            else:
                before[name], after[name] = getattr(standing, name), value
        return before, after

    def _loaded(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        keyed = ("provider", "lecturer_organisation")
        return {name: self._place(value) if name in keyed else value for name, value in fields.items()}

    def _class_details(self, one: NewClass) -> ClassDetails:
        row = one.row
        return ClassDetails(
            code=row.code, name=row.name, programme_name=one.programme, organiser=self._organisations[one.organiser],
            report_year=row.year, starts_on=row.starts_on, ends_on=row.ends_on, provider=self._place(one.provider),
            round_number=row.round_number, tier=row.tier, audience=row.audience, kind=row.kind,
            delivery_mode=row.mode, filing_number=row.filing_number, venue=row.place, capacity=row.planned,
            state=_state(row.starts_on, row.ends_on, self._today), is_historical=row.starts_on <= self._today,
        )  # fmt: skip

    def _write_sessions(self) -> None:
        fresh = self._plan.sessions
        rows = [
            (
                self._classes[one.training_class],
                SessionDetails(
                    held_on=one.session.row.date, half_day=one.session.row.half_day, starts_at=one.session.starts_at,
                    ends_at=one.session.ends_at, minutes=one.session.row.minutes, topic=one.session.row.topic,
                    lecturer=one.session.row.lecturer, lecturer_title=one.session.row.lecturer_title,
                    lecturer_organisation=self._place(one.session.lecturer_organisation),
                    is_compulsory=one.session.row.compulsory,
                ),
            )
            for one in fresh
        ]  # fmt: skip
        if rows:
            made = classes.add_sessions(rows=rows, **self._who)
            self._sessions |= {one.key: row for one, row in zip(fresh, made, strict=True)}
            self._made(made)
        for change in self._plan.session_changes:
            standing = self._sessions[change.session_id]
            before, after = self._edit(standing, change.fields)
            details = details_of_session(standing, self._loaded(change.fields))
            classes.edit_session(session=standing, details=details, **self._who)
            self._changed(ClassSession, standing.pk, before, after)

    def _write_enrolments(self) -> None:
        rows = [
            (self._classes[one.training_class], self._people[one.person]) for one in self._plan.enrolments
        ]
        if rows:
            self._made(class_imports.list_many(rows=rows, **self._who))

    def _write_attendances(self) -> None:
        planned = self._plan.attendances
        held = primary_postings({self._people[one.person].pk for one in planned})
        marks = []
        for one in planned:
            session, person = self._sessions[one.session], self._people[one.person]
            posting = held_on(held.get(person.pk, ()), session.held_on)
            marks.append(
                Mark(
                    session, person, posting, one.mark.state, one.mark.signed_in_at, one.mark.signed_out_at,
                    one.mark.note, one.mark.note if one.mark.state in NEEDS_A_REASON else "",
                )
            )  # fmt: skip
        for first in range(0, len(marks), MARKS_A_STEP):
            step = marks[first : first + MARKS_A_STEP]
            made = attendance.record_many(marks=step, reason=REASON, **self._who)
            self._made(made, {row.pk: {"state": row.state} for row in made})
        corrections = {one.attendance_id: _correction(one.mark) for one in self._plan.attendance_changes}
        if corrections:
            before = class_imports.correct_many(rows=corrections, reason=REASON, **self._who)
            for pk, stood in before.items():
                self._note(
                    Change("courses.attendance", pk, False, before=vars(stood), after=vars(corrections[pk]))
                )


def _size(plan: Plan) -> int:
    """How many objects the plan makes or changes."""
    return sum(len(getattr(plan, part.name)) for part in fields(plan) if part.name != "rows")


def _ids(keys: Iterable[Any]) -> set[int]:
    return {key for key in keys if isinstance(key, int)}


def _levels(planned: Iterable[NewOrganisation]) -> list[list[NewOrganisation]]:
    """Parents in an earlier level than their children."""
    depth: dict[OrganisationKey | None, int] = {}
    for one in planned:
        depth[one.key] = depth.get(one.parent, 0) + 1
    ordered = sorted(planned, key=lambda one: depth[one.key])
    return [list(level) for _, level in groupby(ordered, key=lambda one: depth[one.key])]


def _organisation_details(one: NewOrganisation) -> OrganisationDetails:
    return OrganisationDetails(
        name=one.name, kind=one.kind, tier=one.tier or "", line=one.line, area_code=one.area_code
    )


def _person_details(one: NewPerson) -> PersonDetails:
    fields: dict[str, Any] = details_of(one.row)
    return PersonDetails(name=one.row.name, identity_number=one.row.identity, **fields)


def _state(first: date, last: date, today: date) -> ClassState:
    if last < today:
        return ClassState.CLOSED
    return ClassState.RUNNING if first <= today else ClassState.PLANNED


def details_of_class(standing: TrainingClass, changed: Mapping[str, Any]) -> ClassDetails:
    names = (
        "code", "name", "organiser", "report_year", "starts_on", "ends_on", "provider", "round_number", "tier",
        "audience", "kind", "delivery_mode", "filing_number", "venue", "capacity", "is_historical",
    )  # fmt: skip
    said = {name: getattr(standing, name) for name in names} | {"programme_name": standing.programme.name}
    return ClassDetails(**(said | dict(changed)))


def details_of_session(standing: ClassSession, changed: Mapping[str, Any]) -> SessionDetails:
    names = (
        "held_on", "half_day", "starts_at", "ends_at", "minutes", "topic", "lecturer", "lecturer_title",
        "lecturer_organisation", "is_compulsory", "lecturer_unit", "lecturer_entry",
    )  # fmt: skip
    said = {name: getattr(standing, name) for name in names} | dict(changed)
    if said["lecturer"] != standing.lecturer:  # somebody else: the entry does not mean them
        said |= {"lecturer_unit": "", "lecturer_entry": None}
    return SessionDetails(**said)


def _correction(mark: MarkFields) -> Correction:
    return Correction(mark.state, mark.signed_in_at, mark.signed_out_at, mark.note)
