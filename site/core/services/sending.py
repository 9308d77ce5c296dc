"""Send a text out of the site: a code, a message. Written with its cause, delivered after the commit.

What is promised: a text whose transaction committed is handed to its provider at least once while it is worth
sending; one dedupe key makes one text; two workers never hand over the same one at a time. A worker killed between
handing over and its commit hands over again, with the same key: whether the second is seen is the gateway's promise,
not ours. No event is recorded here: the row is its own trail, and its cause has recorded one.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from core import providers
from core.errors import RuleBroken
from core.events import Actor
from core.models import Outgoing
from core.providers.letters import Later, Letter, Refused
from core.words import Channel, OutgoingState

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=15)  # doubled with each attempt
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 10  # some two hours
KEPT_FOR = timedelta(days=7)  # what the console printed
LONGEST_FAILURE = 80
_wake: list[Callable[[], None]] = []


def wake_with(call: Callable[[], None]) -> None:
    """Say how to wake the worker after a commit; the tasks module does."""
    _wake[:] = [call]


def is_available(channel: str) -> bool:
    """The settings name a provider: what has none is not offered to anybody."""
    return providers.is_configured(channel)


def send(
    *,
    channel: str,
    to: str,
    text: str,
    purpose: str,
    by: Actor,
    at: datetime,
    dedupe_key: str = "",
    expires_at: datetime | None = None,
) -> Outgoing:
    """Write one text to be sent, in the caller's transaction; the same dedupe key again returns the first.

    `to` is a phone number, or an e-mail address for `email`. After `expires_at` it is no longer sent.
    Raises transaction.TransactionManagementError outside a transaction, RuleBroken where the channel has no provider.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a text is sent in the transaction of its cause")
    if not is_available(channel):
        raise RuleBroken(
            "sending.no_provider",
            "本站没有开通%(channel)s。请联系平台管理员开通，或改用其他方式。",
            channel=Channel(channel),
        )
    made = Outgoing(
        channel=channel,
        to=to,
        text=text,
        purpose=purpose,
        dedupe_key=dedupe_key,
        expires_at=expires_at,
        created_by=by.person_id,
        created_at=at,
    )
    Outgoing.objects.bulk_create([made], ignore_conflicts=True)
    own = Outgoing.objects.filter(public_id=made.public_id).first()
    if own is None:
        return Outgoing.objects.get(dedupe_key=dedupe_key)
    transaction.on_commit(lambda: _wake_worker(), robust=True)
    return own


def deliver_waiting(*, at: datetime, limit: int = 500) -> int:
    """Hand over what is due, one text a transaction; return how many were taken.

    A channel whose provider could not be reached rests for the remainder of this run: a gateway that is down must
    not hold the worker for ten seconds a text.
    """
    done = 0
    resting: set[str] = set()
    for _turn in range(limit):
        waiting = _claim(resting)
        if waiting is None:
            break
        state = _hand_over(waiting, at=at)
        done += state in {OutgoingState.SENT, OutgoingState.KEPT}
        if state == OutgoingState.WAITING:
            resting.add(waiting.channel)
    return done


def forget_kept(*, at: datetime) -> int:
    """Erase what the console printed long ago; the number of texts."""
    old = Outgoing.objects.filter(state=OutgoingState.KEPT, created_at__lt=at - KEPT_FOR, text__isnull=False)
    return old.update(to=None, text=None)


def _claim(resting: set[str]) -> Outgoing | None:
    """Take the text that waits longest, and put its next turn off before anything is sent."""
    with transaction.atomic():
        waiting = (
            Outgoing.objects.select_for_update(skip_locked=True)
            .filter(state=OutgoingState.WAITING, due_at__lte=Now())
            .exclude(channel__in=resting)
            .order_by("due_at", "id")
            .first()
        )
        if waiting is None:
            return None
        pause = min(FIRST_PAUSE * 2 ** min(waiting.attempts, 20), LONGEST_PAUSE)
        Outgoing.objects.filter(pk=waiting.pk).update(
            attempts=F("attempts") + 1, due_at=Now() + pause, failure="unfinished"
        )
        return waiting


def _hand_over(claimed: Outgoing, *, at: datetime) -> OutgoingState | None:
    """The state afterwards; None where somebody else has it. The row stays locked while the gateway answers."""
    with transaction.atomic():
        outgoing = (
            Outgoing.objects.select_for_update(skip_locked=True)
            .filter(pk=claimed.pk, state=OutgoingState.WAITING)
            .first()
        )
        if outgoing is None:
            return None
        if outgoing.expires_at is not None and outgoing.expires_at < at:
            return _give_up(outgoing, "expired")
        letter = Letter(
            str(outgoing.public_id), outgoing.to or "", outgoing.text or "", purpose=outgoing.purpose
        )
        try:
            provider = providers.provider_for(outgoing.channel)
            reference = provider.deliver(letter)
        except Refused as error:
            return _give_up(outgoing, error.reason)
        except Exception as error:  # whatever a provider stumbles over must not stop the others
            return _put_off(outgoing, error.reason if isinstance(error, Later) else type(error).__name__)
        return _done(outgoing, reference, keeps=provider.keeps, at=at)


def _done(outgoing: Outgoing, reference: str, *, keeps: bool, at: datetime) -> OutgoingState:
    outgoing.state = OutgoingState.KEPT if keeps else OutgoingState.SENT
    if not keeps:
        outgoing.to = outgoing.text = None
    outgoing.reference, outgoing.failure, outgoing.sent_at = reference, "", at
    outgoing.save(update_fields=["state", "to", "text", "reference", "failure", "sent_at"])
    return OutgoingState(outgoing.state)


def _put_off(outgoing: Outgoing, reason: str) -> OutgoingState:
    if outgoing.attempts >= MOST_ATTEMPTS:
        return _give_up(outgoing, reason)
    _tell("sending put off", outgoing, reason)
    Outgoing.objects.filter(pk=outgoing.pk).update(failure=reason[:LONGEST_FAILURE])
    return OutgoingState.WAITING


def _give_up(outgoing: Outgoing, reason: str) -> OutgoingState:
    _tell("sending given up", outgoing, reason)
    Outgoing.objects.filter(pk=outgoing.pk).update(
        state=OutgoingState.FAILED, to=None, text=None, failure=reason[:LONGEST_FAILURE]
    )
    return OutgoingState.FAILED


def _tell(what: str, outgoing: Outgoing, reason: str) -> None:
    logger.error(what, extra={"outgoing": outgoing.pk, "channel": outgoing.channel, "failure": reason})


def _wake_worker() -> None:
    for call in _wake:
        call()
