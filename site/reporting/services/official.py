"""Official forms of many people are made by a job and kept a day for whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from core import events
from core.errors import RuleBroken
from core.sheets.writing import write_workbook
from organisations.authority import Authority
from people.querysets import all_postings
from people.words import PostKind
from reporting.models import PreparedFile
from reporting.querysets.choices import open_to
from reporting.querysets.official.asked import Question
from reporting.querysets.official.computing import compute
from reporting.querysets.prepared import all_prepared
from reporting.rules.official.declared import FORMS
from reporting.rules.official.layout import plans
from reporting.rules.official.shape import Asks
from reporting.rules.periods import Period
from reporting.words import VisitsUnit

KEPT = timedelta(hours=24)
MOST_AT_ONCE = 3_000  # people in post in the scope: a page of more takes longer than somebody waits


@dataclass(frozen=True)
class Asked:
    """A question of a scope and a period as the parameters of a job: ids and codes alone."""

    code: str
    organisation: str
    period: Mapping[str, str | int]
    unit: str
    post: str

    @classmethod
    def of(cls, question: Question) -> Asked:
        return cls(
            question.form.code, str(question.organisation.public_id), question.period.as_record(),
            question.asked_unit or "", question.post or "",
        )  # fmt: skip

    def question(self, *, by: Authority, at: datetime) -> Question:
        """By the rights of now. Raises RuleBroken where the scope is the owner's no more."""
        form = FORMS[self.code]
        organisation = open_to(by, form.permission, UUID(self.organisation))
        if organisation is None:
            raise RuleBroken("official_form.scope", "您没有这个范围的权限了。请重新选择范围。")
        return Question(
            form, by, at, organisation, Period.from_record(dict(self.period)),
            VisitsUnit(self.unit) if self.unit else None, PostKind(self.post) if self.post else None,
        )  # fmt: skip


def is_long(question: Question) -> bool:
    """Whether the form is better made by a job; one question."""
    if question.form.asks is not Asks.PERIOD or question.person is not None:
        return False
    posts = all_postings().held_on(question.closing_day).primary().in_scope(question.scope)
    return posts.count() > MOST_AT_ONCE


@transaction.atomic
def prepare(*, asked: Mapping[str, Any], by: Authority, at: datetime) -> PreparedFile:
    """Compute the form and keep its workbook for the actor. Raises RuleBroken where the scope is theirs no more."""
    if by.person_id is None:
        raise RuleBroken("official_form.nobody", "请先登录再办理。")
    question = Asked(**asked).question(by=by, at=at)
    computed = compute(question)
    content = write_workbook(plans(computed), title=computed.form.title)
    made = PreparedFile.objects.create(
        owner_id=by.person_id,
        name=f"{computed.title}.xlsx",
        content=content,
        made_at=at,
        expires_at=at + KEPT,
    )
    data = {"form": question.form.code, "organisation": question.organisation.pk, "rows": computed.length}
    events.record("reporting.official_form.prepared", by=by, at=at, subject=made, data=data)
    return made


@transaction.atomic
def purge_expired(*, at: datetime) -> int:
    """Delete what nobody may fetch any more; return how many."""
    count, _ = all_prepared().expired(at).delete()
    return count
