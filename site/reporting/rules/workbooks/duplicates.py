"""The same thing said twice: said alike it counts once, said differently it doesn't count until mended."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from core.sentences import NOTHING, Sentence, say
from reporting.rules.workbooks.cells import match_key
from reporting.rules.workbooks.rows import (
    AttendanceRow,
    ClassRow,
    Clue,
    OrganisationRow,
    ParsedRow,
    PersonRow,
    SessionRow,
    Value,
    doubtful,
    skipped,
)


def subject_of(value: Value) -> tuple[Sentence, Hashable]:
    """What a row is about, in words for a message and as a key; two rows with one key can't both be true."""
    match value:
        case OrganisationRow():
            return say("同一个机构"), ("organisation", match_key(value.name), match_key(value.parent))
        case PersonRow():
            return say("同一个人"), ("person", value.identity)
        case ClassRow():
            return say("同一个班"), ("class", value.code)
        case SessionRow():
            when = value.starts_at or match_key(value.topic)
            return say("同一课次"), ("session", value.class_code, value.date, value.half_day, when)
        case AttendanceRow():
            who = value.identity or (match_key(value.name), match_key(value.organisation))
            return say("同一人同一课次"), ("attendance", value.class_code, value.date, value.half_day, who)


def settle_duplicates(rows: Sequence[ParsedRow]) -> list[ParsedRow]:
    """The same rows in the same order: repeated ones skipped, contradicting ones doubtful, all of them.

    A remark is no contradiction.
    """
    by_subject: dict[Hashable, list[int]] = {}
    for index, row in enumerate(rows):
        if row.value is not None:
            by_subject.setdefault(subject_of(row.value)[1], []).append(index)
    settled = list(rows)
    for indexes in by_subject.values():
        if len(indexes) > 1:
            for index, verdict in zip(indexes, _verdicts([rows[index] for index in indexes]), strict=True):
                settled[index] = verdict
    return settled


def _verdicts(same: Sequence[ParsedRow]) -> Iterable[ParsedRow]:
    first = same[0]
    if len({_without_remark(row) for row in same}) == 1:
        repeated = (
            skipped_like(row, say("重复的行，与%(place)s相同", place=_place(first, seen_from=row)))
            for row in same[1:]
        )
        return [first, *repeated]
    return [_contradicted(row, next(other for other in same if other is not row)) for row in same]


def _without_remark(row: ParsedRow) -> Value | None:
    return replace(row.value, note="") if row.value is not None else None


def skipped_like(row: ParsedRow, reason: Sentence) -> ParsedRow:
    """The same place, skipped."""
    return replace(skipped(row.source, row.row, reason), column=row.column)


def _contradicted(row: ParsedRow, other: ParsedRow) -> ParsedRow:
    subject = subject_of(row.value)[0] if row.value is not None else NOTHING
    reason = say(
        "与%(place)s说的是%(subject)s，内容不同，请核对后只留正确的一行",
        place=_place(other, seen_from=row),
        subject=subject,
    )
    return replace(doubtful(row.source, row.row, reason), column=row.column, clue=_clue(row.value))


def _clue(value: Value | None) -> Clue | None:
    match value:
        case PersonRow():
            return Clue(value.name, value.identity, value.organisation)
        case OrganisationRow():
            return Clue(value.name)
        case ClassRow():
            return Clue(value.code)
    return None


def _place(row: ParsedRow, *, seen_from: ParsedRow) -> Sentence:
    """第n行, with the sheet and the file only where they differ."""
    place = say("第%(row)s行", row=row.row)
    if row.column:
        place = say("第%(row)s行%(column)s列", row=row.row, column=row.column)
    if row.source.file != seen_from.source.file:
        file, sheet = row.source.file[-60:], row.source.sheet[-40:]
        return say("文件“%(file)s”表“%(sheet)s”%(place)s", file=file, sheet=sheet, place=place)
    if row.source.sheet != seen_from.source.sheet:
        return say("表“%(sheet)s”%(place)s", sheet=row.source.sheet[-40:], place=place)
    return place
