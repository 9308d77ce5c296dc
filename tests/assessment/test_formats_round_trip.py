"""What a format holds is read back exactly as it was written."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import formats
from assessment.rules.wording import QuestionDetails
from assessment.words import QuestionFormat, QuestionKind
from tests.assessment.questions import questions

TEXT_FORMATS = [QuestionFormat.GIFT, QuestionFormat.MOODLE_XML]


def read_back(format_: QuestionFormat, content: bytes) -> list[QuestionDetails]:
    findings = formats.read(format_, content)
    assert [finding.reason for finding in findings if finding.details is None] == []
    return [finding.details for finding in findings if finding.details is not None]


@pytest.mark.parametrize("format_", TEXT_FORMATS)
@settings(max_examples=200, deadline=None)
@given(drawn=st.lists(questions(), min_size=1, max_size=4))
def test_text_formats_keep_every_word(format_: QuestionFormat, drawn: list[QuestionDetails]) -> None:
    written = formats.write(format_, drawn)
    left_out = [code for code, _why in written.left_out]
    kept = [one for one in drawn if not (one.code in left_out and one.kind is QuestionKind.SHORT)]
    if kept and len(kept) == len(drawn) - len(left_out):
        assert read_back(format_, written.content) == kept


@settings(max_examples=200, deadline=None)
@given(drawn=questions(kinds=(QuestionKind.SINGLE,)))
def test_aiken_keeps_every_word_of_what_it_takes(drawn: QuestionDetails) -> None:
    bare = dataclasses.replace(drawn, code="", title="", category="", tags=(), explanation="", whys=())
    written = formats.write(QuestionFormat.AIKEN, [bare])
    if not written.left_out:
        assert read_back(QuestionFormat.AIKEN, written.content) == [bare]


@settings(max_examples=10, deadline=None)
@given(drawn=st.lists(questions(), min_size=1, max_size=20))
def test_the_template_keeps_every_word(drawn: list[QuestionDetails]) -> None:
    assert read_back(QuestionFormat.WORKBOOK, formats.write(QuestionFormat.WORKBOOK, drawn).content) == drawn
