"""The only writer of synonyms. What is written here counts for the next search; nothing is indexed anew."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from cms.models import SynonymGroup
from cms.models.search import LONGEST_GROUP
from cms.rules.searching import group_of, line_of
from core import events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.roles import Permission


@transaction.atomic
def keep(*, group: SynonymGroup, by: Authority, at: datetime) -> SynonymGroup:
    """Store a new or changed group in the form in which words are compared.

    Raises RuleBroken for whoever is no editor, for fewer than two words or too many, and for a group that stands already.
    """
    _require_editor(by)
    group.words = in_order(group.words)
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise RuleBroken("synonyms.twice", "这一组同义词已经有了。请在原来的一组里修改。") from error
    events.record("cms.synonyms.kept", by=by, at=at, subject=group)
    return group


def in_order(typed: str) -> str:
    """The line as it is kept. Raises RuleBroken for fewer than two words or too many."""
    words = group_of(typed)
    if len(words) < 2:
        raise RuleBroken("synonyms.too_few", "同义词至少要有两个。请用“=”连接，例如：走访 = 家访。")
    line = line_of(words)
    if len(line) > LONGEST_GROUP:
        raise RuleBroken("synonyms.too_long", "这一组太长。请只留常用的叫法，或者分成两组。")
    return line


@transaction.atomic
def delete(*, group: SynonymGroup, by: Authority, at: datetime) -> None:
    """Raises RuleBroken for whoever is no editor."""
    _require_editor(by)
    events.record("cms.synonyms.deleted", by=by, at=at, subject=group, data={"words": group.words})
    group.delete()


def _require_editor(by: Authority) -> None:
    if not by.scope(Permission.EDIT_CONTENT):
        raise RuleBroken("content.not_yours", "修改同义词要有“编辑课程”的权限。请联系上级主管部门授权。")
