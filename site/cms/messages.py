"""What whoever sent a piece of news in is told: what became of it."""

from __future__ import annotations

from django.urls import reverse

from cms.news_querysets import all_submissions
from cms.words import SubmissionState
from core.models import Event
from core.words import gettext_noop as _
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells

ANSWERED = _("您的投稿有了答复。")
ADOPTED = register(Kind("cms.news.adopted", _("“%(name)s”已采用，编辑修改后发布。"), ANSWERED))
RETURNED = register(Kind("cms.news.returned", _("“%(name)s”没有采用，原因写在投稿页面。"), ANSWERED))


@tells("cms.news.adopted")
def news_adopted(event: Event) -> Told | None:
    return _told(event, SubmissionState.ADOPTED, ADOPTED)


@tells("cms.news.returned")
def news_returned(event: Event) -> Told | None:
    return _told(event, SubmissionState.RETURNED, RETURNED)


def _told(event: Event, state: SubmissionState, kind: Kind) -> Told | None:
    found = all_submissions().filter(pk=event.subject_id, state=state).first()
    if found is None:
        return None
    page = reverse("news:submission", args=[found.public_id])
    return Told(kind=kind, people=[found.sent_by_id], url=page, data={"name": found.title})
