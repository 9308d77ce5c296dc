"""Settings of the tests: real PostgreSQL, real broker folders, cheap password hashing, no manifest."""

from config.settings.base import *  # noqa: F403
from config.settings.base import KEYS

SECRET_KEY = KEYS.text("django-secret")
DEMO_MODE = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]
