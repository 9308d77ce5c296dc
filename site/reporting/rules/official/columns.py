"""Columns that several official forms share, and short ways to declare one."""

from __future__ import annotations

from core.sentences import NOTHING, Sentence, say
from reporting.rules.official.shape import Column

NUMBER = Column("number", say("序号"), width=5, is_number=True)
NAME = Column("name", say("姓名"), width=9)
ORGANISATION = Column("organisation", say("单位、社工站"), width=22)
POST = Column("post", say("岗位"), width=8)
PLACE = Column("place", say("县（市、区）、单位"), width=24)
REMARK = Column("remark", say("备注"), width=12, by_hand=True)


def text(key: str, heading: Sentence, width: float = 9, group: Sentence = NOTHING) -> Column:
    return Column(key, heading, group, width)


def number(key: str, heading: Sentence, group: Sentence = NOTHING, metric: str = "") -> Column:
    return Column(key, heading, group, 7, metric, is_number=True)


def distinct(key: str, heading: Sentence, group: Sentence = NOTHING, metric: str = "") -> Column:
    """A number whose rows must not be added: people, and what is divided by something."""
    return Column(key, heading, group, 8, metric, is_number=True, is_distinct=True)


def by_hand(key: str, heading: Sentence, group: Sentence = NOTHING, width: float = 7) -> Column:
    return Column(key, heading, group, width, is_number=True, by_hand=True)
