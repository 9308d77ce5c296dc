"""What stands in the file of the world's class, a class that may be archived, and the worker's calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from courses.dossier_words import DossierItem
from courses.models import TrainingClass
from courses.services import calendar_feeds, dossiers
from courses.words import ClassState
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import open_class


def class_papers(
    training_class: TrainingClass, worker: Person, places: Places, cast: Cast, *, at: datetime
) -> dict[str, Any]:
    slides = dossiers.attach(
        training_class=training_class, item=DossierItem.COURSEWARE, title="第一天课件",
        content=b"%PDF-1.4\n%%EOF\n", by=SYSTEM, at=at,
    )  # fmt: skip
    dossiers.hand_out(file=slides, to_learners=True, by=SYSTEM, at=at)
    return {
        "dossier_file": slides,
        "completed_class": open_class(places.county, at, code="2026-09", state=ClassState.COMPLETED),
        "calendar_feed": calendar_feeds.renew(person=worker, by=cast.by(worker), at=at),
    }
