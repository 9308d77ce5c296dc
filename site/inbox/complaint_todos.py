"""What waits for whoever runs the platform: complaints and suggestions without an answer."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from inbox.answer_times import answer_time
from inbox.querysets.complaints import all_complaints
from inbox.todos import Todo
from organisations.authority import Authority
from organisations.roles import Permission


def complaints_to_answer(by: Authority, on: date) -> Iterator[Todo]:
    if not by.scope(Permission.OPERATE):
        return
    waiting = all_complaints().visible_to(by).open()
    count = waiting.count()
    first = waiting.oldest().first() if count else None
    if first is None:
        return
    limit = answer_time(on=on)
    yield Todo(
        title=ngettext("%(count)s条投诉与建议待答复", "%(count)s条投诉与建议待答复", count)
        % {"count": count},
        url=reverse("complaints:queue"),
        due_on=limit.due_on(first) if limit else None,
    )
