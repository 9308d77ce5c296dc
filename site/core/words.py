"""The base of every enumeration of the product: a stored English value and its Chinese label.

Plain Python without Django, so that rules can use the same words as models and templates.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from core.sentences import Sentence, gettext_noop

__all__ = ["Channel", "DeliveryState", "ImportState", "OutgoingState", "Verdict", "Word", "gettext_noop"]


class Word(StrEnum):
    """A member is its stored value; `label` is what a person reads, in a template in their language."""

    label: Sentence

    def __new__(cls, value: str, label: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = Sentence(label)
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of stored value and label, in the order of declaration, for model and form fields."""
        return [(word.value, word.label) for word in cls]

    @classmethod
    def labelled(cls, label: str) -> Self | None:
        """The member that carries exactly this label, or None."""
        return next((word for word in cls if word.label == label), None)


class DeliveryState(Word):
    """Where a delivery stands."""

    PENDING = "pending", gettext_noop("待投递")
    DONE = "done", gettext_noop("已投递")


class ImportState(Word):
    """Where an import batch stands."""

    RECEIVED = "received", gettext_noop("读取中")
    STAGED = "staged", gettext_noop("待确认")
    CONFIRMED = "confirmed", gettext_noop("已导入")
    UNDONE = "undone", gettext_noop("已撤销")
    DISCARDED = "discarded", gettext_noop("已放弃")


class Verdict(Word):
    """What an import will do with a row."""

    NEW = "new", gettext_noop("新增")
    CHANGED = "changed", gettext_noop("更新")
    SAME = "same", gettext_noop("不变")
    DOUBTFUL = "doubtful", gettext_noop("有疑问")
    SKIPPED = "skipped", gettext_noop("跳过")


class Channel(Word):
    """How something leaves the site."""

    SMS = "sms", gettext_noop("短信")
    EMAIL = "email", gettext_noop("电子邮件")
    WEBHOOK = "webhook", gettext_noop("工作群")


class OutgoingState(Word):
    """Where something that leaves the site stands."""

    WAITING = "waiting", gettext_noop("待发送")
    SENT = "sent", gettext_noop("已发送")
    KEPT = (
        "kept",
        gettext_noop("已留存"),
    )  # printed to the console and kept for the operator, not sent to anybody
    FAILED = "failed", gettext_noop("没有发出")
