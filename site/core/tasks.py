"""What the worker does: deliver what is pending. The message carries nothing else."""

from celery import shared_task

from core import clock, events
from core.services import imports, sending


@shared_task
def deliver() -> None:
    while events.deliver_pending():
        pass


@shared_task
def sweep() -> None:
    """Each minute: deliver what a lost message, a killed worker or a wiped broker left behind."""
    while events.deliver_pending():
        pass


@shared_task
def send_waiting() -> None:
    """After a commit and each minute: hand what waits to its provider. Apart from events, which a gateway must not hold up."""
    sending.deliver_waiting(at=clock.now())


@shared_task
def purge_expired_imports() -> None:
    imports.purge_expired(at=clock.now())


@shared_task
def forget_kept_texts() -> None:
    sending.forget_kept(at=clock.now())


events.wake_with(lambda: deliver.delay() and None)
sending.wake_with(lambda: send_waiting.delay() and None)
