"""The bank: what an import writes, all or nothing; versions, states and tags; what cites a law."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Question
from assessment.querysets import all_questions, all_versions
from assessment.services import bank, question_imports, questions
from assessment.services.questions import QuestionDetails
from assessment.words import QuestionFormat, QuestionKind, QuestionState
from core.errors import RuleBroken
from core.models import ImportBatch
from core.words import Verdict
from organisations.authority import NOBODY, SYSTEM

GOOD = "// [id:a-1]\n题一{=对 ~错}\n\n题二{T}"


def staged(text: str, at: datetime) -> ImportBatch:
    return question_imports.stage(
        name="题.txt", content=text.encode(), format_=QuestionFormat.GIFT, by=SYSTEM, at=at
    )


def verdicts(batch: ImportBatch) -> list[Verdict]:
    return [Verdict(row.verdict) for row in batch.rows.order_by("pk")]


def imported(text: str, at: datetime) -> int:
    return question_imports.confirm(batch=staged(text, at), without_refused=False, by=SYSTEM, at=at)


def test_reading_writes_nothing_and_confirming_writes_drafts(db: None, at: datetime) -> None:
    batch = staged(GOOD, at)
    assert not Question.objects.exists()
    assert question_imports.confirm(batch=batch, without_refused=False, by=SYSTEM, at=at) == 2
    assert set(all_questions().values_list("state", flat=True)) == {QuestionState.DRAFT}
    assert verdicts(staged(GOOD, at)) == [Verdict.SAME, Verdict.SAME]


def test_one_bad_question_holds_back_the_whole_file_unless_the_rest_is_asked_for(
    db: None, at: datetime
) -> None:
    batch = staged(f"{GOOD}\n\n连线{{=甲 -> 乙 =丙 -> 丁}}", at)
    with pytest.raises(RuleBroken, match="1道题不能导入"):
        question_imports.confirm(batch=batch, without_refused=False, by=SYSTEM, at=at)
    assert not Question.objects.exists()
    assert question_imports.confirm(batch=batch, without_refused=True, by=SYSTEM, at=at) == 2


def test_a_batch_that_breaks_at_its_last_question_leaves_nothing(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, kept = staged(GOOD, at), bank.keep

    def breaks_at_the_second(**wanted: object) -> Question:
        if Question.objects.exists():
            raise RuleBroken("test", "停")
        return kept(**wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(bank, "keep", breaks_at_the_second)
    with pytest.raises(RuleBroken):
        question_imports.confirm(batch=batch, without_refused=False, by=SYSTEM, at=at)
    assert not Question.objects.exists()
    assert ImportBatch.objects.get(pk=batch.pk).state == "staged"


def test_a_code_again_makes_a_version_that_is_looked_over_anew(db: None, at: datetime) -> None:
    imported(GOOD, at)
    question = all_questions().get(code="a-1")
    for state in (QuestionState.REVIEW, QuestionState.LIVE):
        bank.move(question=question, to=state, by=SYSTEM, at=at)
    batch = staged("// [id:a-1] [tag:法条:pipl#第十七条]\n题一改{=对 ~错}", at)
    assert verdicts(batch) == [Verdict.CHANGED]
    question_imports.confirm(batch=batch, without_refused=False, by=SYSTEM, at=at)
    question.refresh_from_db()
    assert (question.state, question.versions.count()) == (QuestionState.DRAFT, 2)
    assert [tag.text for tag in question.tags.all()] == ["pipl#第十七条"]
    assert verdicts(staged("// [id:a-1]\n题一{=对 ~错}", at)) == [Verdict.DOUBTFUL]


@pytest.mark.parametrize("first", ["", "// [id:a-1]\n题一{=对 ~错}"])
def test_what_changed_in_the_bank_since_the_file_was_read_is_looked_at_again(
    db: None, at: datetime, first: str
) -> None:
    if first:
        imported(first, at)
    batch = staged("// [id:a-1]\n题一由甲改{=对 ~错}", at)
    imported("// [id:a-1]\n题一由乙改{=对 ~错}", at)
    with pytest.raises(RuleBroken, match="读取之后题库有改动"):
        question_imports.confirm(batch=batch, without_refused=False, by=SYSTEM, at=at)
    assert all_questions().with_current().get().versions.count() == (2 if first else 1)
    assert question_imports.bring_up_to_date(batch=batch, by=SYSTEM)
    assert verdicts(batch) == [Verdict.CHANGED]
    assert not question_imports.bring_up_to_date(batch=batch, by=SYSTEM)
    assert question_imports.confirm(batch=batch, without_refused=False, by=SYSTEM, at=at) == 1


def test_a_question_is_locked_before_its_state_is_read(db: None, at: datetime) -> None:
    imported("// [id:a-1]\n题一{=对 ~错}", at)
    details = questions.details_of(all_versions().with_question().get())
    with CaptureQueriesContext(connection) as asked:
        bank.keep(details=details, by=SYSTEM, at=at)
    first = next(query["sql"] for query in asked if 'FROM "assessment_question"' in query["sql"])
    assert "FOR UPDATE" in first


def test_doubles_in_a_file_and_questions_of_lessons_are_found_out(db: None, at: datetime) -> None:
    asked = QuestionDetails("lesson-1", QuestionKind.SINGLE, "找谁？", (("站长", True), ("邻居", False)))
    questions.set_check(check=None, questions=[asked], by=SYSTEM, at=at)
    text = "// [id:x]\n题{T}\n\n// [id:x]\n题{F}\n\n同{T}\n\n同{T}\n\n// [id:lesson-1]\n改{T}"
    assert verdicts(staged(text, at)) == [
        Verdict.NEW, Verdict.DOUBTFUL, Verdict.NEW, Verdict.SAME, Verdict.DOUBTFUL,
    ]  # fmt: skip


@pytest.mark.parametrize("format_", list(QuestionFormat))
def test_what_is_exported_comes_back_with_the_same_digest(
    db: None, at: datetime, format_: QuestionFormat
) -> None:
    imported(
        "题一{=对 ~错}" if format_ is QuestionFormat.AIKEN else f"{GOOD}\n\n谈谈{{=甲#因为 =乙\n####解析}}",
        at,
    )
    before = dict(all_versions().values_list("question__code", "digest"))
    standing = [questions.details_of(one) for one in all_versions().with_question()]
    content = question_imports.formats.write(format_, standing).content
    batch = question_imports.stage(name="出", content=content, format_=format_, by=SYSTEM, at=at)
    assert set(verdicts(batch)) == {Verdict.SAME}
    Question.objects.all().prefetch_related("versions")
    assert {questions.digest_of(question_imports.unpacked(row)) for row in batch.rows.all()} == set(
        before.values()
    )


def test_only_the_steps_of_the_bank_are_taken_and_only_by_editors(db: None, at: datetime) -> None:
    imported("题{T}", at)
    question = all_questions().get()
    with pytest.raises(RuleBroken, match="草稿"):
        bank.move(question=question, to=QuestionState.LIVE, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="编辑课程"):
        bank.move(question=question, to=QuestionState.REVIEW, by=NOBODY, at=at)
    with pytest.raises(RuleBroken, match="编辑课程"):
        question_imports.stage(name="x", content=b"x{T}", format_=QuestionFormat.GIFT, by=NOBODY, at=at)
