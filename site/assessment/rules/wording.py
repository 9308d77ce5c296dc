"""What a question is made of, and when it can be asked. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from assessment.words import QuestionKind, TagKind
from core.sentences import NOTHING, Sentence, say

KEYS = "ABCDEF"
TRUE, FALSE = "对", "错"
LONGEST_STEM, LONGEST_OPTION, LONGEST_EXPLANATION = 4000, 500, 4000
LONGEST_CODE, LONGEST_TITLE, LONGEST_CATEGORY, LONGEST_TAG, MOST_TAGS = 80, 200, 200, 80, 20
_LAW = re.compile(r"[a-z0-9][a-z0-9-]*#\S+")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class QuestionDetails:
    """One question as it is written, whatever file or form it came from.

    `options` are pairs of text and whether it is right, in the order shown; those of a true/false question are 对 and
    错, those of a short written one are the accepted answers, and none where a person marks it. `whys` stand beside
    the options (the explanation of one choice) or are empty.
    """

    code: str
    kind: QuestionKind
    stem: str
    options: tuple[tuple[str, bool], ...]
    explanation: str = ""
    whys: tuple[str, ...] = ()
    title: str = ""
    category: str = ""
    tags: tuple[tuple[TagKind, str], ...] = ()

    @property
    def explained_options(self) -> list[tuple[str, bool, str]]:
        """Each option with whether it is right and what is said of it, perhaps nothing."""
        whys = self.whys or ("",) * len(self.options)
        return [(text, right, why) for (text, right), why in zip(self.options, whys, strict=True)]


def problem_of(kind: QuestionKind, options: Iterable[tuple[str, bool]]) -> Sentence:
    """Why a question can't be asked like this and how to mend it, or nothing."""
    given = list(options)
    texts, right = [text.strip() for text, _right in given], sum(is_right for _text, is_right in given)
    if len(set(texts)) < len(texts):
        return say("有两个选项的文字相同。请改成不同的说法。")
    if kind is QuestionKind.TRUE_FALSE:
        fits = texts == [TRUE, FALSE] and right == 1
        return NOTHING if fits else say("判断题的选项要依次是“对”和“错”，并且只有一个正确。请修改选项。")
    if kind is QuestionKind.SHORT:
        return _problem_of_answers(texts, right)
    if not 2 <= len(texts) <= len(KEYS):
        return say("选项要有2至6个。请增减选项。")
    if kind is QuestionKind.SINGLE and right != 1:
        return say("单选题只能有一个正确选项。请重新勾选。")
    if kind is QuestionKind.MULTIPLE and not 2 <= right < len(texts):
        return say("多选题要有两个以上正确选项，并且至少有一个不对的选项。请重新勾选。")
    return NOTHING


def _problem_of_answers(texts: list[str], right: int) -> Sentence:
    if len(texts) > len(KEYS):
        return say("简答题最多列6个可接受的答案。请删去一些。")
    if right < len(texts):
        return say("简答题列出的答案都要算对。请删去不对的答案。")
    if len({comparable(text) for text in texts}) < len(texts):
        return say("有两个答案只差大小写或空格，判分时算同一个。请删去一个。")
    return NOTHING


def trouble_with(details: QuestionDetails) -> Sentence:
    """What keeps the bank from taking a question as it is written, or nothing."""
    if not details.stem:
        return say("没有题干。请补上题干。")
    if any(not text for text, _right in details.options):
        return say("有一个选项是空的。请补上文字或删去这个选项。")
    if len(details.stem) > LONGEST_STEM or len(details.explanation) > LONGEST_EXPLANATION:
        return say("题干或解析超过%(most)s个字。请缩短。", most=LONGEST_STEM)
    if any(
        len(text) > LONGEST_OPTION for text in (*(text for text, _right in details.options), *details.whys)
    ):
        return say("有一个选项或它的说明超过%(most)s个字。请缩短。", most=LONGEST_OPTION)
    return _trouble_with_names(details) or problem_of(details.kind, details.options)


def _trouble_with_names(details: QuestionDetails) -> Sentence:
    texts = (details.code, details.title, details.category, details.stem, details.explanation, *details.whys,
             *(text for text, _right in details.options), *(text for _kind, text in details.tags))  # fmt: skip
    if any(_UNPRINTABLE.search(text) for text in texts):
        return say("文字里有看不见的控制字符。请在记事本中重新输入这一题。")
    if any(_PRIVATE.search(text) for text in texts):
        return say("文字里有各台电脑显示不一的字符，可能是乱码。请核对文件的编码，或重新输入。")
    names = (details.code, details.title, details.category, *(text for _kind, text in details.tags))
    if any("\n" in name for name in names):
        return say("题号、题名、分类和标签要各写在一行里。请去掉换行。")
    if len(details.code) > LONGEST_CODE:
        return say("题号超过%(most)s个字。请缩短。", most=LONGEST_CODE)
    if len(details.title) > LONGEST_TITLE or len(details.category) > LONGEST_CATEGORY:
        return say("题名或分类超过%(most)s个字。请缩短。", most=LONGEST_TITLE)
    return problem_of_tags(details.tags)


def problem_of_tags(tags: tuple[tuple[TagKind, str], ...]) -> Sentence:
    """Why tags can't be kept like this, or nothing."""
    if len(tags) > MOST_TAGS or any(not 0 < len(text) <= LONGEST_TAG for _kind, text in tags):
        return say("标签最多%(count)s个，每个不超过%(most)s个字。请删减。", count=MOST_TAGS, most=LONGEST_TAG)
    if any(kind is TagKind.LAW and not _LAW.fullmatch(text) for kind, text in tags):
        return say("法条要写成“法规代码#条”，例如 pipl#第十七条。请修改。")
    return NOTHING


def comparable(answer: str) -> str:
    """A short answer as it is compared: width, letter case, blanks and a closing full stop make no difference."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", answer)).strip().rstrip("。.").casefold().strip()


def is_accepted(answer: str, accepted: Iterable[str]) -> bool:
    return comparable(answer) in {comparable(text) for text in accepted}
