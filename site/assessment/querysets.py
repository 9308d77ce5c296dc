"""Named questions about the bank, checks and attempts."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from assessment.models import (
    Answer,
    Attempt,
    Check,
    CheckItem,
    Question,
    QuestionTag,
    QuestionVersion,
)
from assessment.words import QuestionKind, QuestionState, TagKind
from core.models import ImportBatch
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person

QUESTIONS = "questions"  # the kind of an import of questions


class QuestionQuerySet(models.QuerySet[Question]):
    def visible_to(self, by: Authority) -> Self:
        """The bank belongs to whoever edits content; learners meet its questions in checks and papers."""
        return self if by.scope(Permission.EDIT_CONTENT) else self.none()

    def with_current(self) -> Self:
        """With the latest version's id, kind, wording, digest and date (`current_…`) and the tags."""
        latest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
        return self.annotate(
            current_id=Subquery(latest.values("pk")[:1]),
            current_kind=Subquery(latest.values("kind")[:1]),
            current_stem=Subquery(latest.values("stem")[:1]),
            current_digest=Subquery(latest.values("digest")[:1]),
            current_recorded_at=Subquery(latest.values("recorded_at")[:1]),
        ).prefetch_related("tags")

    def asked_in_checks(self) -> Self:
        """Those that stand at the foot of a lesson: they are edited there."""
        return self.filter(Exists(CheckItem.objects.filter(version__question=OuterRef("pk"))))

    def of_kind(self, kind: QuestionKind) -> Self:
        return self.filter(current_kind=kind)

    def in_state(self, state: QuestionState) -> Self:
        return self.filter(state=state)

    def tagged(self, text: str, kind: TagKind | None = None) -> Self:
        tags = QuestionTag.objects.filter(question=OuterRef("pk"), text__icontains=text)
        return self.filter(Exists(tags.filter(kind=kind) if kind else tags))

    def saying(self, text: str) -> Self:
        """The text stands in the wording, the code, the title or the category."""
        return self.filter(
            Q(current_stem__icontains=text) | Q(code__icontains=text) | Q(title__icontains=text)
            | Q(category__icontains=text)
        )  # fmt: skip

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class VersionQuerySet(models.QuerySet[QuestionVersion]):
    def with_question(self) -> Self:
        return self.select_related("question").prefetch_related("question__tags")

    def current_of(self, questions: models.QuerySet[Any]) -> Self:
        """The latest version of each, in the order of the bank."""
        ids = questions.order_by().values("current_id")
        return self.filter(pk__in=ids).with_question().order_by("question__category", "question_id")


def question_imports(by: Authority) -> models.QuerySet[ImportBatch]:
    """Files of questions: whoever edits sees what editors have read in."""
    if not by.scope(Permission.EDIT_CONTENT):
        return ImportBatch.objects.none()
    return ImportBatch.objects.filter(kind=QUESTIONS)


class CheckItemQuerySet(models.QuerySet[CheckItem]):
    def asked_in_order(self, check: Check) -> list[QuestionVersion]:
        """The versions that the check asks now."""
        return [item.version for item in self.filter(asked_in=check).select_related("version")]


class AttemptQuerySet(models.QuerySet[Attempt]):
    def of_person(self, person: Person) -> Self:
        """The person's own, and those of everybody merged into them."""
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def passed(self) -> Self:
        return self.filter(has_passed=True)

    def latest_first(self) -> Self:
        return self.order_by("-id")


class AnswerQuerySet(models.QuerySet[Answer]):
    def of_attempt(self, attempt: Attempt) -> list[Answer]:
        """In the order asked, with the versions that were asked."""
        return list(self.filter(attempt=attempt).select_related("version").order_by("id"))


def all_questions() -> QuestionQuerySet:
    return QuestionQuerySet(Question)


def all_versions() -> VersionQuerySet:
    return VersionQuerySet(QuestionVersion)


def all_items() -> CheckItemQuerySet:
    return CheckItemQuerySet(CheckItem)


def all_attempts() -> AttemptQuerySet:
    return AttemptQuerySet(Attempt)


def all_answers() -> AnswerQuerySet:
    return AnswerQuerySet(Answer)
