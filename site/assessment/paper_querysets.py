"""Named questions about papers and those who sit them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

from assessment.models import Paper, PaperItem, PaperVersion, Question, QuestionVersion, SavedAnswer, Sitting
from assessment.querysets import QuestionQuerySet, all_questions
from assessment.words import QuestionKind, QuestionState
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person


def _owned(by: Authority, way: str) -> Q:
    """What belongs to one's scope, and what came with the product; nothing for whoever sets no papers."""
    scope = by.scope(Permission.SET_PAPERS)
    if not scope:
        return Q(pk__in=[])
    return Q() if scope.everything else scope.condition(way) | Q(**{f"{way}": None})


class PaperQuerySet(models.QuerySet[Paper]):
    def visible_to(self, by: Authority) -> Self:
        """Whoever sets papers sees those of the own organisations, and those that came with the product."""
        return self.filter(_owned(by, "owner"))

    def editable_by(self, by: Authority) -> Self:
        """The own organisations' alone."""
        scope = by.scope(Permission.SET_PAPERS)
        owned = self if scope.everything else self.filter(scope.condition("owner"))
        return owned.filter(retired_at=None).exclude(owner=None)

    def with_latest(self) -> Self:
        """The latest version's title, number, state and how many questions it asks."""
        latest = PaperVersion.objects.filter(paper=OuterRef("pk")).order_by("-number")
        items = PaperItem.objects.filter(asked_in__paper=OuterRef("pk")).order_by().values("asked_in")
        counted = items.annotate(count=Count("pk")).order_by("-asked_in__number").values("count")[:1]
        return self.annotate(
            latest_title=Subquery(latest.values("title")[:1]),
            latest_number=Subquery(latest.values("number")[:1]),
            latest_published_at=Subquery(latest.values("published_at")[:1]),
            latest_count=Subquery(counted),
        ).select_related("owner")

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class PaperVersionQuerySet(models.QuerySet[PaperVersion]):
    def visible_to(self, by: Authority) -> Self:
        return self.filter(paper__in=all_papers().visible_to(by))

    def published(self) -> Self:
        return self.exclude(published_at=None)

    def in_use(self) -> Self:
        """The latest published version of each paper that was not taken out of use."""
        later = PaperVersion.objects.filter(paper=OuterRef("paper"), number__gt=OuterRef("number"))
        return (
            self.published()
            .filter(paper__retired_at=None)
            .exclude(models.Exists(later.exclude(published_at=None)))
        )

    def open_to_everybody(self) -> Self:
        return self.in_use().filter(is_open=True)

    def not_closed_by(self, at: datetime) -> Self:
        """Those that may still be begun, now or later; the latest first."""
        return self.exclude(closes_at__lt=at).order_by("-pk")

    def with_count(self) -> Self:
        """With how many questions it asks."""
        return self.annotate(question_count=Count("items"))


class SittingQuerySet(models.QuerySet[Sitting]):
    def of_person(self, person: Person) -> Self:
        """The person's own, and those of everybody merged into them."""
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def running(self) -> Self:
        return self.filter(handed_in_at=None)

    def handed_in(self) -> Self:
        return self.exclude(handed_in_at=None)

    def over_by(self, at: datetime) -> Self:
        """Running ones that took no more answers then."""
        return self.running().filter(accepts_until__lt=at)

    def for_occasion(self, occasion: UUID | None) -> Self:
        return self.filter(occasion=occasion)

    def latest_first(self) -> Self:
        return self.order_by("-pk")


class SavedAnswerQuerySet(models.QuerySet[SavedAnswer]):
    def by_version(self, sitting: Sitting) -> dict[int, SavedAnswer]:
        return {answer.version_id: answer for answer in self.filter(sitting=sitting)}


def versions_asked(version: PaperVersion, *, among: Collection[int] | None = None) -> list[QuestionVersion]:
    """The wordings that a paper asks, in order, of some ids only those; one query."""
    items = PaperItem.objects.filter(asked_in=version).select_related("version__question")
    chosen = items if among is None else items.filter(version__in=among)
    return [item.version for item in chosen]


def ids_asked(version: PaperVersion) -> list[int]:
    """The ids of the wordings that a paper asks, in order, without their texts."""
    return list(PaperItem.objects.filter(asked_in=version).values_list("version", flat=True))


def drawable() -> QuestionQuerySet:
    """Questions that may be drawn for a paper: live ones that need nobody to mark them."""
    by_hand = QuestionVersion.objects.filter(kind=QuestionKind.SHORT, options=[]).order_by().values("pk")
    live = all_questions().in_state(QuestionState.LIVE).with_current()
    return live.exclude(Q(current_id=None) | Q(current_id__in=by_hand))


def wordings_of(questions: models.QuerySet[Any]) -> dict[int, int]:
    """Of questions `with_current`: the id of the current version by the id of the question, in their order."""
    return dict(questions.values_list("pk", "current_id"))


def questions_of(version: PaperVersion) -> list[int]:
    """Ids of the questions that a paper asks, whichever wording."""
    return list(
        Question.objects.filter(versions__in=version.items.values("version")).values_list("pk", flat=True)
    )


def all_papers() -> PaperQuerySet:
    return PaperQuerySet(Paper)


def all_paper_versions() -> PaperVersionQuerySet:
    return PaperVersionQuerySet(PaperVersion)


def all_sittings() -> SittingQuerySet:
    return SittingQuerySet(Sitting)


def all_saved_answers() -> SavedAnswerQuerySet:
    return SavedAnswerQuerySet(SavedAnswer)
