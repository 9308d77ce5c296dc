"""Questions that the facts raise before a filing, and whether each is answered. Pure functions.

A question never blocks by itself: it wants an answer with a remark, and both are frozen with the filing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.sentences import Sentence, say
from reporting.words import Disposition, QuestionKind

HOW_TO_MEND: dict[QuestionKind, Sentence] = {
    QuestionKind.TWO_PLACES: say("两个档案并为一人后，同一时间有两条签到。请作废记错的一条。"),
    QuestionKind.AFTER_END: say("签到比下课还晚。请核对是否应为补签，或者时间记错。"),
    QuestionKind.NO_CERTIFICATE: say(
        "继续教育只对持证人员有意义。请在名册上补登证书等级，或者改班次的类别。"
    ),
    QuestionKind.TWO_STATIONS: say("本期内同一天有两个社工站的任职。请核对是否有一段已经结束。"),
    QuestionKind.HEAD_COUNT: say("现场清点的人数与计入的签到不同。请核对签到表。"),
    QuestionKind.NOT_CLOSED: say("最后一天已过，班次还没有结课。以后补记的签到要用更正补报。"),
}


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """One row of a question, by ids: 0 where it is about nobody or nothing of that kind.

    `person` is whoever a merged record points to; `other` is the second session, or the second station.
    """

    person: int = 0
    session: int = 0
    training_class: int = 0
    organisation: int = 0
    other: int = 0

    def as_record(self) -> list[int]:
        return [self.person, self.session, self.training_class, self.organisation, self.other]


Doubts = Mapping[QuestionKind, Sequence[Doubt]]


@dataclass(frozen=True, slots=True)
class Answer:
    disposition: Disposition
    remark: str


def unanswered(doubts: Doubts, answers: Mapping[QuestionKind, Answer]) -> list[QuestionKind]:
    """Questions with rows that nobody answered, or answered without a remark."""
    return [
        kind
        for kind in QuestionKind
        if doubts.get(kind) and not (kind in answers and answers[kind].remark.strip())
    ]


def carried(doubts: Doubts, filed: Sequence[Mapping[str, Any]]) -> dict[QuestionKind, Answer]:
    """Answers of an earlier filing that still hold, since the rows are the same ones."""
    return {
        QuestionKind(one["kind"]): Answer(Disposition(one["answer"]), one["remark"])
        for one in filed
        if one["remark"]
        and one["rows"] == [doubt.as_record() for doubt in sorted(doubts.get(QuestionKind(one["kind"]), ()))]
    }


def questions_record(doubts: Doubts, answers: Mapping[QuestionKind, Answer]) -> list[dict[str, Any]]:
    """What a filing freezes: every question with rows, its rows, and what was said."""
    nothing = Answer(Disposition.NOT_ASKED, "")
    return [
        {
            "kind": kind.value,
            "title": kind.label,
            "rows": [doubt.as_record() for doubt in sorted(doubts[kind])],
            "answer": answers.get(kind, nothing).disposition.value,
            "remark": answers.get(kind, nothing).remark.strip(),
        }
        for kind in QuestionKind
        if doubts.get(kind)
    ]
