"""Events as officers may read them: done by people of their scope, or done to what lies in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.urls import reverse

from core import clock
from core.models import Event, ImportBatch
from courses.querysets import all_classes, all_sessions
from organisations.authority import Authority
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.scope import Scope
from people.querysets import all_grants, all_people, all_postings
from reporting.querysets.duties import all_duties
from reporting.querysets.filings import all_filings
from reporting.rules.happenings import LABELS, NAMES, SUBJECTS, TOPIC_OF, Topic


class EventQuerySet(models.QuerySet[Event]):
    def visible_to(self, by: Authority, *, on: date) -> Self:
        """Of the named events alone; everything else is private. Follows the tree, not the area."""
        scope = by.scope(Permission.VIEW_EVENTS)
        named = self.filter(name__in=NAMES)
        if scope.everything:
            return named
        if not scope:
            return self.none()
        actors = all_postings().held_or_last(on).in_scope(scope).values("person")
        seen = Q(actor_id__in=actors) | Q(actor_id=by.person_id)
        for kind, rows in _subjects(scope, on).items():
            seen |= Q(subject_type=kind, subject_id__in=_as_text(rows))
        return named.filter(seen)

    def about(self, topic: Topic) -> Self:
        return self.filter(name__in=LABELS[topic])

    def between(self, first_day: date, last_day: date) -> Self:
        """Days in Shanghai, both included."""
        begin = datetime.combine(first_day, time.min, clock.SHANGHAI)
        return self.filter(occurred_at__gte=begin, occurred_at__lt=_midnight_after(last_day))

    def newest_first(self) -> Self:
        return self.order_by("-id")


def all_happenings() -> EventQuerySet:
    return EventQuerySet(Event)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, clock.SHANGHAI)


def _subjects(scope: Scope, on: date) -> dict[str, models.QuerySet[Any]]:
    """What lies in the scope, by the type that events name."""
    organisations = all_organisations().in_scope(scope)
    return {
        "organisations.organisation": organisations,
        "people.person": all_people().filter(
            pk__in=all_postings().held_or_last(on).in_scope(scope).values("person")
        ),
        "people.posting": all_postings().in_scope(scope),
        "people.rolegrant": all_grants().in_scope(scope),
        "courses.trainingclass": all_classes().filter(scope.condition("organiser")),
        "courses.classsession": all_sessions().filter(scope.condition("training_class__organiser")),
        "reporting.filing": all_filings().filter(scope.condition("organisation")),
        "reporting.filingduty": all_duties().filter(scope.condition("organisation")),
        "core.importbatch": ImportBatch.objects.filter(organisation_id__in=organisations.values("pk")),
    }


def _as_text(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    found: models.QuerySet[Any] = rows.order_by().annotate(_text=Cast("pk", CharField())).values("_text")
    return found


@dataclass(frozen=True)
class Happening:
    """One line: who, what, when, and the number of the object; names only of people whom the viewer may see."""

    at: datetime
    who: str
    who_id: str
    what: str
    topic: str
    subject: str
    number: str
    url: str
    count: int | None


def happenings(events: Iterable[Event], by: Authority, *, on: date) -> list[Happening]:
    """For one page of events, with a fixed number of questions."""
    found = list(events)
    actors = {event.actor_id for event in found if event.actor_id is not None}
    people = {
        pk: (name, str(public_id))
        for pk, name, public_id in all_people()
        .visible_to(by, on=on)
        .filter(pk__in=actors)
        .values_list("pk", "name", "public_id")
    }
    urls = _urls(found, by, on)
    return [_happening(event, people.get(event.actor_id or 0, ("", "")), urls) for event in found]


def _happening(event: Event, actor: tuple[str, str], urls: dict[tuple[str, str], str]) -> Happening:
    count = event.data.get("count")
    return Happening(
        at=event.occurred_at,
        who=actor[0],
        who_id="system" if event.actor_id is None else actor[1],
        what=NAMES[event.name],
        topic=TOPIC_OF[event.name].label,
        subject=SUBJECTS.get(event.subject_type, ""),
        number=event.subject_id,
        url=urls.get((event.subject_type, event.subject_id), ""),
        count=count if isinstance(count, int) else None,
    )


def _urls(events: list[Event], by: Authority, on: date) -> dict[tuple[str, str], str]:
    """Addresses of the objects that the viewer may open; one question for each type on the page."""
    visible: dict[str, tuple[str, Callable[[], models.QuerySet[Any]]]] = {
        "people.person": ("people:person", lambda: all_people().visible_to(by, on=on)),
        "organisations.organisation": (
            "organisations:organisation",
            lambda: all_organisations().standing().in_scope(by.scope(Permission.VIEW_PEOPLE)),
        ),
        "courses.trainingclass": ("courses:class_detail", lambda: all_classes().visible_to(by)),
        "reporting.filing": ("reporting:filing", lambda: all_filings().visible_to(by)),
    }
    found: dict[tuple[str, str], str] = {}
    for kind, (name, rows) in visible.items():
        ids = {event.subject_id for event in events if event.subject_type == kind}
        if ids:
            for pk, public_id in rows().filter(pk__in=ids).values_list("pk", "public_id"):
                found[(kind, str(pk))] = reverse(name, args=[public_id])
    return found
