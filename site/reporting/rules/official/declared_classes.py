"""Official forms of one class that come after it: results with the evaluation, and the index of its dossier."""

from __future__ import annotations

from core.sentences import say
from organisations.roles import Permission
from reporting.rules.official.columns import NAME, NUMBER, ORGANISATION, POST, REMARK, distinct, number, text
from reporting.rules.official.shape import Asks, OfficialForm, Table

_TEST, _WORK = say("班次考核"), say("作业")
RESULTS = OfficialForm(
    "results", 6, say("结业成绩表"), say("一个班次逐人的出勤、考核、作业和是否结业，后附满意度汇总。"), Asks.CLASS,
    (
        Table("people", say("结业成绩表"), (
            NUMBER, NAME, ORGANISATION, POST, number("attended", say("出勤率（%）")),
            number("sat", say("参加次数"), _TEST), number("percent", say("成绩（%）"), _TEST),
            text("passed", say("结果"), 8, _TEST), number("works", say("合格份数"), _WORK),
            text("completes", say("结业"), 7), text("missing", say("还缺什么"), 24), REMARK,
        )),
        Table("totals", say("结业汇总"), (
            text("group", say("人员"), 16), number("people", say("人数")), number("done", say("结业人数")),
            distinct("rate", say("结业率（%）"), metric="completion_rate"),
        )),
        Table("satisfaction", say("满意度汇总"), (
            text("item", say("项目"), 20), number("mean", say("平均分（5分制）"), metric="satisfaction"),
            number("answers", say("答卷份数")),
        )),
    ),
    permission=Permission.MANAGE_CLASSES,
)  # fmt: skip

DOSSIER_INDEX = OfficialForm(
    "dossier-index", 14, say("一期一档目录"), say("一个班次的档案材料：已有的、还缺的和缺件说明。"), Asks.CLASS,
    (Table("items", say("一期一档目录"), (
        NUMBER, text("item", say("材料"), 18), text("state", say("状态"), 10), number("files", say("附件份数")),
        text("note", say("说明"), 24), text("reason", say("缺件说明"), 28), REMARK,
    )),),
    permission=Permission.MANAGE_CLASSES, landscape=False,
)  # fmt: skip
