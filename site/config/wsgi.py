"""The WSGI entry that gunicorn loads. A page that keeps the database busy for too long is cancelled."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from core import statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

application = get_wsgi_application()
statements.limit(settings.WEB_STATEMENT_TIMEOUT_MS)
