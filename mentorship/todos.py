"""What waits for a person in the studios."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from inbox.todos import Todo
from mentorship.querysets import all_confirmations
from organisations.authority import Authority


def meetings_to_confirm(by: Authority, on: date) -> Iterator[Todo]:
    """One to-do for all meetings that wait for the person's own word."""
    waiting = all_confirmations().of_person(by).waiting().count() if by.person_id else 0
    if waiting:
        yield Todo(
            title=_("有%(count)s次带教活动待您确认") % {"count": waiting},
            url=reverse("mentorship:confirmations"),
            detail=_("确认后时长才计入台账"),
        )
