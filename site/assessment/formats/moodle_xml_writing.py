"""Questions as Moodle's own file, so that reading them again gives the same wording. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assessment.formats.findings import Written
from assessment.formats.texts import category_path, escaped, tag_text
from assessment.rules.wording import QuestionDetails
from assessment.words import QuestionKind

_TYPES = {
    QuestionKind.SINGLE: "multichoice",
    QuestionKind.MULTIPLE: "multichoice",
    QuestionKind.TRUE_FALSE: "truefalse",
}


def write(questions: Iterable[QuestionDetails]) -> Written:
    lines, category = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"], ""
    for question in questions:
        if question.category != category:
            category = question.category
            path = escaped(category_path(category))
            lines += [
                '<question type="category">',
                f"<category><text>{path}</text></category>",
                "</question>",
            ]
        lines += _question(question)
    return Written("\n".join([*lines, "</quiz>", ""]).encode())


def _question(question: QuestionDetails) -> Iterator[str]:
    accepted = "shortanswer" if question.options else "essay"
    yield f'<question type="{_TYPES.get(question.kind, accepted)}">'
    yield f"<name>{_text(question.title)}</name>"
    yield f'<questiontext format="plain_text">{_text(question.stem)}</questiontext>'
    yield f'<generalfeedback format="plain_text">{_text(question.explanation)}</generalfeedback>'
    yield f"<idnumber>{escaped(question.code)}</idnumber>"
    if question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        yield f"<single>{'true' if question.kind is QuestionKind.SINGLE else 'false'}</single>"
    if question.kind is QuestionKind.SHORT and question.options:
        yield "<usecase>0</usecase>"
    for text, is_right, why in question.explained_options:
        yield from _answer(question, text, why, is_right=is_right)
    if question.tags:
        yield "<tags>"
        yield from (f"<tag>{_text(tag_text(kind, text))}</tag>" for kind, text in question.tags)
        yield "</tags>"
    yield "</question>"


def _answer(question: QuestionDetails, text: str, why: str, *, is_right: bool) -> Iterator[str]:
    right = sum(one for _text_of_it, one in question.options)
    share = 100 / right if question.kind is QuestionKind.MULTIPLE else 100
    wrong = "-100" if question.kind is QuestionKind.MULTIPLE else "0"
    if question.kind is QuestionKind.TRUE_FALSE:
        text = "true" if text == question.options[0][0] else "false"
    if question.kind is QuestionKind.SHORT:
        text = text.replace("*", "\\*")
    yield f'<answer fraction="{f"{share:.5f}".rstrip("0").rstrip(".") if is_right else wrong}" format="plain_text">'
    yield _text(text)
    yield f'<feedback format="plain_text">{_text(why)}</feedback>'
    yield "</answer>"


def _text(text: str) -> str:
    return f"<text>{escaped(text)}</text>"
