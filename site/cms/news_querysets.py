"""Named questions about news, issues and what stations sent in."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from wagtail.query import PageQuerySet

from cms.models import Bulletin, NewsPage, Submission
from cms.words import NewsTier, SubmissionState
from organisations.authority import Authority
from organisations.roles import Permission


class NewsQuerySet(PageQuerySet):
    """Pages that are published are everybody's."""

    def published(self) -> Self:
        found: Self = self.live().order_by("-published_on", "-pk")
        return found

    def of_tier(self, tier: NewsTier) -> Self:
        found: Self = self.filter(tier=tier)
        return found

    def not_printed(self) -> Self:
        """What stands in no issue yet, in the order of the columns and the days."""
        found: Self = self.live().filter(printed_in=None).order_by("tier", "published_on", "pk")
        return found


class BulletinQuerySet(models.QuerySet[Bulletin]):
    def newest(self) -> Self:
        return self.order_by("-year", "-number")

    def last_number(self, year: int) -> int:
        """The highest number of the year, 0 before the first."""
        return self.filter(year=year).aggregate(last=models.Max("number"))["last"] or 0


class SubmissionQuerySet(models.QuerySet[Submission]):
    def visible_to(self, by: Authority) -> Self:
        """Everything for editors; one's own and that of the units one sends in for."""
        if by.scope(Permission.EDIT_CONTENT):
            return self
        own = Q(sent_by=by.person_id) if by.person_id else Q(pk=None)
        return self.filter(own | by.scope(Permission.SUBMIT_NEWS).condition("organisation"))

    def waiting(self) -> Self:
        return self.filter(state=SubmissionState.WAITING)

    def newest(self) -> Self:
        return self.select_related("organisation", "page").order_by("-sent_at", "-pk")

    def oldest(self) -> Self:
        return self.select_related("organisation", "page").order_by("sent_at", "pk")


def all_news() -> NewsQuerySet:
    return NewsQuerySet(NewsPage)


def all_bulletins() -> BulletinQuerySet:
    return BulletinQuerySet(Bulletin)


def all_submissions() -> SubmissionQuerySet:
    return SubmissionQuerySet(Submission)
