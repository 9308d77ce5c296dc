"""What waits for a person in the matter of certificates."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.services.registrations import current_period, standing_of
from certification.words import WindowState
from inbox.todos import Todo
from organisations.authority import Authority
from people.querysets import all_people


def window_is_open(by: Authority, on: date) -> Iterator[Todo]:
    """Re-registration can be applied for now: with the missing hours, and the last day."""
    person = all_people().filter(pk=by.person_id).first() if by.person_id else None
    period = current_period(person, on=on) if person else None
    if period is None:
        return
    standing = standing_of(period)
    if standing.window.state(on) is not WindowState.OPEN:
        return
    detail = (
        _("继续教育学时已够")
        if standing.progress.is_enough
        else _("还差%(hours)s小时") % {"hours": standing.progress.shown_missing}
    )
    yield Todo(
        title=_("可以申请再登记了"), url=reverse("certification:registration"), detail=detail,
        due_on=standing.window.closes_on,
    )  # fmt: skip
