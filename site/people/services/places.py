"""What the tree of organisations cannot ask itself: who still works where."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.services import organisations
from people.querysets import all_postings


@transaction.atomic
def end(*, organisation: Organisation, on: date, by: Authority, at: datetime) -> Organisation:
    """End an organisation in which nobody is in post any more. Raises RuleBroken while somebody is."""
    ended = organisations.end(organisation=organisation, on=on, by=by, at=at)
    if all_postings().standing().not_over(on).filter(organisation=organisation).exists():
        raise RuleBroken("organisation.has_people", "还有人在这个单位任职。请先办理调动或离岗，再撤销单位。")
    return ended
