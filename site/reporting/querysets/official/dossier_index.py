"""一期一档目录: what the dossier of a class holds and lacks."""

from __future__ import annotations

from courses.dossier_querysets import IndexLine, index_of
from reporting.querysets.official.asked import Question
from reporting.querysets.official.classes import class_of
from reporting.rules.metrics import METRICS
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Value, numbered


def compute(question: Question) -> Computed:
    held = class_of(question)
    table = question.form.table("items")
    opens = Opens.of("dossier", public_id=str(held.public_id))
    rows = numbered(table, (_item(line, opens) for line in index_of(held)))
    part = Part(table, table.caption, rows)
    return Computed(
        question.form, question.title, question.facts(), (part,), question.at, (METRICS["dossier"].text,)
    )


def _item(line: IndexLine, opens: Opens) -> dict[str, Value | Plain]:
    return {
        "item": Value(line.label, opens),
        "state": line.state.label,
        "files": Value(len(line.files), opens if line.files else None),
        "note": line.note or None,
        "reason": line.reason or None,
    }
