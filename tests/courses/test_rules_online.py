"""Lists of webinars: found columns, joined stays, and guests who are certain, guessed or nobody."""

from datetime import date, datetime, time

import pytest

from courses.rules.online import Candidate, Columns, Guest, Match, columns_of, guests_of, match, merged

DAY = date(2026, 3, 16)
HEAD = ("序号", "用户昵称", "手机号", "加入时间", "离开时间")
ROSTER = [
    Candidate("a", "陈小燕", "0001"), Candidate("b", "黄建国", "0002"), Candidate("c", "李明", "0003"),
    Candidate("d", "李明", "0004"), Candidate("e", "李明华", ""),
]  # fmt: skip


def test_the_heading_is_found_below_lines_about_the_meeting() -> None:
    rows = [("会议主题", "岗前培训"), (), HEAD]
    assert columns_of(rows) == (2, Columns(name=1, joined=3, left=4, phone=2))
    assert columns_of([("姓名", "入会时间", "退出时间")]) == (0, Columns(0, 1, 2, None))
    assert columns_of([("姓名", "单位")]) is None


def test_rows_of_one_nickname_are_one_guest_and_times_come_in_many_shapes() -> None:
    rows = [
        (1, "陈小燕", "139****0001", "2026-03-16 09:00:12", "2026/3/16 10:05"),
        (2, "陈小燕", "139****0001", datetime.fromisoformat("2026-03-16T10:20"), time(12, 0)),
        (3, "黄建国", "", "9:30", "2026年3月16日 11:00"),
        (4, "黄建国", "", "2026-03-15 09:00", "2026-03-15 12:00"),
        (None, "", "", "", ""),
        (5, "坏行", "", "上午", "中午"),
        (6, "倒了", "", "11:00", "10:00"),
        (7, "怪时间", "", "25:00", "26:00"),
    ]
    guests, unread = guests_of(rows, Columns(1, 3, 4, 2), on=DAY)
    assert [(one.nickname, one.phone_tail, one.spans) for one in guests] == [
        ("陈小燕", "0001", [(540, 605), (620, 720)]),
        ("黄建国", "", [(570, 660)]),
    ]
    assert unread == [5, 6, 7]


@pytest.mark.parametrize(
    ("nickname", "tail", "expected"),
    [
        ("陈小燕", "", Match("a", is_certain=True)),
        ("陈 小燕", "", Match("a", is_certain=True)),
        ("陈小燕0001", "", Match("a", is_certain=True)),
        ("陈小燕", "0002", Match("a", is_certain=False)),  # the phone is somebody else's
        ("青石镇-陈小燕", "", Match("a", is_certain=False)),
        ("青石镇-陈小燕", "0001", Match("a", is_certain=True)),
        ("李明", "", Match("", is_certain=False)),  # two of them
        ("李明", "0004", Match("d", is_certain=True)),
        ("李明华", "", Match("e", is_certain=True)),
        ("小燕子", "0001", Match("a", is_certain=False)),
        ("iPhone", "", Match("", is_certain=False)),
    ],
)
def test_only_what_can_be_nobody_else_is_certain(nickname: str, tail: str, expected: Match) -> None:
    assert match(Guest(nickname, tail, [(540, 720)]), ROSTER) == expected


def test_two_devices_of_one_person_are_joined() -> None:
    guests = [
        Guest("陈小燕", "", [(540, 600)]),
        Guest("iPhone", "", [(590, 720)]),
        Guest("路人", "", [(1, 2)]),
    ]
    assert merged({0: "a", 1: "a", 2: ""}, guests) == {"a": [(540, 600), (590, 720)]}
