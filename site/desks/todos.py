"""To-dos that come from below the inbox, and so cannot register themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from inbox.todos import Todo
from organisations.authority import Authority
from people.access_querysets import all_access_requests


def access_requests_to_answer(by: Authority, on: date) -> Iterator[Todo]:
    """People of one's organisations who wait to be let in."""
    waiting = all_access_requests().answerable_by(by).count()
    if waiting:
        title = _("%(count)s人等您确认身份") % {"count": waiting}
        yield Todo(
            title=title, url=reverse("people:access_request_list"), detail=_("核对本人后确认，对方才能登录")
        )
