"""Words of questions and papers."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class QuestionKind(Word):
    """How a question is answered and scored."""

    SINGLE = "single", _("单选题")
    MULTIPLE = "multiple", _("多选题")
    TRUE_FALSE = "true_false", _("判断题")
    SHORT = "short", _("简答题")


class QuestionState(Word):
    """Where a question of the bank stands; only one that is live may be drawn for a paper."""

    DRAFT = "draft", _("草稿")
    REVIEW = "review", _("审题")
    LIVE = "live", _("上线")
    RETIRED = "retired", _("失效")


class QuestionFormat(Word):
    """A kind of file that questions come from and go to."""

    WORKBOOK = "workbook", _("Excel 模板")
    GIFT = "gift", _("GIFT 文本")
    AIKEN = "aiken", _("Aiken 文本")
    MOODLE_XML = "moodle_xml", _("Moodle XML")


class TagKind(Word):
    """What a tag of a question says."""

    SUBJECT = "subject", _("科目")
    SYLLABUS = "syllabus", _("考纲")
    LAW = "law", _("法条")
    FREE = "free", _("标签")


class ReviewTime(Word):
    """When those who handed in a paper may read the right answers and their explanations."""

    HANDED_IN = "handed_in", _("交卷后")
    CLOSED = "closed", _("截止后")
    NEVER = "never", _("只看得分")
