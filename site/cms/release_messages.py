"""What editors are told of publishing: that a page did not appear at its hour."""

from __future__ import annotations

from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Revision

from cms.law_messages import editors_on
from core import clock
from core.models import Event
from core.words import gettext_noop as _
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells
from people.querysets import all_people

HELD_BACK = register(
    Kind(
        "cms.page.held_back",
        _("“%(name)s”到了发布时间，没有发布。请按编辑页面上的“发布前检查”修改，再定时间。"),
        _("有内容没有按时发布。"),
    )
)


@tells("cms.page.held_back")
def page_held_back(event: Event) -> Told | None:
    """To whoever wrote it and whoever set the hour; to every editor where neither edits any more."""
    page = Page.objects.filter(pk=event.subject_id).first()
    if page is None:
        return None
    revisions = Revision.objects.filter(pk=event.data["revision"])
    logged = PageLogEntry.objects.filter(revision__in=revisions, action="wagtail.publish.schedule")
    accounts = {*revisions.values_list("user_id", flat=True), *logged.values_list("user_id", flat=True)}
    editors = set(editors_on(clock.date_of(event.occurred_at)))
    concerned = set(all_people().filter(account__in=accounts - {None}).values_list("pk", flat=True)) & editors
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return Told(kind=HELD_BACK, people=concerned or editors, url=url, data={"name": page.draft_title})
