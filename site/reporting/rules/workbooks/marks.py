"""Marks of attendance: half days, states, and the legend that a sheet brings along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.sentences import say
from core.sheets.grid import Cell
from courses.words import AttendanceState, HalfDay
from reporting.rules.workbooks.cells import Unreadable, compact, match_key, quoted, text

_STATE_WORDS: Mapping[AttendanceState, str] = {
    AttendanceState.PRESENT: "出勤 到 已到 到课 已签 已签到 签到 正常 正常出勤 全勤 参加 是 √ ✓ ✔ ☑ ✅ ∨ v y 1",
    AttendanceState.LATE: "迟到 迟",
    AttendanceState.LEFT_EARLY: "早退 退",
    AttendanceState.LATE_MARK: "补签 补签到 补卡 已补签 补",
    AttendanceState.MAKE_UP: "补课 已补课 补训",
    AttendanceState.LEAVE: "请假 已请假 假 事假 病假 产假 公假 婚假 丧假 年假 陪产假 护理假",
    AttendanceState.ABSENT: "缺勤 缺席 缺课 缺 旷课 旷 未到 未签 未签到 无故缺席 否 × x ✗ ✘ ✕ ╳ - / \\ 0",
}
_STATES: Mapping[str, AttendanceState] = {
    word: state for state, words in _STATE_WORDS.items() for word in words.split()
}
_LONGEST_FIRST = "|".join(
    sorted((re.escape(word) for word in _STATES if len(word) > 1), key=len, reverse=True)
)
_SHORT = "|".join(re.escape(word) for word in _STATES if len(word) == 1 and "一" <= word <= "鿿")
# 迟到10分钟, √迟, 请假(病假): a state with what people add to it.
_WITH_DETAIL = re.compile(
    rf"[√✓✔v]?({_LONGEST_FIRST}|{_SHORT})[(:]?((?:[0-9]{{1,3}}分钟?|[事病产公婚丧年]假?|[0-9]{{1,2}}:[0-9]{{2}})?)[)]?"
)

_HALF_DAY_WORDS: Mapping[HalfDay, str] = {
    HalfDay.MORNING: "上午 早上 午前 上 早 am",
    HalfDay.AFTERNOON: "下午 午后 下 pm",
    HalfDay.EVENING: "晚上 晚间 夜间 晚 夜",
}
_HALF_DAYS: Mapping[str, HalfDay] = {
    word: half for half, words in _HALF_DAY_WORDS.items() for word in words.split()
}
WHOLE_DAY_WORDS = frozenset({"全天", "整天", "全日", "一天"})

# A legend explains with these words; shorter ones would turn 假=请假 around.
_LEGEND_WORDS: Mapping[str, AttendanceState] = {
    **{state.label: state for state in AttendanceState},
    "正常": AttendanceState.PRESENT,
    "已到": AttendanceState.PRESENT,
    "旷课": AttendanceState.ABSENT,
    "缺席": AttendanceState.ABSENT,
    "未到": AttendanceState.ABSENT,
    "事假": AttendanceState.LEAVE,
    "病假": AttendanceState.LEAVE,
}
_LEGEND_WORD = "|".join(_LEGEND_WORDS)
_SIGN_FIRST = re.compile(rf"([^\s=:,;、。()]{{1,2}}?|空白|空格)[=:为]?({_LEGEND_WORD})")
_WORD_FIRST = re.compile(rf"({_LEGEND_WORD})[=:为打画]?([^\s=:,;、。()]{{1,2}}|空白|空格)(?=$|[\s,;、。()])")
_LEGEND_CUT = re.compile(r"[\s,;、。()]+")
_EMPTY_SIGNS = frozenset({"空", "空白", "空格"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A state, and what the cell said beyond it (病假, 迟到10分钟)."""

    state: AttendanceState
    note: str = ""


@dataclass(frozen=True, slots=True)
class DayPart:
    """What a 时段 names: one half day, or with None the whole day (全天), every session of it."""

    half: HalfDay | None


Legend = Mapping[str, AttendanceState]


def day_part(cell: Cell) -> DayPart | Unreadable | None:
    """The part of a day that a 时段 cell names; None when it is blank."""
    word = match_key(text(cell))
    if not word:
        return None
    if word in WHOLE_DAY_WORDS:
        return DayPart(None)
    if word in _HALF_DAYS:
        return DayPart(_HALF_DAYS[word])
    return Unreadable(say("时段%(cell)s看不懂，请填写上午、下午或晚上", cell=quoted(cell)))


def state(cell: Cell, legend: Legend | None = None) -> Mark | Unreadable | None:
    """The state that a cell says; None when it is blank. The sheet's own legend goes first."""
    key = match_key(text(cell))
    if not key:
        return None
    if legend and key in legend:
        return Mark(legend[key])
    if key in _STATES:
        found = _STATES[key]
        return Mark(
            found, "" if found != AttendanceState.LEAVE or len(key) < 2 or key == "请假" else text(cell)
        )
    if detailed := _WITH_DETAIL.fullmatch(key):
        return Mark(_STATES[detailed.group(1)], text(cell))
    return Unreadable(
        say("状态%(cell)s看不懂，请填写出勤、迟到、早退、补签、补课、请假或缺勤", cell=quoted(cell))
    )


def sheet_mark(cell: Cell, *, legend: Legend, own_name: str) -> Mark | Unreadable:
    """A box of a wide sheet: a mark, the learner's own signature, or nothing (absent unless the legend differs).

    What else stands there isn't quoted: it may be the name of someone else.
    """
    if not match_key(text(cell)):
        return Mark(legend.get("", AttendanceState.ABSENT))
    if match_key(text(cell)) == match_key(own_name):
        return Mark(AttendanceState.PRESENT)
    mark = state(cell, legend)
    if isinstance(mark, Mark):
        return mark
    return Unreadable(say("这一格不是出勤标记，也不是本人姓名，请改为√、迟、退、补、假或留空"))


def legend_of(cells: Iterable[Cell]) -> dict[str, AttendanceState]:
    """The signs that a note row explains (√出勤 迟=迟到 空=缺勤); the empty sign is an empty text.

    A row that explains fewer than two signs is no legend.
    """
    found: dict[str, AttendanceState] = {}
    for cell in cells:
        for sign, word in _explained(compact_words(cell)):
            key = "" if sign in _EMPTY_SIGNS else match_key(sign)
            found[key] = _LEGEND_WORDS[word]
    return found if len(found) >= 2 else {}


def compact_words(cell: Cell) -> str:
    """A note with plain signs, its words still apart and no space around an equals sign."""
    spaced = " ".join(compact(part) for part in text(cell).split())
    return re.sub(r"\s*([=:])\s*", r"\1", spaced)


def _explained(note: str) -> Iterable[tuple[str, str]]:
    for piece in _LEGEND_CUT.split(note):
        first_word = re.match(_LEGEND_WORD, piece)
        if first_word and (turned := _WORD_FIRST.fullmatch(piece)):
            yield turned.group(2), turned.group(1)
        elif not first_word:
            yield from _SIGN_FIRST.findall(piece)
