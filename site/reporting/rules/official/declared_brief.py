"""培训工作简报: the totals of a period in words, with the table that they come from."""

from __future__ import annotations

from core.sentences import say
from reporting.rules.official.columns import text
from reporting.rules.official.shape import Asks, Column, OfficialForm, Table
from reporting.words import Side

BRIEF = OfficialForm(
    "brief", 15, say("培训工作简报"),
    say("一页文字：统计期内的培训总数、两种统计并列，口径在脚注；可以下载 Word 再改。"), Asks.PERIOD,
    (
        Table("totals", say("主要数字"), (
            text("item", say("项目"), 22), text("unit", say("单位"), 14),
            *(Column(side.value, side.label, width=16, is_number=True) for side in Side),
        )),
        Table("staff", say("在岗、持证和岗前培训"), (
            text("item", say("项目"), 22), text("unit", say("单位"), 14),
            Column("number", say("数字"), width=16, is_number=True),
        )),
    ),
    landscape=False, has_words=True,
)  # fmt: skip
