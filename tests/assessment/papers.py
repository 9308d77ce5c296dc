"""Papers, made by the services: single choices whose first option is right, unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from assessment.models import Paper, PaperVersion, Question, Sitting
from assessment.paper_querysets import versions_asked
from assessment.rules.sittings import Window
from assessment.services import bank, papers, sittings
from assessment.services.papers import PaperDetails
from assessment.services.questions import QuestionDetails
from assessment.services.sittings import Given
from assessment.words import QuestionKind, QuestionState
from organisations.authority import SYSTEM, Authority
from organisations.models import Organisation
from people.authority import authority_of
from people.models import Person

DETAILS = PaperDetails(title="结业考核", pass_percent=60, minutes=30, tries=2, is_open=True)
ANYTIME = Window()


def single(number: int, **changes: Any) -> QuestionDetails:
    details = QuestionDetails(
        f"paper-q{number}", QuestionKind.SINGLE, f"第{number}题问什么", (("甲", True), ("乙", False), ("丙", False)),
        explanation=f"第{number}题选甲。",
    )  # fmt: skip
    return replace(details, **changes)


def live(questions: Sequence[QuestionDetails], *, at: datetime) -> list[Question]:
    """In the bank, and live."""
    kept = [bank.keep(details=details, by=SYSTEM, at=at) for details in questions]
    for question in kept:
        for state in (QuestionState.REVIEW, QuestionState.LIVE):
            if question.state != QuestionState.LIVE:
                bank.move(question=question, to=state, by=SYSTEM, at=at)
    return kept


def a_draft(owner: Organisation, at: datetime, *, questions: int = 3, **changes: Any) -> Paper:
    asked = live([single(number) for number in range(1, questions + 1)], at=at)
    paper = papers.add(details=replace(DETAILS, **changes), owner=owner, by=SYSTEM, at=at)
    papers.choose(paper=paper, numbers=[question.pk for question in asked], by=SYSTEM, at=at)
    return paper


def a_paper(owner: Organisation, at: datetime, *, questions: int = 3, **changes: Any) -> PaperVersion:
    """Published."""
    paper = a_draft(owner, at, questions=questions, **changes)
    return papers.publish(paper=paper, by=SYSTEM, at=at)


def by(person: Person, at: datetime) -> Authority:
    return authority_of(person, on=at.date())


def begun(
    version: PaperVersion,
    person: Person,
    at: datetime,
    *,
    window: Window = ANYTIME,
    occasion: UUID | None = None,
) -> Sitting:
    return sittings.begin(
        version=version, person=person, window=window, occasion=occasion, by=by(person, at), at=at
    )


def answer(sitting: Sitting, keys: Sequence[str], at: datetime, *, sequence: int | None = None) -> None:
    """The questions from the first on, with these keys ("" leaves one out)."""
    asked = versions_asked(sitting.answers_to)
    given = [Given.of(one.pk, key) for one, key in zip(asked, keys, strict=False) if key]
    sittings.save(
        sitting=sitting.public_id, answers=given, sequence=sequence, by=by(sitting.person, at), at=at
    )


def sat(
    version: PaperVersion, person: Person, at: datetime, keys: Sequence[str], *, occasion: UUID | None = None
) -> Sitting:
    """Begun, answered and handed in."""
    sitting = begun(version, person, at, occasion=occasion)
    answer(sitting, keys, at)
    return sittings.hand_in(sitting=sitting, by=by(person, at), at=at)
