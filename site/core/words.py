"""The base of every enumeration of the product: a stored English value and its Chinese label.

Plain Python without Django, so that rules can use the same words as models and templates.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


def gettext_noop(text: str) -> str:
    """Mark a label for the message catalogue; it is translated where it is shown."""
    return text


class Word(StrEnum):
    """A member is its stored value; `label` is what a person reads (a Chinese message id)."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of stored value and label, in the order of declaration, for model and form fields."""
        return [(word.value, word.label) for word in cls]

    @classmethod
    def labelled(cls, label: str) -> Self | None:
        """The member that carries exactly this label, or None."""
        return next((word for word in cls if word.label == label), None)
