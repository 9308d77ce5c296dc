"""Official forms of many people are made by a job and kept a day for whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from core import events
from core.errors import RuleBroken
from core.sentences import say
from core.sheets.writing import write_workbook
from organisations.authority import Authority
from organisations.roles import Permission
from organisations.scope import Scope
from people.querysets import all_people, all_postings
from people.words import PostKind
from reporting.models import PreparedFile
from reporting.querysets.choices import open_to
from reporting.querysets.official.asked import Disclosure, Question
from reporting.querysets.official.computing import compute
from reporting.querysets.prepared import all_prepared
from reporting.rules.official.declared import FORMS
from reporting.rules.official.layout import plans
from reporting.rules.official.shape import Asks, Computed
from reporting.rules.periods import Period
from reporting.words import IdentityPurpose, VisitsUnit

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
    return is_of_many(question.scope, on=question.closing_day)


def is_of_many(scope: Scope, *, on: date) -> bool:
    """Whether more people hold a post in the scope that day than somebody waits for; one question."""
    return all_postings().held_on(on).primary().in_scope(scope).count() > MOST_AT_ONCE


@transaction.atomic
def prepare(*, asked: Mapping[str, Any], by: Authority, at: datetime) -> PreparedFile:
    """Compute the form and keep its workbook for the actor. Raises RuleBroken where the scope is theirs no more."""
    if by.person_id is None:
        raise RuleBroken("official_form.nobody", "请先登录再办理。")
    question = Asked(**asked).question(by=by, at=at)
    computed = compute(question)
    made = _keep(computed, computed.title, whole=False, by=by, at=at)
    data = _data_of(question, computed)
    events.record("reporting.official_form.prepared", by=by, at=at, subject=made, data=data)
    return made


def may_disclose(question: Question, by: Authority) -> bool:
    """Whoever manages the people of the organisation, of a form in which identity numbers stand."""
    return question.form.holds_identities and by.may(Permission.MANAGE_PEOPLE, question.organisation)


@transaction.atomic
def disclose(
    *, question: Question, purpose: IdentityPurpose, basis: str, by: Authority, at: datetime
) -> PreparedFile:
    """The workbook with whole identity numbers, kept a day for the actor alone.

    Whole are those of people whom the actor manages; the event says form, scope, purpose and how many, and no number.

    Raises:
        RuleBroken: the actor does not manage the people of the form's organisation, or the form is of too many.
    """
    if by.person_id is None or not may_disclose(question, by):
        raise RuleBroken("official_form.identities", "完整身份证号只有管理这些人员的主管能导出。请联系主管。")
    if is_long(question):
        raise RuleBroken("official_form.too_many", "一次最多导出3000人。请把范围选小一些。")
    name = all_people().get(pk=by.person_id).name
    computed = compute(replace(question, disclosure=Disclosure(purpose, basis, name)))
    called = say("%(title)s（完整身份证号）", title=computed.title)
    made = _keep(computed, called, whole=True, by=by, at=at)
    data = _data_of(question, computed) | {"purpose": purpose.value}
    events.record("reporting.official_form.disclosed", by=by, at=at, subject=_subject_of(question), data=data)
    return made


def _keep(computed: Computed, name: str, *, whole: bool, by: Authority, at: datetime) -> PreparedFile:
    content = write_workbook(plans(computed), title=computed.form.title)
    return PreparedFile.objects.create(
        owner_id=by.person_id, name=f"{name}.xlsx", content=content, holds_identities=whole,
        made_at=at, expires_at=at + KEPT,
    )  # fmt: skip


def _data_of(question: Question, computed: Computed) -> dict[str, str | int]:
    return {
        "form": question.form.code,
        "organisation": question.organisation.pk,
        "rows": computed.length,
    }


def _subject_of(question: Question) -> Model:
    return question.training_class or question.person or question.organisation


@transaction.atomic
def taken_away(*, question: Question, computed: Computed, kind: str, by: Authority, at: datetime) -> None:
    """Record that a file with names left the platform: who took which form of what, and how many lines.

    A form without names is no matter of anybody; `kind` is the ending of the file.
    """
    if not computed.names_people:
        return
    data = _data_of(question, computed) | {"kind": kind}
    events.record(
        "reporting.official_form.taken_away", by=by, at=at, subject=_subject_of(question), data=data
    )


@transaction.atomic
def purge_expired(*, at: datetime) -> int:
    """Delete what nobody may fetch any more; return how many."""
    count, _ = all_prepared().expired(at).delete()
    return count
