"""What the worker does for editors."""

from celery import shared_task
from django.core.management import call_command

from cms.form_library import FormSource
from cms.services import search_index
from core import clock
from organisations.authority import SYSTEM


@shared_task
def publish_scheduled() -> None:
    """Each minute: publish and take down what editors gave a time, unless it may not be published any more.

    Who set the time stands in Wagtail's own log.
    """
    call_command("publish_scheduled", verbosity=0)


@shared_task
def index_forms() -> None:
    """When a worker starts: forms are files, and a new version of the product has started it."""
    search_index.refresh_kind(kind=FormSource.kind, by=SYSTEM, at=clock.now())


@shared_task
def rebuild_search() -> None:
    """Each night: what a lost event left behind. The events of the day do the rest."""
    search_index.rebuild(by=SYSTEM, at=clock.now())
