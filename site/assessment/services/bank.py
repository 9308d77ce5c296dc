"""The question bank: questions come in through an import, are looked over, go live and are retired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.models import Question, QuestionVersion
from assessment.querysets import all_questions, all_versions
from assessment.rules import QuestionDetails, trouble_with
from assessment.rules.bank import next_states
from assessment.services.questions import digest_of, set_tags, version_of
from assessment.words import QuestionState
from core import events
from core.errors import RuleBroken
from core.sentences import NOTHING, Sentence, gettext_noop, say
from core.words import Verdict
from organisations.authority import Authority
from organisations.roles import Permission

CODE_LETTERS = 12
OLD_WORDING = gettext_noop("题号“%(code)s”曾经用过这个文字，后来改过。请换一个题号再导入。")


@dataclass(frozen=True)
class Judged:
    """What the bank would do with a question, and why not."""

    verdict: Verdict
    reason: Sentence = NOTHING
    over: str = ""  # digest of the wording that stands under the code


class Bank:
    """What stands in the bank beside a list of questions; three queries, however long the list is."""

    def __init__(self, given: list[QuestionDetails]) -> None:
        self._digests = {id(details): digest_of(details) for details in given}
        found = all_versions().with_question().filter(digest__in=self._digests.values())
        self._worded: dict[str, QuestionVersion] = {version.digest: version for version in found}
        self._once = {(version.question.code, version.digest) for version in found}
        codes = [details.code for details in given if details.code]
        self._coded = {one.code: one for one in all_questions().with_current().filter(code__in=codes)}
        self._in_lessons = set(
            all_questions().asked_in_checks().filter(code__in=codes).values_list("code", flat=True)
        )
        self._seen: set[str] = set()

    def judge(self, details: QuestionDetails) -> Judged:
        """The verdict on the next question of the list: the same code or wording again is found out."""
        digest = self._digests[id(details)]
        marks = [f"code:{details.code}"] if details.code else [f"digest:{digest}"]
        if self._seen.intersection(marks):
            return self._again(details)
        self._seen.update(marks)
        if not details.code:
            known = self._worded.get(digest)
            return (
                Judged(Verdict.SAME, say("题库里已有：%(code)s", code=known.question.code))
                if known
                else Judged(Verdict.NEW)
            )
        standing = self._coded.get(details.code)
        if standing is None:
            return Judged(Verdict.NEW)
        if _describes(standing, details) and standing.current_digest == digest:
            return Judged(Verdict.SAME)
        if details.code in self._in_lessons and standing.current_digest != digest:
            why = say(
                "题号“%(code)s”的题写在课程的节里。请到课程编辑中修改，或换一个题号。", code=details.code
            )
            return Judged(Verdict.DOUBTFUL, why)
        if (details.code, digest) in self._once and standing.current_digest != digest:
            return Judged(Verdict.DOUBTFUL, say(OLD_WORDING, code=details.code))
        return Judged(Verdict.CHANGED, over=standing.current_digest or "")

    @staticmethod
    def _again(details: QuestionDetails) -> Judged:
        if details.code:
            why = say("题号“%(code)s”在文件里出现了两次。请改掉其中一个。", code=details.code)
            return Judged(Verdict.DOUBTFUL, why)
        return Judged(Verdict.SAME, say("文件里前面已有同样的题。"))


def _describes(question: Question, details: QuestionDetails) -> bool:
    tags = {(tag.kind, tag.text) for tag in question.tags.all()}
    return (question.title, question.category, tags) == (details.title, details.category, set(details.tags))


@transaction.atomic
def keep(*, details: QuestionDetails, by: Authority, at: datetime) -> Question:
    """Put a question into the bank as a draft, or give the one with its code a new version, which is looked over anew.

    Raises RuleBroken for a question that the bank can't take. The event belongs to whoever keeps many.
    """
    require_editor(by)
    trouble = trouble_with(details)
    if trouble:
        raise RuleBroken("question.not_askable", trouble)
    code = details.code or f"q-{digest_of(details)[:CODE_LETTERS]}"
    bank = Question.objects.select_for_update()  # its state is read below, and others move it
    question, is_new = bank.get_or_create(code=code, defaults={"state": QuestionState.DRAFT})
    last = None if is_new else question.versions.order_by("-number").first()
    version = version_of(question, details)
    if last is not None and version.number < last.number:
        raise RuleBroken(
            "question.old_wording",
            "题号“%(code)s”曾经用过这个文字，后来改过。请换一个题号再导入。",
            code=code,
        )
    question.title, question.category = details.title, details.category
    if last is not None and version.pk != last.pk:
        question.state = QuestionState.DRAFT
    question.save(update_fields=["title", "category", "state"])
    set_tags(question, details)
    return question


@transaction.atomic
def move(*, question: Question, to: QuestionState, by: Authority, at: datetime) -> Question:
    """Bring a question from one state to the next. Raises RuleBroken for a step that isn't there."""
    require_editor(by)
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if to not in next_states(QuestionState(locked.state)):
        raise RuleBroken(
            "question.step", "这道题现在是“%(state)s”，不能直接改成“%(to)s”。请刷新页面查看。",
            state=QuestionState(locked.state), to=to,
        )  # fmt: skip
    locked.state = to
    locked.save(update_fields=["state"])
    events.record("assessment.question.moved", by=by, at=at, subject=locked, data={"state": to.value})
    return locked


def require_editor(by: Authority) -> None:
    if not by.scope(Permission.EDIT_CONTENT):
        raise RuleBroken("question.not_yours", "题库要有“编辑课程”的权限。请联系上级主管部门授权。")
