"""Celery: wakes up to deliver what the events table says is pending. The table decides, never the broker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("banyan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
