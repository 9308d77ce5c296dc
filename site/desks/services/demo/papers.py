"""The demo's class test: a short paper of the county's, which two of today's class have sat."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from assessment.models import Question
from assessment.paper_querysets import versions_asked
from assessment.services import papers, sittings
from assessment.services.papers import PaperDetails
from assessment.services.sittings import Given
from courses.models import ClassTest
from courses.querysets import all_classes, all_enrolments
from courses.services import class_tests
from organisations.authority import SYSTEM
from people.authority import authority_of
from people.models import Person

CODES = ("pre-04-q1", "pre-04-q2", "pre-04-q4", "pre-05-q1", "pre-05-q3", "pre-05-q4")
RIGHT = (6, 2)  # how many each of the two answers right


def build(*, cast: dict[str, Person], anchor: date, at: datetime) -> None:
    held = all_classes().filter(code__startswith="RJ-IN-TODAY").latest("pk")
    details = PaperDetails(title="走访与文书小测", pass_percent=60, minutes=20, tries=2)
    paper = papers.add(details=details, owner=held.organiser, by=SYSTEM, at=at)
    numbers = dict(Question.objects.filter(code__in=CODES).values_list("code", "pk"))
    papers.choose(paper=paper, numbers=[numbers[code] for code in CODES], by=SYSTEM, at=at)
    version = papers.publish(paper=paper, by=SYSTEM, at=at)
    test = class_tests.set_test(
        training_class=held, version=version, opens_at=at - timedelta(days=1), closes_at=at + timedelta(days=5),
        by=SYSTEM, at=at,
    )  # fmt: skip
    listed = all_enrolments().standing().filter(training_class=held).exclude(person=cast["new-worker"])
    for place, right in zip(listed.select_related("person").order_by("pk")[: len(RIGHT)], RIGHT, strict=True):
        _sit(test, place.person, right=right, anchor=anchor, at=at - timedelta(hours=3))


def _sit(test: ClassTest, person: Person, *, right: int, anchor: date, at: datetime) -> None:
    by = authority_of(person, on=anchor)
    sitting = class_tests.begin(test=test, person=person, by=by, at=at)
    given = [Given.of(one.pk, one.right_keys) for one in versions_asked(test.version)[:right]]
    sittings.save(sitting=sitting.public_id, answers=given, sequence=None, by=by, at=at)
    sittings.hand_in(sitting=sitting, by=by, at=at + timedelta(minutes=9))
