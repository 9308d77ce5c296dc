"""A lecturer of the register, and two classes under contract: one accepted, one still to be."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core import clock
from courses.fee_words import FeeClass
from courses.models import TrainingClass
from courses.querysets import all_sessions
from courses.services import contracts, lecturers
from courses.services.contracts import BudgetRow, ContractDetails
from courses.services.lecturers import LecturerDetails
from organisations.authority import SYSTEM
from tests.cast import Places
from tests.courses.classroom import open_class, session_of

TERMS = ContractDetails("东民购〔2026〕3号", 720, 980_050, "县级财政培训经费")


def contracted(places: Places, *, at: datetime) -> dict[str, Any]:
    details = LecturerDetails("卢教员", "教授", "南岭省社科院", "个案工作", FeeClass.FULL)
    lecturer = lecturers.add(owner=places.county, details=details, by=SYSTEM, at=at)
    open_one, accepted = (_class(places, code, at=at) for code in ("2026-31", "2026-32"))
    contracts.accept(
        training_class=accepted, accepted_on=clock.date_of(at), note="按实际时长结算", by=SYSTEM, at=at
    )
    return {"lecturer": lecturer, "contracted_class": open_one, "accepted_class": accepted}


def _class(places: Places, code: str, *, at: datetime) -> TrainingClass:
    """With one session that was held and closed."""
    day = clock.date_of(at) - timedelta(days=20)
    made = open_class(places.county, at, code, provider=places.school, starts_on=day, ends_on=day)
    session = session_of(made, at, held_on=day)
    all_sessions().filter(pk=session.pk).update(opened_at=at, closed_at=at, head_count=0)
    contracts.set_contract(training_class=made, details=TERMS, by=SYSTEM, at=at)
    contracts.set_budget(training_class=made, rows=[BudgetRow("师资费", 800_000)], by=SYSTEM, at=at)
    return made
