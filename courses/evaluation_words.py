"""Words of evaluations: what is asked, and how far one class's evaluation is."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class EvaluationPart(Word):
    """What a learner gives a mark for; the value names the field of the answer."""

    TEACHER = "teacher", _("授课")
    CONTENT = "content", _("内容")
    ORGANISATION = "organisation", _("组织")
    LOGISTICS = "logistics", _("后勤")


class EvaluationState(Word):
    """How far an evaluation is. Results are told once, when no answer can come any more."""

    NONE = "none", _("没有评价")
    OPEN = "open", _("评价中")
    TOO_FEW = "too_few", _("答卷不足5份")
    TOLD = "told", _("已公布")
