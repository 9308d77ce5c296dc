"""Questions as GIFT, so that reading them again gives the same wording. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assessment.formats.findings import Written
from assessment.formats.texts import category_path, tag_text
from assessment.rules.wording import QuestionDetails
from assessment.words import QuestionKind
from core.sentences import say

_SIGNS = re.compile(r"[\\~=#{}:]")


def write(questions: Iterable[QuestionDetails]) -> Written:
    blocks, left_out, category = [], [], ""
    for question in questions:
        if question.kind is QuestionKind.SHORT and any("->" in text for text in _answer_texts(question)):
            # An arrow would make a matching question of it, and GIFT has no way to escape one.
            left_out.append((question.code, say("GIFT 的简答题放不下“->”")))
            continue
        if question.category != category:
            category = question.category
            blocks.append(f"$CATEGORY: {_signs(category_path(category))}")
        blocks.append(one(question))
    return Written(("\n\n".join(blocks) + "\n").encode(), left_out)


def _answer_texts(question: QuestionDetails) -> list[str]:
    return [*(text for text, _right in question.options), *question.whys]


def one(question: QuestionDetails) -> str:
    """One question, without its category. Texts stand as [plain], which every reader takes as they are."""
    notes = [f"[id:{_bracketed(question.code)}]"] if question.code else []
    notes += [f"[tag:{_bracketed(tag_text(kind, text))}]" for kind, text in question.tags]
    title = f"::{_signs(question.title)}::" if question.title else ""
    lines = [f"// {' '.join(notes)}"] if notes else []
    lines.append(f"{title}[plain]{_signs(question.stem)}{{{_inside(question)}}}")
    return "\n".join(lines)


def _inside(question: QuestionDetails) -> str:
    general = f"####{_marked(question.explanation)}" if question.explanation else ""
    if question.kind is QuestionKind.TRUE_FALSE:
        return _true_false(question) + general
    lines = [
        f"{_sign(question.kind, is_right, share=_share(question))}{_option(question.kind, text)}"
        + (f"#{_marked(why)}" if why else "")
        for text, is_right, why in question.explained_options
    ]
    return (
        "".join(f"\n{line}" for line in lines) + (f"\n{general}" if general else "") + ("\n" if lines else "")
    )


def _true_false(question: QuestionDetails) -> str:
    is_true = question.options[0][1]
    true, false = question.whys or ("", "")
    wrong, right = (false, true) if is_true else (true, false)
    word = "TRUE" if is_true else "FALSE"
    if right:
        return f"{word}#{_marked(wrong)}#{_marked(right)}"
    return f"{word}#{_marked(wrong)}" if wrong else word


def _share(question: QuestionDetails) -> str:
    """The share of one right option of several, as percent."""
    right = sum(is_right for _text, is_right in question.options)
    return f"{100 / right:.5f}".rstrip("0").rstrip(".") if right else "0"


def _sign(kind: QuestionKind, is_right: bool, *, share: str) -> str:
    if kind is QuestionKind.MULTIPLE:
        return f"~%{share}%" if is_right else "~%-100%"
    if kind is QuestionKind.SHORT:
        return "=%100%"
    return (
        "=" if is_right else "~"
    )  # behind "=" of a choice Moodle shows a weight as words, and so the answer


def _option(kind: QuestionKind, text: str) -> str:
    return _marked(text.replace("*", "\\*") if kind is QuestionKind.SHORT else text)


def _marked(text: str) -> str:
    """Behind [plain], no beginning of the text is taken for a style or a weight."""
    return ("[plain]" if text.startswith(("[", "%")) else "") + _signs(text)


def _signs(text: str) -> str:
    return _SIGNS.sub(lambda found: "\\" + found[0], text).replace("\n", "\\n")


def _bracketed(text: str) -> str:
    return re.sub(r"([\]\\]|\[(?=(?:id|tag):))", r"\\\1", text)
