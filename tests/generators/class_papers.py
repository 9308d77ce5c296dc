"""What stands in the papers and in the file of the world's class, a class that may be archived, and the worker's calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from courses.dossier_words import DossierItem
from courses.models import TrainingClass
from courses.services import calendar_feeds, dossiers
from courses.services.class_papers import HandbookDetails, NoticeDetails, set_groups, set_handbook, set_notice
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
    notice = NoticeDetails(check_in_place="青石宾馆大堂", contact_name="周老师", contact_phone="0799-1234567")
    set_notice(training_class=training_class, details=notice, by=SYSTEM, at=at)
    texts = HandbookDetails(bring="铅笔", rooms="青石宾馆", meals="县委食堂", rules="准时到\n手机静音")
    set_handbook(training_class=training_class, details=texts, by=SYSTEM, at=at)
    set_groups(training_class=training_class, numbers={worker: 2}, by=SYSTEM, at=at)
    dossiers.hand_out(file=slides, to_learners=True, by=SYSTEM, at=at)
    return {
        "dossier_file": slides,
        "completed_class": open_class(places.county, at, code="2026-09", state=ClassState.COMPLETED),
        "calendar_feed": calendar_feeds.renew(person=worker, by=cast.by(worker), at=at),
    }
