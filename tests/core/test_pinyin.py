"""How words sound; and that nobody has the dictionaries in memory who spells nothing."""

import subprocess
import sys

from core.pinyin import syllables, toned_syllables
from tests.architecture.source_tree import ROOT

SITE = ROOT / "site"


def test_words_are_spelled_by_syllable() -> None:
    assert syllables("重庆2026") == ["chong", "qing", "2026"]
    assert toned_syllables("陈小燕的") == ["chen2", "xiao3", "yan4", "de5"]


def test_whoever_spells_nothing_does_not_read_the_dictionaries() -> None:
    told = (
        "import core.pinyin as p, sys; before = 'pypinyin' in sys.modules; p.syllables('人'); print(before)"
    )
    done = subprocess.run([sys.executable, "-c", told], cwd=SITE, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


def test_the_dictionaries_are_read_at_one_place() -> None:
    found = [path for path in SITE.rglob("*.py") if "pypinyin" in path.read_text("utf-8")]
    assert found == [SITE / "core" / "pinyin.py"]
