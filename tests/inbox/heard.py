"""What a person has been told, once all events are delivered."""

from core import events
from inbox.kinds import kind_named
from inbox.querysets.messages import all_messages
from people.models import Person


def told_to(person: Person) -> list[tuple[str, str]]:
    """Sentences and pages, the oldest first."""
    while events.deliver_pending():
        pass
    found = all_messages().filter(person=person).order_by("created_at", "pk")
    return [(kind_named(one.kind).said(one.data), one.url) for one in found]
