"""What is new in a lesson since somebody saw it, as plain data for its page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision

from courses.models import LessonPage
from courses.rules.changes import Changes, changes_between, paragraphs

SHOWN = 6  # paragraphs of each kind; a lesson written anew is better read than listed
LONGEST = 90  # characters of a paragraph


@dataclass(frozen=True)
class News:
    """`is_known` is false where the version that was seen is kept no more: then only the fact is told."""

    is_known: bool
    title: str = ""  # the former title, where it changed
    minutes: int | None = None  # the former declared minutes, where they changed
    has_new_questions: bool = False
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rewritten: tuple[tuple[str, str], ...] = ()
    more: int = 0  # further changed paragraphs

    def __bool__(self) -> bool:
        texts = self.added or self.removed or self.rewritten
        return bool(not self.is_known or self.title or self.minutes or self.has_new_questions or texts)


def news_since(page: LessonPage, revision_id: int | None) -> News | None:
    """None where nothing changed that learners read. `revision_id`: what they saw; None where it was not noted."""
    if revision_id is None or revision_id == page.live_revision_id:
        return None
    seen = Revision.objects.filter(pk=revision_id).first()
    if seen is None:
        return News(is_known=False)
    return _compared(seen.content, page) or None


def _compared(seen: dict[str, Any], page: LessonPage) -> News:
    now_body, now_questions = list(page.body.raw_data), list(page.questions.raw_data)
    changes = changes_between(paragraphs(_stream(seen, "body")), paragraphs(now_body))
    questions = paragraphs(_stream(seen, "questions")) != paragraphs(now_questions)
    told = sum(min(len(part), SHOWN) for part in (changes.added, changes.removed, changes.rewritten))
    return News(
        is_known=True,
        title=seen["title"] if seen["title"] != page.title else "",
        minutes=seen["minutes"] if seen["minutes"] != page.minutes else None,
        has_new_questions=questions,
        added=_short(changes.added),
        removed=_short(changes.removed),
        rewritten=tuple((_cut(before), _cut(after)) for before, after in changes.rewritten[:SHOWN]),
        more=_count(changes) - told,
    )


def _stream(content: dict[str, Any], name: str) -> list[Any]:
    """Revisions keep a stream as JSON inside JSON."""
    stored = content.get(name) or "[]"
    found: list[Any] = json.loads(stored) if isinstance(stored, str) else stored
    return found


def _count(changes: Changes) -> int:
    return len(changes.added) + len(changes.removed) + len(changes.rewritten)


def _short(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(_cut(text) for text in texts[:SHOWN])


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
