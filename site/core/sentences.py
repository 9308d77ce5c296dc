"""Sentences that rules and services say about data: Chinese now, another language where they are shown.

Plain Python without Django, so that rules can speak too.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import reduce
from typing import Any

# What a placeholder holds: a sentence or a word is translated with it, anything else stands as it is.
Value = str | int


class Sentence(str):
    """A Chinese text that remembers its message id and what was put into it.

    It is that text wherever a str will do: in a log, a test, a command. A template says it in the language of the
    request, other code does so with `core.language.shown`. A value named `count` chooses between the singular and
    the plural of languages that have them.
    """

    msgid: str
    values: Mapping[str, Value]

    def __new__(cls, msgid: str = "", values: Mapping[str, object] | None = None) -> Sentence:
        kept = {name: _value(value) for name, value in (values or {}).items()}
        sentence = super().__new__(cls, msgid % kept if kept else msgid)
        sentence.msgid, sentence.values = str(msgid), kept
        return sentence

    def __getnewargs__(self) -> tuple[str, Mapping[str, Value]]:  # type: ignore[override]
        return self.msgid, self.values

    def __html__(self) -> str:
        """How a template shows it, where it escapes."""
        return _speaker(self)

    def packed(self) -> Any:
        """JSON-ready: the message id alone, or with its values."""
        if not self.values:
            return self.msgid
        return [
            self.msgid,
            {
                name: {"say": value.packed()} if isinstance(value, Sentence) else value
                for name, value in self.values.items()
            },
        ]

    @classmethod
    def unpacked(cls, stored: Any) -> Sentence:
        if isinstance(stored, str):
            return cls(stored)
        msgid, values = stored
        return cls(
            msgid,
            {
                name: cls.unpacked(value["say"]) if isinstance(value, dict) else value
                for name, value in values.items()
            },
        )


NOTHING = Sentence()


_speaker: Callable[[Sentence], str] = html.escape


def speak_with(speaker: Callable[[Sentence], str]) -> None:
    """Who says sentences in templates: `core.language`, which knows Django."""
    global _speaker
    _speaker = speaker


def _value(value: object) -> Value:
    label = getattr(value, "label", None)  # of a word: its value is English and for programs
    if isinstance(label, Sentence):
        return label
    return value if isinstance(value, str | int) else str(value)


def gettext_noop(text: str) -> str:
    """Mark a text for the message catalogue; it is translated where it is shown."""
    return text


def say(msgid: str, /, **values: object) -> Sentence:
    """A sentence from its message id with %(name)s placeholders. The id is found by `make messages` only as a literal."""
    return Sentence(msgid, values)


def quote(text: str) -> Sentence:
    """What somebody typed, which no catalogue knows; what is a sentence already stays one."""
    return text if isinstance(text, Sentence) else Sentence("%(text)s", {"text": text}) if text else NOTHING


def listed(words: Iterable[str]) -> Sentence:
    """Words of the product side by side: 姓名、单位."""
    return _folded(words, say("%(one)s、%(more)s").msgid)


def together(sentences: Iterable[str]) -> Sentence:
    """Several sentences in one, the empty ones left out."""
    return _folded((one for one in sentences if one), say("%(one)s；%(more)s").msgid)


MONTHS = (
    gettext_noop("1月"), gettext_noop("2月"), gettext_noop("3月"), gettext_noop("4月"), gettext_noop("5月"),
    gettext_noop("6月"), gettext_noop("7月"), gettext_noop("8月"), gettext_noop("9月"), gettext_noop("10月"),
    gettext_noop("11月"), gettext_noop("12月"),
)  # fmt: skip


def full_date(day: date) -> Sentence:
    """2026年11月30日; 30 November 2026."""
    return say(
        "%(year)s年%(month)s%(day)s日", year=day.year, month=Sentence(MONTHS[day.month - 1]), day=day.day
    )


def _folded(parts: Iterable[str], joint: str) -> Sentence:
    known = [part if isinstance(part, Sentence) else Sentence(part) for part in parts]
    return reduce(lambda one, more: Sentence(joint, {"one": one, "more": more}), known) if known else NOTHING
