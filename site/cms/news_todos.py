"""What waits for editors: pieces that stations sent in."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from cms.news_querysets import all_submissions
from inbox.todos import Todo
from organisations.authority import Authority
from organisations.roles import Permission


def submissions_to_answer(by: Authority, on: date) -> Iterator[Todo]:
    if not by.scope(Permission.EDIT_CONTENT):
        return
    if count := all_submissions().waiting().count():
        yield Todo(
            title=ngettext("%(count)s篇投稿待处理", "%(count)s篇投稿待处理", count) % {"count": count},
            url=reverse("news:submissions"),
        )
