"""How Chinese words sound, by syllable. The dictionaries are read when the first name or title is spelled.

They take 55 MB, and most processes only read and count: a command, a worker that makes tables, a page.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any


def syllables(text: str) -> list[str]:
    """In small letters without tones; what is no Chinese stays as it is."""
    return list(_dictionaries().lazy_pinyin(text))


def toned_syllables(text: str) -> list[str]:
    """With the tone as a digit behind each, the neutral one as 5."""
    pypinyin = _dictionaries()
    return list(pypinyin.lazy_pinyin(text, style=pypinyin.Style.TONE3, neutral_tone_with_five=True))


@cache
def _dictionaries() -> Any:
    return import_module("pypinyin")
