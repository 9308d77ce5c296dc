"""A draft of the county, a paper open to everybody, a class test, and two sittings of the worker: one running."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from courses.models import TrainingClass
from courses.services import class_tests
from organisations.authority import SYSTEM
from organisations.models import Organisation
from people.models import Person
from tests.assessment.papers import a_draft, a_paper, begun, live, sat, single


def papers_set(
    county: Organisation, worker: Person, training_class: TrainingClass, *, at: datetime
) -> dict[str, Any]:
    """By the names that addresses use."""
    draft = a_draft(county, at)
    spare = live([single(90), single(91)], at=at)
    opened = a_paper(county, at)
    other = a_paper(county, at, title="另一份", is_open=False)
    return {
        "paper": draft,
        "spare_question": spare[0],
        "open_paper": opened.paper,
        "sitting": begun(opened, worker, at),
        "class_test": class_tests.set_test(
            training_class=training_class,
            version=other,
            opens_at=at,
            closes_at=at + timedelta(days=2),
            by=SYSTEM,
            at=at,
        ),
        "handed_in": sat(other, worker, at, ["A", "B"]),
    }
