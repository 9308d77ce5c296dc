"""What was decided about a person's plans, as pages list it: the latest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.sentences import NOTHING, Sentence, say
from courses.plan_querysets import all_equivalents, all_pauses, all_plans, all_waivers
from courses.plan_words import PauseKind
from people.models import Person


@dataclass(frozen=True)
class DecisionLine:
    """`table` and `public_id` name the row in addresses; what one may not read is empty."""

    table: str
    public_id: UUID
    what: Sentence
    about: Sentence
    first_day: date
    last_day: date | None
    reason: str
    document: str
    decided_at: datetime
    is_withdrawn: bool
    has_file: bool
    hours: str = ""


def decisions_of(person: Person, *, grounds: bool) -> list[DecisionLine]:
    """Waivers, pauses and accepted evidence, withdrawn ones too; four questions.

    Reasons and documents, which may tell of an illness, only with `grounds`.
    """
    names = _names()
    found = []
    for row in all_waivers().of_people([person.pk]):
        found.append(_line("waivers", row, say("豁免"), names.get((row.code, row.key), NOTHING)))
    for row in all_pauses().of_people([person.pk]):
        found.append(_line("pauses", row, say("暂停"), PauseKind(row.kind).label))
    for row in all_equivalents().of_people([person.pk]):
        hours = f"{row.minutes / 60:.1f}" if row.minutes else ""
        found.append(
            _line("equivalents", row, say("认定材料"), names.get((row.code, row.key), NOTHING), hours)
        )
    shown = found if grounds else [replace(line, reason="", document="", has_file=False) for line in found]
    return sorted(shown, key=lambda line: line.decided_at, reverse=True)


def _line(table: str, row: Any, what: Sentence, about: Sentence, hours: str = "") -> DecisionLine:
    return DecisionLine(
        table=table, public_id=row.public_id, what=what, about=about, first_day=row.first_day, last_day=row.last_day,
        reason=row.reason, document=row.document, decided_at=row.decided_at, is_withdrawn=row.withdrawn_at is not None,
        has_file=bool(row.file_kind), hours=hours,
    )  # fmt: skip


def _names() -> dict[tuple[str, str], Sentence]:
    """Titles of plans and their requirements, of the latest version of each."""
    found: dict[tuple[str, str], Sentence] = {}
    for code, title, definition in (
        all_plans().order_by("valid_from").values_list("code", "title", "definition")
    ):
        found[code, ""] = Sentence(title)
        rows = list(definition.get("requirements", ()))
        while rows:
            row = rows.pop()
            found[code, row["key"]] = Sentence(row["title"])
            rows += row.get("of", ())
    return found
