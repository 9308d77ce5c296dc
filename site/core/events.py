"""Record a fact and tell those who registered for it.

The event and its deliveries are written in the transaction of the change. After commit a task delivers; a sweeper
delivers what was missed. A handler runs in the same transaction that marks its delivery as done, so a killed
worker leaves either both or neither.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import connection, models, transaction
from django.db.models import F
from django.db.models.functions import Now

from core.models import Delivery, Event
from core.words import DeliveryState

logger = logging.getLogger(__name__)

Handler = Callable[[Event], None]
_handlers: dict[str, list[str]] = {}
_by_name: dict[str, Handler] = {}
_wake: list[Callable[[], None]] = []

FIRST_PAUSE = timedelta(seconds=15)  # doubled with each attempt
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


def latest_of(subject: models.Model) -> Event | None:
    """The last event that was recorded about the object."""
    about = Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return about.order_by("-pk").first()


def history_of(subject: models.Model, names: Collection[str]) -> models.QuerySet[Event]:
    """The events of these names about the object, the latest first."""
    about = Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return about.filter(name__in=names).order_by("-pk")


def happened_to(
    model: type[models.Model], ids: Iterable[int], names: Collection[str]
) -> models.QuerySet[Event]:
    """The events of these names about any of the objects, in the order in which they were recorded."""
    about = Event.objects.filter(subject_type=model._meta.label_lower, subject_id__in=[str(pk) for pk in ids])
    return about.filter(name__in=names).order_by("pk")


def deliver_pending(*, limit: int = 500) -> int:
    """Deliver what is due, one delivery a transaction; return how many were done."""
    done = 0
    for _turn in range(limit):
        delivery = _claim()
        if delivery is None:
            break
        done += _deliver(delivery)
    return done


def _claim() -> Delivery | None:
    """Take the delivery that waits longest, and put its next turn off before its handler runs.

    A handler that kills its worker is then one more late delivery, and the others are not kept waiting behind it.
    """
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True)
            .filter(state=DeliveryState.PENDING, due_at__lte=Now())
            .order_by("due_at", "id")
            .first()
        )
        if delivery is None:
            return None
        pause = min(FIRST_PAUSE * 2 ** min(delivery.attempts, 20), LONGEST_PAUSE)
        Delivery.objects.filter(pk=delivery.pk).update(
            attempts=F("attempts") + 1, due_at=Now() + pause, failure="unfinished"
        )
        return delivery


def _deliver(claimed: Delivery) -> int:
    """1 where the delivery was done, 0 where its handler failed or somebody else has it."""
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("event")
            .filter(pk=claimed.pk, state=DeliveryState.PENDING)
            .first()
        )
        if delivery is None:
            return 0
        try:
            with transaction.atomic():
                _by_name[delivery.handler](delivery.event)
        except Exception as error:  # a handler's fault must not stop the others
            name = type(error).__name__
            logger.error("delivery failed", extra={"delivery": delivery.pk, "failure": name})
            Delivery.objects.filter(pk=delivery.pk).update(failure=name)
            return 0
        Delivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.DONE, delivered_at=Now(), failure=""
        )
        return 1


def _wake_worker() -> None:
    for call in _wake:
        call()
