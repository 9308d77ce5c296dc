"""Keep what an officer has said so far to the questions before a filing, until the period is filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db import connection, transaction
from django.db.models import F

from core import events
from core.errors import RuleBroken
from inbox.querysets.jobs import all_jobs
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from organisations.scope import scope_of
from people.querysets import all_postings
from reporting.models import Filing, FilingDraft
from reporting.querysets.filing_drafts import FilingDraftQuerySet, all_drafts
from reporting.querysets.filings import all_filings
from reporting.rules.periods import Period
from reporting.words import QuestionKind, Recipient, VisitsUnit

MOST_AT_ONCE = 3_000  # people in post in the scope: the figures of more take longer than somebody waits
Said = Mapping[QuestionKind, tuple[str, str]]  # disposition and remark, each may be empty
_LOCK = 0x64726674  # "drft"


@dataclass(frozen=True)
class Target:
    """Which filing: the draft of it is known by these."""

    organisation: Organisation
    period: Period
    recipient: Recipient

    @classmethod
    def of(cls, one: Filing | FilingDraft) -> Self:
        return cls(one.organisation, one.period, one.goes_to)

    def drafts(self) -> FilingDraftQuerySet:
        return all_drafts().of(self.organisation, self.period, self.recipient)


def is_long(organisation: Organisation, *, on: date) -> bool:
    """Whether a filing or correction of this organisation is a job; one question."""
    held = all_postings().held_on(on).primary().in_scope(scope_of(organisation))
    return held.count() > MOST_AT_ONCE


def begin(target: Target) -> FilingDraft | None:
    """The standing draft, which nobody else changes or files until this transaction ends.

    Raises RuleBroken while a job files it: that keeps the lock as long as it runs, and nobody waits so long.
    """
    _require_idle(target)
    hold(target.organisation)
    _require_idle(target)
    return target.drafts().select_related("organisation").first()


def hold(organisation: Organisation) -> None:
    """Whoever saves, deletes or files a draft of the organisation waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, organisation.pk])


@transaction.atomic
def save(*, target: Target, unit: VisitsUnit | None, said: Said, by: Authority, at: datetime) -> FilingDraft:
    """Keep the answers to the questions of a filing, as far as they go.

    Raises RuleBroken for whoever may not file there, for a period that is filed, and where another body prepares it.
    """
    standing = _begun(target, by=by)
    if all_filings().first_of(target.organisation, target.period, target.recipient).exists():
        raise RuleBroken(
            "draft.filed_already",
            "这个统计期已经报送，草稿没有保存。如数字有变，请在那份报送的页面办理更正。",
        )
    return _write(standing, target, {"visits": unit or "", "answers": _kept(said)}, by=by, at=at)


@transaction.atomic
def save_correction(*, filing: Filing, reason: str, said: Said, by: Authority, at: datetime) -> FilingDraft:
    """The same for a correction, with its reason."""
    target = Target.of(filing)
    values = {"visits": filing.visits, "answers": _kept(said), "corrects": filing, "reason": reason.strip()}
    return _write(_begun(target, by=by), target, values, by=by, at=at)


@transaction.atomic
def discard(*, draft: FilingDraft, by: Authority, at: datetime) -> None:
    """Delete a draft. One that is gone already is no error. Raises RuleBroken while a job files it."""
    require(by, Permission.FILE_FIGURES, draft.organisation)
    standing = begin(Target.of(draft))
    if standing is None or standing.pk != draft.pk:
        return
    events.record("reporting.filing_draft.discarded", by=by, at=at, subject=standing)
    standing.delete()


def forget(target: Target) -> None:
    """The period is filed: in the transaction of the filing, with the lock of `hold` held."""
    target.drafts().delete()


def _begun(target: Target, *, by: Authority) -> FilingDraft | None:
    require(by, Permission.FILE_FIGURES, target.organisation)
    standing = begin(target)
    if standing is not None and not all_drafts().visible_to(by).filter(pk=standing.pk).exists():
        raise RuleBroken("draft.other_body", "填报单位正在准备这份报送。请联系该单位。")
    return standing


def _require_idle(target: Target) -> None:
    draft = target.drafts().first()
    if draft is not None and all_jobs().about(draft).open().exists():
        raise RuleBroken("draft.busy", "这份草稿正在报送。请等它办完，再到报送列表里看结果。")


def _write(
    standing: FilingDraft | None, target: Target, values: Mapping[str, object], *, by: Authority, at: datetime
) -> FilingDraft:
    saved = dict(values) | {"saved_by": by.person_id, "saved_at": at}
    if standing is None:
        period = target.period
        draft = FilingDraft.objects.create(
            organisation=target.organisation, recipient=target.recipient, report_year=period.report_year,
            first_day=period.first_day, last_day=period.last_day, **saved,
        )  # fmt: skip
    else:
        draft = standing
        FilingDraft.objects.filter(pk=draft.pk).update(**saved, revision=F("revision") + 1)
        draft.refresh_from_db()
    events.record("reporting.filing_draft.saved", by=by, at=at, subject=draft)
    return draft


def _kept(said: Said) -> dict[str, list[str]]:
    """Without what says nothing."""
    return {kind.value: [answer, remark] for kind, (answer, remark) in said.items() if answer or remark}
