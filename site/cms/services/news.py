"""News: what stations send in, what editors make of it, and the issues that bind it together."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.models import Bulletin, BulletinPiece, NewsIndexPage, NewsPage, Submission
from cms.news_querysets import all_bulletins, all_news, all_submissions
from cms.services import tree
from cms.services.late_indexing import once_each
from cms.words import NewsTier, SubmissionState
from core import clock, events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.roles import Permission
from organisations.words import OrganisationKind, Tier

NAMESPACE = uuid.UUID("1c1de5f5-6a3a-4d3a-9d7c-0c6c2f1c7a55")  # of the ids of loaded blocks
CONTENT = Path(__file__).resolve().parents[1] / "content" / "news"


@dataclass(frozen=True)
class Piece:
    """What somebody sends in."""

    title: str
    text: str
    facts_from: str = ""


@dataclass(frozen=True)
class Imprint:
    """What stands on the head of an issue."""

    title: str
    publisher: str
    issued_on: date


@transaction.atomic
def submit(*, piece: Piece, organisation: Organisation, by: Authority, at: datetime) -> Submission:
    """Send a piece in for a unit. Raises RuleBroken for whoever may not speak for it."""
    if by.person_id is None or not by.may(Permission.SUBMIT_NEWS, organisation):
        raise RuleBroken(
            "news.not_your_unit", "只能替自己负责的单位投稿。请换一个单位，或请本单位负责人投稿。"
        )
    sent = Submission.objects.create(
        organisation=organisation, sent_by_id=by.person_id, title=piece.title, text=piece.text,
        facts_from=piece.facts_from, sent_at=at,
    )  # fmt: skip
    data = {"organisation": organisation.pk}
    events.record("cms.news.submitted", by=by, at=at, subject=sent, data=data)
    return sent


@transaction.atomic
def adopt(*, submission: Submission, by: Authority, at: datetime) -> NewsPage:
    """Make a draft page of it, for an editor to finish and publish. Raises RuleBroken where it was answered already."""
    locked = _waiting(submission, by=by)
    page = NewsPage(
        title=locked.title, slug=f"news-{locked.public_id}", tier=_tier_of(locked.organisation), live=False,
        source=locked.organisation.name, published_on=clock.date_of(at), summary=locked.title,
        facts_from=locked.facts_from, body=_as_blocks(locked),
    )  # fmt: skip
    _index(by=by, at=at).add_child(instance=page)
    page.save_revision()
    locked.page = page
    _answer(locked, SubmissionState.ADOPTED, at=at)
    events.record("cms.news.adopted", by=by, at=at, subject=locked, data={"page": page.pk})
    return page


@transaction.atomic
def give_back(*, submission: Submission, reason: str, by: Authority, at: datetime) -> Submission:
    """Return it with a reason. Raises RuleBroken where it was answered already, or without a reason."""
    locked = _waiting(submission, by=by)
    if not reason:
        raise RuleBroken("news.no_reason", "请写退回的原因，让投稿的人知道怎样改。")
    locked.reason = reason
    _answer(locked, SubmissionState.RETURNED, at=at)
    events.record("cms.news.returned", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def issue(*, pages: Sequence[NewsPage], imprint: Imprint, by: Authority, at: datetime) -> Bulletin:
    """Bind published pieces into the next issue of the year; within it they stand by column and day.

    Raises RuleBroken without the permission, for no piece at all, and for one that is unpublished or printed already.
    """
    _require_editor(by)
    year = imprint.issued_on.year
    index = _index(by=by, at=at)
    NewsIndexPage.objects.select_for_update().get(pk=index.pk)  # two issues at once count in turn
    free = {page.pk: page for page in all_news().not_printed().filter(pk__in=[page.pk for page in pages])}
    if not pages:
        raise RuleBroken("bulletin.empty", "还没有选动态。请至少选一条。")
    if len(free) < len({page.pk for page in pages}):
        raise RuleBroken(
            "bulletin.taken",
            "选中的动态里有的已经编入别的一期，或者还没有发布。请刷新页面后重新选择。",
        )
    bulletin = Bulletin.objects.create(
        year=year, number=all_bulletins().last_number(year) + 1, title=imprint.title,
        publisher=imprint.publisher, issued_on=imprint.issued_on,
    )  # fmt: skip
    order = sorted(
        free.values(),
        key=lambda page: (list(NewsTier).index(NewsTier(page.tier)), page.published_on, page.pk),
    )
    BulletinPiece.objects.bulk_create(
        BulletinPiece(bulletin=bulletin, page=page, position=place) for place, page in enumerate(order, 1)
    )
    events.record("cms.bulletin.issued", by=by, at=at, subject=bulletin, data={"count": len(order)})
    return bulletin


@transaction.atomic
@once_each()
def load(*, folder: Path, by: Authority, at: datetime) -> int:
    """Publish the pieces in `folder` that were never loaded; how many those were. Editors' changes stay."""
    _require_editor(by)
    made = 0
    for path in sorted(folder.glob("*.json")):
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not all_news().filter(slug=content["slug"]).exists():
            _publish(content, by=by, at=at)
            made += 1
    if made:
        events.record("cms.news.loaded", by=by, at=at, data={"count": made})
    return made


def _publish(content: dict[str, Any], *, by: Authority, at: datetime) -> None:
    blocks = [
        block | {"id": str(uuid.uuid5(NAMESPACE, f"{content['slug']}/{place}"))}
        for place, block in enumerate(content["body"])
    ]
    page = NewsPage(
        title=content["title"], slug=slugify(content["slug"]), tier=NewsTier(content["tier"]),
        source=content["source"], published_on=date.fromisoformat(content["date"]), live=False,
        summary=content["summary"], facts_from=content["facts_from"], body=json.dumps(blocks),
    )  # fmt: skip
    _index(by=by, at=at).add_child(instance=page)
    page.save_revision().publish()


def _as_blocks(submission: Submission) -> str:
    """The text as it was typed, a paragraph a line."""
    lines = [line.strip() for line in submission.text.splitlines() if line.strip()]
    blocks = [
        {
            "type": "paragraph",
            "value": str(format_html("<p>{}</p>", line)),
            "id": str(uuid.uuid5(NAMESPACE, f"{submission.public_id}/{place}")),
        }
        for place, line in enumerate(lines)
    ]
    return json.dumps(blocks)


def _waiting(submission: Submission, *, by: Authority) -> Submission:
    _require_editor(by)
    locked = (
        all_submissions().select_for_update(of=("self",)).select_related("organisation").get(pk=submission.pk)
    )
    if locked.state != SubmissionState.WAITING:
        raise RuleBroken("news.answered", "这篇投稿已经处理过了。请返回列表看现在的状态。")
    return locked


def _answer(submission: Submission, state: SubmissionState, *, at: datetime) -> None:
    submission.state, submission.answered_at = state, at
    submission.save(update_fields=["state", "answered_at", "reason", "page"])


def _tier_of(organisation: Organisation) -> NewsTier:
    if organisation.kind != OrganisationKind.BUREAU:
        return NewsTier.STATION
    return NewsTier.CITY if organisation.tier in (Tier.PROVINCE, Tier.CITY) else NewsTier.COUNTY


def _require_editor(by: Authority) -> None:
    if not by.scope(Permission.EDIT_CONTENT):
        raise RuleBroken("content.not_yours", "编发动态要有“编辑课程”的权限。请联系上级主管部门授权。")


def _index(*, by: Authority, at: datetime) -> NewsIndexPage:
    return tree.ensure_index(NewsIndexPage, title=_("动态"), slug="news", by=by, at=at)
