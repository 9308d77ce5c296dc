"""A question of the bank with its tags, and a file of questions that waits for its confirmation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assessment.querysets import all_questions
from assessment.services import question_imports
from assessment.words import QuestionFormat
from core.models import ImportBatch
from organisations.authority import SYSTEM

FIRST = "// [id:bank-1] [tag:科目:社会工作综合能力]\n接到转介后先做什么{=核对情况 ~马上入户 ~等通知\n####先核对，再约时间。}"
WAITING = "走访记录要写时间{T}\n\n把职责与岗位连起来{=站长 -> 统筹 =社工 -> 走访}"


def bank_things(at: datetime) -> dict[str, Any]:
    """By the names that addresses use."""
    question_imports.confirm(batch=_staged(FIRST, at), without_refused=False, by=SYSTEM, at=at)
    return {"question": all_questions().get(code="bank-1"), "question_batch": _staged(WAITING, at)}


def _staged(text: str, at: datetime) -> ImportBatch:
    return question_imports.stage(
        name="题目.txt", content=text.encode(), format_=QuestionFormat.GIFT, by=SYSTEM, at=at
    )
