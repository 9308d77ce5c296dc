"""Named questions about drafts of filings."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from core.conflicts import Change
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.roles import Permission
from people.querysets import all_people
from reporting.models import FilingDraft
from reporting.querysets.filing_steps import own_bodies
from reporting.rules.periods import Period
from reporting.words import Recipient


class FilingDraftQuerySet(models.QuerySet[FilingDraft]):
    def visible_to(self, by: Authority) -> Self:
        """Drafts of the bodies at which one may file, and one's own for those below: nobody above reads others'."""
        if by.is_system:
            return self
        mine = Q(saved_by=by.person_id or 0) & by.scope(Permission.FILE_FIGURES).condition("organisation")
        return self.filter(Q(organisation__in=own_bodies(by)) | mine)

    def of(self, organisation: Organisation, period: Period, recipient: Recipient) -> Self:
        """The draft of exactly this filing: there is one at most."""
        return self.filter(
            organisation=organisation, recipient=recipient, report_year=period.report_year,
            first_day=period.first_day, last_day=period.last_day,
        )  # fmt: skip


def all_drafts() -> FilingDraftQuerySet:
    return FilingDraftQuerySet(FilingDraft)


def last_change_of(draft: FilingDraft) -> Change:
    """Who saved it, and when."""
    name = all_people().filter(pk=draft.saved_by or 0).values_list("name", flat=True).first()
    return Change(who=name or "", at=draft.saved_at)


def savers_of(drafts: list[FilingDraft]) -> dict[int, str]:
    """Names by the ids of people; one question."""
    ids = {draft.saved_by for draft in drafts if draft.saved_by}
    return dict(all_people().filter(pk__in=ids).values_list("pk", "name"))
