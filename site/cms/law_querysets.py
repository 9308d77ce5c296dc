"""Named questions about laws and their articles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from cms.models import LawArticle
from cms.rules.laws import LAPSES_SOON, split_reference


class ArticleQuerySet(models.QuerySet[LawArticle]):
    def with_law(self) -> Self:
        return self.select_related("law")

    def named(self, reference: str) -> Self:
        """Every wording of `code#number`. Raises cms.rules.laws.BadReference."""
        code, number = split_reference(reference)
        return self.filter(law__code=code, number=number)

    def in_force(self, on: date) -> Self:
        return self.filter(in_force_from__lte=on).filter(Q(in_force_to=None) | Q(in_force_to__gt=on))

    def lapsed(self, on: date) -> Self:
        return self.filter(in_force_to__lte=on)

    def lapsing(self, on: date) -> Self:
        """Lapsed, or with a last day that is near."""
        return self.filter(in_force_to__lte=on + LAPSES_SOON)

    def among(self, ids: Collection[int]) -> Self:
        return self.filter(pk__in=ids)

    def holding(self, words: str) -> Self:
        """With these words in the law's name, the number or the gist."""
        found = Q()
        for word in words.split():
            found &= (
                Q(law__title__icontains=word) | Q(law__short_title__icontains=word)
                | Q(number__icontains=word) | Q(gist__icontains=word)
            )  # fmt: skip
        return self.filter(found)


def all_articles() -> ArticleQuerySet:
    return ArticleQuerySet(LawArticle).order_by("law__title", "place", "in_force_from")
