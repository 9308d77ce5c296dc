"""The question bank of the demo: questions in every state, and a file that waits for an editor."""

from __future__ import annotations

from datetime import datetime

from assessment.querysets import all_questions
from assessment.services import bank, question_imports
from assessment.words import QuestionFormat, QuestionState
from core.models import ImportBatch
from organisations.authority import SYSTEM

BANK = """$CATEGORY: $course$/top/社会工作综合能力

// [id:demo-zh-1] [tag:科目:社会工作综合能力] [tag:接案]
第一次见面，来访者反复问“你会不会告诉别人”。社工先做什么{
=说明保密的范围和例外#先讲清楚，对方才能决定说多少。
~答应什么都不说出去#有人身危险等情形时不能保密。
~请对方先把事情讲完#还不知道边界，对方很难放心讲。
####保密不是绝对的：先说范围，也说哪些情形必须报告。}

// [id:demo-zh-2] [tag:科目:社会工作综合能力] [tag:小组工作]
小组开始阶段，工作者适合做哪些事{
~%50%帮组员互相认识
~%50%和组员一起定下约定
~%-100%要求组员说出最难过的经历
####开始阶段先建立信任，不急着深入。}

// [id:demo-zh-3] [tag:科目:社会工作综合能力]
结案就是停止一切联系。{FALSE#结案后仍可按计划回访。#对，结案后可以回访。}

$CATEGORY: $course$/top/社会工作实务

// [id:demo-sw-1] [tag:科目:社会工作实务] [tag:走访]
入户走访时，记录里写“老人家里没有米”属于客观描述还是主观判断？{=客观描述 =客观
####看见的、听见的、数得出的是客观描述。}

// [id:demo-sw-2] [tag:科目:社会工作实务]
请用三句话写出您对一户困难家庭的需求评估。{}
"""
WAITING = """老人连续两天没有应门，社工先做什么{=联系家属和村居核实 ~留下字条就离开}

把机构和它的职责连起来{=民政部门 -> 社会救助 =社工站 -> 走访服务}
"""
LIVE = ("demo-zh-1", "demo-zh-2", "demo-sw-1")
IN_REVIEW = ("demo-zh-3",)


def build(*, at: datetime) -> None:
    """Fill the bank beside the questions of the lessons."""
    question_imports.confirm(batch=_staged(BANK, at=at), without_refused=False, by=SYSTEM, at=at)
    for code in (*LIVE, *IN_REVIEW):
        bank.move(question=all_questions().get(code=code), to=QuestionState.REVIEW, by=SYSTEM, at=at)
    for code in LIVE:
        bank.move(question=all_questions().get(code=code), to=QuestionState.LIVE, by=SYSTEM, at=at)
    _staged(WAITING, at=at)


def _staged(text: str, *, at: datetime) -> ImportBatch:
    return question_imports.stage(
        name="题目.txt", content=text.encode(), format_=QuestionFormat.GIFT, by=SYSTEM, at=at
    )
