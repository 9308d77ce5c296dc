"""What editors are told of laws: that an article lapses which their texts cite."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from cms import citations
from cms.law_querysets import all_articles
from core import clock
from core.models import Event
from core.words import gettext_noop as _
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells
from organisations.roles import PERMISSIONS, Permission
from people.querysets import all_grants

LAPSED = register(
    Kind(
        "cms.law_article.lapsed",
        _("%(article)s自%(day)s起失效，%(count)s处内容引用了它。请更新这些内容。"),
        _("有课程内容要更新。"),
    )
)


@tells("cms.law_article.lapsed")
def article_lapsed(event: Event) -> Told | None:
    """To every editor, where something cites the article; read anew, since a later word counts."""
    article = all_articles().with_law().filter(pk=event.subject_id).first()
    if article is None or article.in_force_to is None:
        return None
    count = len(citations.citing([article.pk], on=clock.date_of(event.occurred_at)))
    if not count:
        return None
    data = {"article": str(article), "day": article.in_force_to.isoformat(), "count": str(count)}
    editors = editors_on(clock.date_of(event.occurred_at))
    return Told(kind=LAPSED, people=editors, url=reverse("law_citing", args=[article.pk]), data=data)


def editors_on(day: date) -> list[int]:
    """Ids of whoever may edit content that day."""
    roles = [role for role, permitted in PERMISSIONS.items() if Permission.EDIT_CONTENT in permitted]
    found = all_grants().unbound().in_force(day).filter(role__in=roles)
    return list(found.values_list("person_id", flat=True).distinct())
