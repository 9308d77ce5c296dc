"""What waits for editors and reviewers: texts whose law lapsed, texts to review."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.models import TaskState

from cms import citations
from cms.models import ReleaseTask
from inbox.todos import Todo
from organisations.authority import Authority
from organisations.roles import Permission


def stale_content(by: Authority, on: date) -> Iterator[Todo]:
    """Texts and questions that cite an article which is not in force any more: one line for all of them."""
    if by.is_system or not by.scope(Permission.EDIT_CONTENT):
        return
    count = sum(len(cited.citations) for cited in citations.stale(on=on))
    if count:
        yield Todo(
            title=ngettext("%(count)s处内容引用了失效的条文", "%(count)s处内容引用了失效的条文", count)
            % {"count": count},
            url=reverse("law_lapsing"),
        )


def texts_to_review(by: Authority, on: date) -> Iterator[Todo]:
    """Texts that editors submitted, for whoever may publish them."""
    if by.is_system or not by.scope(Permission.PUBLISH_CONTENT):
        return
    waiting = TaskState.objects.filter(task__in=ReleaseTask.objects.values("pk"))
    count = waiting.filter(status=TaskState.STATUS_IN_PROGRESS).count()
    if count:
        yield Todo(
            title=ngettext("%(count)s篇内容待业务审核", "%(count)s篇内容待业务审核", count)
            % {"count": count},
            url=reverse("wagtailadmin_home"),
        )
