"""Settings of the tests: real PostgreSQL, real broker folders, cheap password hashing, no manifest."""

import os

from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATABASES, KEYS, REDIS_URL, VAR

SECRET_KEY = KEYS.text("django-secret")
DEMO_MODE = True
STYLEGUIDE = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]
# Passkeys on plain http://localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# A commit need not wait for the disk: what a power cut takes from a test database nobody misses.
if DATABASES["default"]["ENGINE"] == "core.embedded_postgres":
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
# One process of the suite must not empty the counters of the other.
if not REDIS_URL:
    CACHES["default"]["LOCATION"] = VAR / "cache" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
