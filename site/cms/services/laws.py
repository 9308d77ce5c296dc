"""The only writer of laws and articles: loaded from the product's file, written by editors, amended, lapsed."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from cms import citations
from cms.law_querysets import ArticleQuerySet, all_articles
from cms.models import Law, LawArticle
from cms.rules.laws import place_of, split_reference
from core import clock, events, records
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.roles import Permission

FILE: Path = settings.ROOT / "site" / "cms" / "content" / "laws.json"
LAW_FIELDS = ("title", "short_title", "issuer", "kind")


@dataclass(frozen=True)
class ArticleDetails:
    """One wording. `in_force_to` is the first day without it."""

    number: str
    in_force_from: date
    gist: str
    in_force_to: date | None = None
    is_verified: bool = False


@transaction.atomic
def load(*, by: Authority, at: datetime, path: Path = FILE, codes: Collection[str] | None = None) -> int:
    """Create and update the laws of the file, or those with these codes; how many rows were written.

    Again changes nothing, and a law or article that an editor changed since stays as the editor left it. Raises
    RuleBroken for whoever may not edit content, OSError and KeyError for a file that is missing or incomplete.
    """
    _require_editor(by)
    content = json.loads(path.read_text(encoding="utf-8"))
    wanted = [one for one in content if codes is None or one["code"] in codes]
    written = sum(_load_law(one) for one in wanted)
    if written:
        events.record("cms.laws.loaded", by=by, at=at, data={"rows": written})
    return written


@transaction.atomic
def article_for(*, reference: str, on: date, by: Authority, at: datetime) -> LawArticle:
    """The last wording of `code#number` that had begun that day; the law is loaded where the site does not have it.

    Raises RuleBroken where neither the site nor the product's file knows the article, BadReference for nonsense.
    """
    code, _number = split_reference(reference)
    found = _nearest(reference, on=on)
    if found is None and not Law.objects.filter(code=code).exists():
        load(by=by, at=at, codes={code})
        found = _nearest(reference, on=on)
    if found is None:
        raise RuleBroken(
            "law.unknown", "法规库里没有“%(reference)s”。请先在法规库补上这一条。", reference=reference
        )
    return found


@transaction.atomic
def write_law(*, law: Law, by: Authority, at: datetime) -> Law:
    """Save what an editor typed: a new law or a changed one."""
    _require_editor(by)
    law.save()
    events.record("cms.law.written", by=by, at=at, subject=law)
    return law


@transaction.atomic
def write_article(*, article: LawArticle, by: Authority, at: datetime) -> LawArticle:
    """Save what an editor typed. Whoever gives it a new last day makes it lapse, and editors are told.

    Raises RuleBroken for dates out of order or a number that is in force twice on a day.
    """
    _require_editor(by)
    before = all_articles().filter(pk=article.pk).values_list("in_force_to", flat=True).first()
    _save(article)
    if article.in_force_to is not None and article.in_force_to != before:
        _tell_lapse(article, by=by, at=at)
    else:
        events.record("cms.law_article.written", by=by, at=at, subject=article)
    return article


@transaction.atomic
def lapse(*, article: LawArticle, on: date, by: Authority, at: datetime) -> list[citations.Citation]:
    """The article is not in force from `on`. What cites it is stale from that day and is returned; editors are told.

    Nothing is written into what cites it: a page asks for the article's last day when it is shown. Raises RuleBroken
    for a day before the article came into force, and where it had lapsed earlier.
    """
    _require_editor(by)
    locked = all_articles().select_for_update(of=("self",)).with_law().get(pk=article.pk)
    if locked.in_force_to is not None and locked.in_force_to <= on:
        raise RuleBroken(
            "law.lapsed_before",
            "这一条从%(day)s起已经失效。请核对失效日期。",
            day=locked.in_force_to.isoformat(),
        )
    locked.in_force_to = on
    _save(locked)
    return _tell_lapse(locked, by=by, at=at)


@transaction.atomic
def amend(*, article: LawArticle, details: ArticleDetails, by: Authority, at: datetime) -> LawArticle:
    """A new wording from `details.in_force_from`; the old one lapses that day. What cites the old one is stale then.

    Raises RuleBroken where the article was amended already, and as `lapse` does.
    """
    _require_editor(by)
    locked = all_articles().select_for_update(of=("self",)).with_law().get(pk=article.pk)
    if LawArticle.objects.filter(follows=locked).exists():
        raise RuleBroken("law.amended_before", "这一条已经有修改后的条文。请在修改后的那一条上再改。")
    if locked.in_force_to != details.in_force_from:
        lapse(article=locked, on=details.in_force_from, by=by, at=at)
    successor = LawArticle(law=locked.law, follows=locked, **asdict(details))
    _save(successor)
    events.record("cms.law_article.amended", by=by, at=at, subject=successor, data={"follows": locked.pk})
    return successor


def _nearest(reference: str, *, on: date) -> LawArticle | None:
    """In force that day; else the last one before it; else the first one after it.

    What the product's file brought goes before what an editor added: its texts were written with the file's wording,
    and loading them again after an amendment must not make them cite what nobody has read against them.
    """
    named: ArticleQuerySet = all_articles().named(reference).with_law()
    for wordings in (named.exclude(loaded_as=""), named):
        begun = wordings.filter(in_force_from__lte=on).order_by("-in_force_from")
        found = begun.first() or wordings.order_by("in_force_from").first()
        if found is not None:
            return found
    return None


def _require_editor(by: Authority) -> None:
    if not by.scope(Permission.EDIT_CONTENT):
        raise RuleBroken("content.not_yours", "修改法规库要有“编辑课程”的权限。请联系上级主管部门授权。")


def _save(article: LawArticle) -> None:
    article.place = place_of(article.number)
    if article.in_force_to is not None and article.in_force_to <= article.in_force_from:
        raise RuleBroken("law.dates", "失效日期要晚于施行日期。请核对日期。")
    try:
        with transaction.atomic():
            article.save()
    except IntegrityError as error:
        raise RuleBroken("law.overlap", "这一条在这段时间已有记录。请先给原来的一条填上失效日期。") from error


def _tell_lapse(article: LawArticle, *, by: Authority, at: datetime) -> list[citations.Citation]:
    found = citations.citing([article.pk], on=clock.date_of(at))
    assert article.in_force_to is not None  # noqa: S101
    events.record(
        "cms.law_article.lapsed", by=by, at=at, subject=article,
        data={"on": article.in_force_to.isoformat(), "citing": len(found)},
    )  # fmt: skip
    return found


def _digest_of(row: Law | LawArticle, fields: Collection[str]) -> str:
    content = {name: str(getattr(row, name)) for name in fields}
    return records.digest(records.canonical_json(content))


def _load_law(content: dict[str, Any]) -> int:
    """How many rows were written for this law."""
    law = Law.objects.filter(code=content["code"]).first() or Law(code=content["code"])
    written = _bring(law, {name: content[name] for name in LAW_FIELDS})
    known = {one.loaded_as: one for one in law.articles.exclude(loaded_as="")}
    last: dict[str, LawArticle] = {}
    for one in sorted(content["articles"], key=lambda each: each["in_force_from"]):
        name, fields = f"{one['number']}@{one['in_force_from']}", _article_fields(one)
        article = known.get(name) or _new_article(law, name, fields, before=last.get(one["number"]))
        if article is None:
            continue
        written += _bring(article, fields)
        last[one["number"]] = article
    return written


def _new_article(
    law: Law, name: str, fields: dict[str, Any], *, before: LawArticle | None
) -> LawArticle | None:
    """None where an editor's own row stands on these days: the editor's word counts."""
    standing = law.articles.filter(number=fields["number"])
    if fields["in_force_to"] is not None:
        standing = standing.filter(in_force_from__lt=fields["in_force_to"])
    if standing.exclude(in_force_to__lte=fields["in_force_from"]).exists():
        return None
    is_followed = before is None or LawArticle.objects.filter(follows=before).exists()
    return LawArticle(law=law, loaded_as=name, follows=None if is_followed else before)


def _article_fields(one: dict[str, Any]) -> dict[str, Any]:
    ends = one.get("in_force_to")
    return {
        "number": one["number"], "in_force_from": date.fromisoformat(one["in_force_from"]),
        "in_force_to": date.fromisoformat(ends) if ends else None, "gist": one["gist"],
        "is_verified": one["is_verified"], "place": place_of(one["number"]),
    }  # fmt: skip


def _bring(row: Law | LawArticle, fields: dict[str, Any]) -> int:
    """Write the file's values where they are new and no editor changed the row; 1 where it was written."""
    if row.pk is not None and _digest_of(row, fields) != row.loaded_digest:
        return 0  # an editor's change stays
    for name, value in fields.items():
        setattr(row, name, value)
    digest = _digest_of(row, fields)
    if digest == row.loaded_digest:
        return 0
    row.loaded_digest = digest
    row.save()
    return 1
