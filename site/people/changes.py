"""Who changed something last: the events know."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from core.conflicts import Change
from core.events import history_of, latest_of
from core.models import Event
from people.querysets import all_people


@dataclass(frozen=True)
class Deed:
    """Something that was recorded about an object; `who` is a name, or 系统."""

    event: Event
    who: str


def deeds_about(subject: Model, names: Collection[str]) -> list[Deed]:
    """The events of these names about the object, the latest first, with whoever acted. Two questions."""
    found = list(history_of(subject, names))
    actors = {event.actor_id for event in found if event.actor_id}
    known = dict(all_people().filter(pk__in=actors).values_list("pk", "name")) if actors else {}
    return [Deed(event, known.get(event.actor_id or 0, "") or _("系统")) for event in found]


def last_change(subject: Model) -> Change | None:
    """The last event about the object, with the name of whoever acted; None where nothing was recorded."""
    event = latest_of(subject)
    if event is None:
        return None
    person = all_people().filter(pk=event.actor_id or 0).first()
    return Change(who=person.name if person else _("系统"), at=event.occurred_at)
