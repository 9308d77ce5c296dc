"""Papers as plain data for those who set them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assessment.formats.findings import short
from assessment.models import Paper, PaperVersion, Question
from assessment.paper_querysets import versions_asked
from assessment.rules.sittings import Window
from assessment.showing_sittings import Fact, facts_of
from assessment.words import QuestionKind
from core.sentences import Sentence, say


@dataclass(frozen=True)
class PaperLine:
    """A paper in the list, with its latest version."""

    public_id: UUID
    title: str
    owner: str
    number: int
    count: int
    state: Sentence
    tone: str


@dataclass(frozen=True)
class ItemLine:
    """A question of a paper; options: key, text, right."""

    position: int
    number: int
    code: str
    kind: Sentence
    stem: str
    options: tuple[tuple[str, str, bool], ...]
    explanation: str


@dataclass(frozen=True)
class VersionLine:
    number: int
    title: str
    published_at: datetime | None


DRAFT, PUBLISHED, RETIRED = say("草稿"), say("已发布"), say("已停用")


def paper_lines(papers: Iterable[Paper]) -> list[PaperLine]:
    """Of papers `with_latest`."""
    return [_paper_line(one) for one in papers]


def _paper_line(one: Any) -> PaperLine:
    state, tone = state_of(one, one.latest_published_at)
    return PaperLine(
        public_id=one.public_id, title=one.latest_title or one.code, owner=one.owner.name if one.owner else "",
        number=one.latest_number or 1, count=one.latest_count or 0, state=state, tone=tone,
    )  # fmt: skip


def state_of(paper: Paper, published_at: datetime | None) -> tuple[Sentence, str]:
    """The words of its state, and their tone."""
    if paper.retired_at is not None:
        return RETIRED, "plain"
    return (PUBLISHED, "done") if published_at else (DRAFT, "due")


def item_lines(version: PaperVersion) -> list[ItemLine]:
    """The questions in order; one query."""
    return [
        ItemLine(
            position=position, number=one.question_id, code=one.question.code, kind=QuestionKind(one.kind).label,
            stem=one.stem, explanation=one.explanation,
            options=tuple((option["key"], option["text"], option["right"]) for option in one.options),
        )
        for position, one in enumerate(versions_asked(version), 1)
    ]  # fmt: skip


def facts_of_version(version: PaperVersion) -> list[Fact]:
    return facts_of(version, window=Window(version.opens_at, version.closes_at))


def choices_of(questions: Iterable[Question]) -> list[tuple[int, str]]:
    """Questions `with_current` as choices: id, kind and wording."""
    return [(one.pk, f"{_kind(one)} · {short(one.title or one.current_stem or '')}") for one in questions]


def _kind(one: Question) -> str:
    """In the reader's language: a choice is shown as it stands."""
    return _(QuestionKind(one.current_kind).label) if one.current_kind else ""
