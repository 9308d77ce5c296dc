"""Long work that has ended and that nobody has looked at since."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from inbox.jobs import label_of
from inbox.querysets.jobs import all_jobs
from inbox.todos import Todo
from inbox.words import JobState
from organisations.authority import Authority


def jobs_ended(by: Authority, on: date) -> Iterator[Todo]:
    for job in all_jobs().visible_to(by).unread().newest_first():
        is_done = job.state == JobState.DONE
        title = _("“%(label)s”已完成，请查看结果") if is_done else _("“%(label)s”没有完成，请查看原因")
        yield Todo(
            title=title % {"label": _(label_of(job.kind))}, url=reverse("jobs:job", args=[job.public_id])
        )
