"""Celery: wakes up to deliver what the events table says is pending. The table decides, never the broker."""

import logging.config
import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init, worker_ready
from django.conf import settings

from core import statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("banyan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def make_broker_folders(**kwargs: Any) -> None:
    """The filesystem broker expects its folders."""
    if not settings.REDIS_URL:
        for name in ("data_folder_in", "control_folder"):
            folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS[name])
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


@setup_logging.connect
def log_as_django_does(**kwargs: Any) -> None:
    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
def limit_jobs(**kwargs: Any) -> None:
    statements.limit(settings.JOB_STATEMENT_TIMEOUT_MS)


@worker_ready.connect
def deliver_what_waited(**kwargs: Any) -> None:
    """What was recorded while no worker ran need not wait for the sweep."""
    app.send_task("core.tasks.deliver")
    app.send_task("core.tasks.send_waiting")
    app.send_task("inbox.tasks.run_waiting")
    app.send_task("cms.tasks.index_forms")
