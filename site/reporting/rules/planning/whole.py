"""The whole of an import, from parsed rows to a plan."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from reporting.rules.planning.people import plan_people, settle_postings
from reporting.rules.planning.places import plan_organisations
from reporting.rules.planning.plan import Decisions, Plan
from reporting.rules.planning.schedule import plan_classes
from reporting.rules.planning.sign_ins import plan_sign_ins
from reporting.rules.planning.standing import Standing
from reporting.rules.planning.timetable import plan_sessions
from reporting.rules.workbooks.rows import ClassRow, ParsedRow


def plan_import(rows: Sequence[ParsedRow], standing: Standing) -> Plan:
    """A verdict on every row, and the writing that the good rows ask for.

    A row that is held back holds back only what needs it. Rows that a service would refuse are held back here, so
    that one of them never stops the others.
    """
    decisions = Decisions(rows)
    places = plan_organisations(rows, standing, decisions)
    people = plan_people(rows, standing, places, decisions)
    schedule = plan_classes(rows, standing, places, decisions)
    plan_sessions(rows, standing, places, schedule, decisions)
    sign_ins = plan_sign_ins(rows, standing, places.directory, people, schedule, decisions)
    postings, posting_changes = settle_postings(
        people, sign_ins.earliest, _first_day(rows, standing), decisions
    )
    return Plan(
        rows=decisions.planned(),
        organisations=places.organisations,
        area_codes=places.area_codes,
        people=people.people,
        person_changes=people.changes,
        postings=postings,
        posting_changes=posting_changes,
        classes=schedule.classes,
        class_changes=schedule.class_changes,
        sessions=schedule.sessions,
        session_changes=schedule.session_changes,
        enrolments=sign_ins.enrolments,
        attendances=sign_ins.attendances,
        attendance_changes=sign_ins.changes,
    )


def _first_day(rows: Sequence[ParsedRow], standing: Standing) -> datetime.date:
    """1 January of the report year, for people whose roster row has no date of hire."""
    years = [row.value.year for row in rows if isinstance(row.value, ClassRow)]
    return datetime.date(min(years, default=standing.today.year), 1, 1)
