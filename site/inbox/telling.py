"""Who is told of an event: apps register a function for it, as they do for to-dos.

    @tells("courses.class.cancelled")
    def class_cancelled(event: Event) -> Told | None: ...

It recomputes from facts and may run late or twice: one event makes one message to one person, whatever happens.
Whoever caused the event is not told of it. Only what somebody really must know is told; no clock reminds or nudges anybody.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from core import clock, events
from core.models import Event
from inbox.services import messages
from inbox.services.messages import Told
from organisations.authority import SYSTEM

Rule = Callable[[Event], Told | None]


def tells(event_name: str) -> Callable[[Rule], Rule]:
    """Register a function that says whom to tell what, or nothing."""

    def register(rule: Rule) -> Rule:
        @functools.wraps(rule)  # the delivery carries the rule's own name
        def hear(event: Event) -> None:
            told = rule(event)
            if told is not None:
                messages.tell(event=event, told=told, by=SYSTEM, at=clock.now())

        events.on(event_name)(hear)
        return rule

    return register
