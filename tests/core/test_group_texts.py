"""复制到群: a line a station, names alone, and never a number of anybody."""

from datetime import date

import pytest

from core.group_texts import group_text
from core.sentences import say

TITLE = say("岗前培训还没完成的人")
DAY = date(2026, 3, 16)


def test_people_stand_under_their_stations() -> None:
    people = [("青石镇社工站", "陈小燕"), ("白沙镇社工站", "何志明"), ("青石镇社工站", "黄建国")]
    assert group_text(TITLE, people, on=DAY) == [
        "岗前培训还没完成的人（截至2026年3月16日）",
        "青石镇社工站（2人）：陈小燕、黄建国",
        "白沙镇社工站（1人）：何志明",
    ]


@pytest.mark.parametrize(
    "number",
    [
        "13911110001",
        "139 1111 0001",
        "139-1111-0001",
        "990000199001010017",
        "99000019900101001X",
        "１３９１１１１０００１",
    ],
)
def test_a_number_that_was_typed_beside_a_name_is_left_out(number: str) -> None:
    _, line = group_text(TITLE, [("青石镇社工站", f"陈小燕{number}")], on=DAY)
    assert line.endswith("：陈小燕")
