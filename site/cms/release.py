"""What stands against publishing a page, asked by the review task and by the admin. Apps register more checks.

    release.register(check)

A check gets a page as it would be published and the day on which it would be, and answers with refusals: what is
wrong, how to mend it, and the page where that is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.block_text import headings_and_body
from cms.case_querysets import releases_of
from cms.content_checks import Remark
from cms.law_querysets import all_articles
from cms.models import LawArticle
from cms.models.release import before_approval
from cms.panels import shown_to_editors
from cms.rules.cases import RELEASES_NEEDED, digest_of_case
from cms.words import CaseOrigin
from core import clock
from core.sentences import Sentence, say

CaseText = tuple[str, str, str]  # title, text, digest


@dataclass(frozen=True)
class Refusal:
    """One reason, with the way to mend it and the page where that is done."""

    reason: Sentence
    url: str


class NotReleasable(Exception):
    """The page can't be published as it stands. Nothing was published; the draft is kept."""

    def __init__(self, page: Page, refusals: list[Refusal]) -> None:
        self.page, self.refusals = page, refusals
        super().__init__("; ".join(refusal.reason for refusal in refusals))


Check = Callable[[Page, date], Iterable[Refusal]]
_checks: list[Check] = []


def register(check: Check) -> Check:
    if check not in _checks:
        _checks.append(check)
    return check


def refusals_of(page: Page, *, on: date) -> list[Refusal]:
    return [refusal for check in _checks for refusal in check(page, on)]


def require_releasable(page: Page, *, on: date) -> None:
    """Raises NotReleasable with every reason at once."""
    if refusals := refusals_of(page, on=on):
        raise NotReleasable(page, refusals)


@shown_to_editors
def remarks(page: Page) -> list[Remark]:
    """The same refusals for the editor's form, asked of the day on which the draft would appear."""
    found = refusals_of(page, on=day_of_publishing(page))
    return [Remark(_("发布条件"), str(refusal.reason), is_refusal=True) for refusal in found]


def _require_draft(page: Page) -> None:
    """What an approval would publish: the last draft."""
    draft = page.specific.get_latest_revision_as_object()
    require_releasable(draft, on=day_of_publishing(draft))


before_approval.append(_require_draft)


def day_of_publishing(page: Page) -> date:
    """The day on which learners would read it: that of the schedule, else today."""
    today = clock.today()
    return max(today, clock.date_of(page.go_live_at)) if page.go_live_at else today


def _streams(page: Page) -> Iterator[Any]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield field, getattr(page, field.name)


@register
def lapsed_articles(page: Page, on: date) -> Iterator[Refusal]:
    """An article that will not be in force on that day, wherever it stands in the page."""
    cited = {
        int(found[1])
        for field, value in _streams(page)
        for found in field.stream_block.extract_references(value)
        if found[0] is LawArticle
    }
    for article in all_articles().with_law().among(cited).lapsed(on):
        assert article.in_force_to is not None  # noqa: S101
        yield Refusal(
            say(
                "%(article)s自%(day)s起失效。请改引现行的条文，或者删去这一处。",
                article=str(article), day=article.in_force_to.isoformat(),
            ),
            reverse("law_citing", args=[article.pk]),
        )  # fmt: skip


def real_cases(page: Page) -> list[CaseText]:
    """The cases that happened: each needs two people before anybody else reads it.

    A page with an origin of its own is a case as a whole: its summary and every word of its texts.
    """
    found = []
    if getattr(page, "origin", "") == CaseOrigin.DEIDENTIFIED:
        texts = [headings_and_body(value)[1] for _field, value in _streams(page)]
        text = "\n".join([getattr(page, "summary", ""), *texts])
        found.append((page.title, text, digest_of_case(page.title, text)))
    for _field, value in _streams(page):
        for block in value:
            if block.block_type == "case" and block.value["origin"] == CaseOrigin.DEIDENTIFIED:
                title, text = block.value["title"], block.value["text"]
                found.append((title, text, digest_of_case(title, text)))
    return found


@register
def unreleased_cases(page: Page, on: date) -> Iterator[Refusal]:
    cases = real_cases(page)
    released = releases_of([digest for _title, _text, digest in cases])
    for title, _text, digest in cases:
        if released.get(digest, 0) < RELEASES_NEEDED:
            yield Refusal(
                say(
                    "真实个案“%(title)s”要由两位审核人分别放行，现在有%(released)s位。请到“个案放行”页面办理。",
                    title=title, released=released.get(digest, 0),
                ),
                reverse("case_releases", args=[page.pk]),
            )  # fmt: skip
