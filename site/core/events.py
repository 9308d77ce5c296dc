"""Record a fact and tell those who registered for it.

The event and its deliveries are written in the transaction of the change. After commit a task delivers; a sweeper
delivers what was missed. A handler runs in the same transaction that marks its delivery as done, so a killed
worker leaves either both or neither.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import connection, models, transaction
from django.db.models.functions import Now

from core.models import Delivery, Event
from core.words import DeliveryState

logger = logging.getLogger(__name__)

Handler = Callable[[Event], None]
_handlers: dict[str, list[str]] = {}
_by_name: dict[str, Handler] = {}
_wake: list[Callable[[], None]] = []

LONGEST_PAUSE = timedelta(hours=1)


class Actor(Protocol):
    """Whoever acts: a person, or the system itself (no person id)."""

    @property
    def person_id(self) -> int | None: ...

    @property
    def label(self) -> str: ...


def on(event_name: str) -> Callable[[Handler], Handler]:
    """Register a handler for an event. It must recompute from facts: it may run late, and more than once."""

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__qualname__}"
        _by_name[name] = handler
        names = _handlers.setdefault(event_name, [])
        if name not in names:
            names.append(name)
        return handler

    return register


def wake_with(call: Callable[[], None]) -> None:
    """Say how to wake the worker after a commit; the tasks module does."""
    _wake[:] = [call]


def record(
    name: str,
    *,
    by: Actor,
    at: datetime,
    subject: models.Model | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Write the event and one delivery for each handler. Must run inside the change's transaction.

    Raises transaction.TransactionManagementError outside one. `data` holds ids and scalars, no personal data.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is recorded in the transaction of its change")
    event = Event.objects.create(
        name=name,
        occurred_at=at,
        actor_id=by.person_id,
        actor_label=by.label,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        data=dict(data or {}),
    )
    handlers = _handlers.get(name, [])
    if handlers:
        Delivery.objects.bulk_create([Delivery(event=event, handler=handler) for handler in handlers])
        transaction.on_commit(lambda: _wake_worker(), robust=True)
    return event


def deliver_pending(*, limit: int = 500) -> int:
    """Deliver what is due, one delivery a transaction; return how many were done."""
    done = 0
    for _turn in range(limit):
        outcome = _deliver_one()
        if outcome is None:
            break
        done += outcome
    return done


def _deliver_one() -> int | None:
    """1 where a delivery was done, 0 where its handler failed, None where nothing is due."""
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("event")
            .filter(state=DeliveryState.PENDING, due_at__lte=Now())
            .order_by("due_at", "id")
            .first()
        )
        if delivery is None:
            return None
        try:
            with transaction.atomic():
                _by_name[delivery.handler](delivery.event)
        except Exception as error:  # a handler's fault must not stop the others
            return _postpone(delivery, error)
        Delivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.DONE, delivered_at=Now(), attempts=delivery.attempts + 1, failure=""
        )
        return 1


def _postpone(delivery: Delivery, error: Exception) -> int:
    pause = min(timedelta(seconds=15 * 2**delivery.attempts), LONGEST_PAUSE)
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=delivery.attempts + 1, due_at=Now() + pause, failure=type(error).__name__
    )
    logger.error("delivery failed", extra={"delivery": delivery.pk, "failure": type(error).__name__})
    return 0


def _wake_worker() -> None:
    for call in _wake:
        call()
