"""A question as an editor writes it, at the foot of a lesson."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessment.rules import problem_of, problem_of_tags
from assessment.words import QuestionKind, TagKind


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("选项"), max_length=200)
    right = blocks.BooleanBlock(label=_("正确"), required=False)

    class Meta:
        label = _("选项")
        form_classname = "struct-block"


class QuestionBlock(blocks.StructBlock):
    """Published, it becomes a version of its question; what people answered before keeps the old wording."""

    kind = blocks.ChoiceBlock(label=_("题型"), choices=QuestionKind.choices, default=QuestionKind.SINGLE)
    stem = blocks.TextBlock(label=_("题干"), rows=2)
    options = blocks.ListBlock(
        OptionBlock(),
        label=_("选项"),
        min_num=1,
        max_num=6,
        help_text=_("判断题依次写“对”和“错”；简答题写可接受的答案，都勾选“正确”。"),
    )
    explanation = blocks.TextBlock(
        label=_("解析"), rows=2, help_text=_("作答之后显示：为什么对，为什么不对。")
    )
    code = blocks.CharBlock(
        label=_("题号"),
        required=False,
        max_length=80,
        help_text=_("可不填。同一题号的修改算作同一道题的新版本。"),
    )
    laws = blocks.ListBlock(
        blocks.CharBlock(label=_("法条"), max_length=80),
        label=_("引用的法条"),
        default=[],
        required=False,
        help_text=_("可不填。写“法规代码#条”，例如 pipl#第十七条；法条修改后会提示复核这道题。"),
    )
    tags = blocks.ListBlock(
        blocks.CharBlock(label=_("标签"), max_length=80), label=_("标签"), default=[], required=False
    )

    class Meta:
        icon = "help"
        label = _("题目")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        options = [(option["text"], bool(option["right"])) for option in cleaned["options"]]
        problem = problem_of(QuestionKind(cleaned["kind"]), options)
        if problem:
            raise blocks.StructBlockValidationError({"options": ValidationError(problem)})
        wrong = problem_of_tags(tags_of(cleaned))
        if wrong:
            raise blocks.StructBlockValidationError({"laws": ValidationError(wrong)})
        return cleaned


def tags_of(question: Any) -> tuple[tuple[TagKind, str], ...]:
    """What a question in a page is about, of its value."""
    laws, words = question.get("laws") or [], question.get("tags") or []
    return tuple(
        dict.fromkeys(
            [*((TagKind.LAW, law.strip()) for law in laws), *((TagKind.FREE, word.strip()) for word in words)]
        )
    )


def code_of(question: Any) -> str:
    """The lasting code of a question in a page: the editor's, or one made of the block's own id."""
    return str(question.value["code"] or f"block-{question.id}")


class CheckBlocks(blocks.StreamBlock):
    """随堂测验: three to five questions, or none where nothing is to be asked."""

    question = QuestionBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned and not 3 <= len(cleaned) <= 5:
            raise blocks.StreamBlockValidationError(
                non_block_errors=[ValidationError(_("随堂测验要有3至5道题。请增减题目。"))]
            )
        codes = [question.value["code"] for question in cleaned if question.value["code"]]
        if len(set(codes)) < len(codes):
            raise blocks.StreamBlockValidationError(
                non_block_errors=[ValidationError(_("有两道题用了同一个题号。请改掉其中一个。"))]
            )
        return cleaned
