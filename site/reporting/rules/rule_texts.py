"""The rule rows in the words of the page 口径与规则: topics in order, and values as people read them. Pure functions."""

from __future__ import annotations

from typing import Any

from core.sentences import Sentence, say
from core.words import Word
from core.words import gettext_noop as _
from courses.fee_words import FeeClass
from hours.words import HourKind
from people.words import QualificationLevel
from reporting.words import FilingTable, Recipient, VisitsUnit


class RuleTopic(Word):
    """What a rule is about."""

    HOURS = "hours", _("学时与统计")
    PRE_SERVICE = "pre_service", _("岗前培训与测验")
    SIGN_IN = "sign_in", _("签到")
    REGISTRATION = "registration", _("登记与继续教育")
    FEES = "fees", _("讲课费")
    ENDINGS = "endings", _("结业与评价")
    OTHER = "other", _("其他")


# Whom to ask about personal data stands in the privacy notice: nothing is calculated with it.
NO_RULES = ("privacy.",)
_TOPICS = {
    "xueshi": RuleTopic.HOURS, "attendance": RuleTopic.HOURS, "lesson": RuleTopic.HOURS,
    "group_meeting": RuleTopic.HOURS, "visits": RuleTopic.HOURS, "preservice": RuleTopic.PRE_SERVICE,
    "check": RuleTopic.PRE_SERVICE, "filing": RuleTopic.HOURS, "sign_in": RuleTopic.SIGN_IN, "ce": RuleTopic.REGISTRATION,
    "reg": RuleTopic.REGISTRATION, "class": RuleTopic.HOURS, "paper": RuleTopic.PRE_SERVICE, "lecturer": RuleTopic.FEES,
    "completion": RuleTopic.ENDINGS, "evaluation": RuleTopic.ENDINGS,
}  # fmt: skip
_WORDS: dict[str, Sentence] = {
    "scheduled": say("按排定分钟数"),
    "declared": say("按公布分钟数"),
    "confirmed": say("按本人确认"),
    "hour": say("小时"),
    "single": say("单选"),
    "multiple": say("多选"),
    "each_right": say("少选时每个正确选项"),
    **{
        word.value: word.label
        for words in (HourKind, VisitsUnit, QualificationLevel, FeeClass, Recipient, FilingTable)
        for word in words
    },
}
_ORDER = list(_WORDS)  # of the words themselves: a database keeps no order of keys
YES, NO = say("是"), say("否")


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def topic_of(key: str) -> RuleTopic:
    return _TOPICS.get(key.split(".", 1)[0], RuleTopic.OTHER)


def value_parts(value: Any) -> list[tuple[str, str]]:
    """Pairs of a name (empty where there is one value) and a text; both are message ids where they are words."""
    if isinstance(value, dict):
        return [
            (_word(name), _word(each))
            for name in sorted(value, key=_place)
            for each in (value[name] if isinstance(value[name], list) else [value[name]])
        ]
    if isinstance(value, list):
        return [("", _word(each)) for each in value]
    return [("", _word(value))]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return _WORDS.get(str(value), str(value))
