"""Rows that are no data: titles, totals, signatures, notes, headings printed once more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.sentences import Sentence, say
from core.sheets.grid import Cell
from reporting.rules.workbooks.cells import compact, is_blank

_TOTAL = re.compile(
    r"(?:本页|本表|全班|本班|其中|以上)?(?:合计|小计|总计|共计|累计|总数|总人数|实到|应到|出勤率|出勤人数|缺勤人数|请假人数)"
    r"(?:人数|人次|数)?(?:[(:0-9].*|人)?"
)
_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|审核|审批|复核|经办|经手|统计|记录|联系)(?:人|单位|日期|时间|电话|员)?(?:签名|签字|签章)?(?:[:(].*|$)"
    r"|(?:班主任|单位负责人|负责人|分管领导|主管领导|领导|带班老师|授课教师|授课老师|授课人|组织者)(?:签名|签字|签章)?(?:[:(].*|$)"
    r"|(?:单位)?(?:\(盖章\)|\(公章\)|盖章|公章)|单位名称?\((?:盖章|公章)\)|.{2,20}\((?:盖章|公章|章)\)$"
    r"|签(?:名|字|章)(?:[:(].*|$)|年月日$|(?:联系)?电话:"
)
_NOTE = re.compile(
    r"(?:备注|注|说明|填表说明|填写说明|注意事项?|图例|标记说明|提示|附注?)[0-9]?[:.]|[※*★#]|注$"
)
# A sentence in a cell of its own: no name, number or mark is that long.
_SENTENCE_LENGTH = 25


def first_words(cells: Sequence[Cell]) -> str:
    """The first cell of a row that says something, made plain."""
    return next((compact(cell) for cell in cells if not is_blank(cell)), "")


def why_no_data(cells: Sequence[Cell], ordinal: int | None) -> Sentence | None:
    """Why a row below the headings is no data, or None where it should be read.

    Not to be asked of a row that has an identity number: whoever has one is a person.
    """
    filled = [index for index, cell in enumerate(cells) if not is_blank(cell)]
    if not filled:
        return say("空行")
    start = first_words(cells)
    if any(_TOTAL.fullmatch(compact(cells[index])) for index in filled[:2]):
        return say("合计行，不是一条记录")
    if _SIGNATURE.match(start):
        return say("签名或填报信息行，不是一条记录")
    if (len(filled) <= 2 and _NOTE.match(start)) or (len(filled) == 1 and len(start) >= _SENTENCE_LENGTH):
        return say("说明行，不是一条记录")
    if len(filled) == 1 and filled[0] == ordinal:
        return say("只有序号，没有内容") if start.rstrip(".").isdecimal() else say("分组标题行，不是一条记录")
    return None
