"""Words of the file that a bureau keeps of each class (一期一档)."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class DossierItem(Word):
    """What belongs into the file of a class, in the order of its index."""

    NOTICE = "notice", _("培训通知")
    PLAN = "plan", _("培训方案")
    TIMETABLE = "timetable", _("课程安排表")
    ROSTER = "roster", _("学员名册")
    SIGN_IN = "sign_in", _("签到表")
    COURSEWARE = "courseware", _("课件")
    PHOTOS = "photos", _("现场照片")
    TEST = "test", _("试卷和答案")
    MARKS = "marks", _("考核成绩")
    EVALUATION = "evaluation", _("满意度评价")
    SUMMARY = "summary", _("培训总结")
    EXPENSES = "expenses", _("经费清单")
    CERTIFICATES = "certificates", _("结业证书")


class DossierState(Word):
    """Whether an item is in the file."""

    PRESENT = "present", _("已有")
    MISSING = "missing", _("还缺")
    NOT_DUE = "not_due", _("未到时候")
    OPTIONAL = "optional", _("可以没有")
