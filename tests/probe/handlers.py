"""Leave one row in `probe_effect` per event. A lock held by the test makes the handler wait at the named point."""

from django.db import connection

from core import events
from core.models import Event

GATE = 990000  # the advisory lock that the test holds
HAPPENED = "probe.happened"


@events.on(HAPPENED)
def leave_one_row(event: Event) -> None:
    leave_an_effect(event.pk, event.data.get("wait_at", "nowhere"))


def leave_an_effect(number: int, point: str) -> None:
    with connection.cursor() as cursor:
        if point == "before":
            _wait(cursor)
        cursor.execute("INSERT INTO probe_effect (event, point) VALUES (%s, %s)", [number, point])
        if point == "after":
            _wait(cursor)


def _wait(cursor: object) -> None:
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])  # type: ignore[attr-defined]
