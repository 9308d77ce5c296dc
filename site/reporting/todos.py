"""What waits for an officer: filings due, and filings that came back."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from inbox.todos import Todo
from organisations.authority import Authority
from reporting.querysets.duties import all_duties, all_returns
from reporting.querysets.filing_steps import own_bodies, waiting


def filings_due(by: Authority, on: date) -> Iterator[Todo]:
    for duty in all_duties().owed_by(by).open().select_related("organisation"):
        yield Todo(
            title=_("报送%(year)s年度培训学时") % {"year": duty.report_year},
            url=f"{reverse('reporting:filing_new')}?organisation={duty.organisation.public_id}&year={duty.report_year}",
            detail=duty.organisation.name,
            due_on=duty.due_on,
        )


def filings_returned(by: Authority, on: date) -> Iterator[Todo]:
    for one in all_returns().to_answer(by).unanswered().select_related("filing__organisation"):
        yield Todo(
            title=_("报送%(number)s被退回") % {"number": one.filing.number},
            url=reverse("reporting:filing", args=[one.filing.public_id]),
            detail=_("退回意见：%(remark)s") % {"remark": one.remark},
        )


def filings_to_review(by: Authority, on: date) -> Iterator[Todo]:
    """Of the body's own step, this year's and last year's: one line, however many counties there are."""
    count = waiting(by, on=on).count() if own_bodies(by) else 0
    if count:
        yield Todo(
            title=_("%(count)s份报送等您审核") % {"count": count},
            url=f"{reverse('reporting:filing_list')}?state=waiting",
            detail=_("核对后通过，或者写明意见退回"),
        )
