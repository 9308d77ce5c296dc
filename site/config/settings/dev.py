"""Settings of `make run`: demo mode, debug pages, plain static files."""

from config.settings.base import *  # noqa: F403
from config.settings.base import KEYS, env

SECRET_KEY = KEYS.text("django-secret")
DEBUG = env.bool("BANYAN_DEBUG", default=False)
DEMO_MODE = env.bool("BANYAN_DEMO", default=True)
STYLEGUIDE = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# Straight from the sources: no collectstatic before a run.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]
# Passkeys on plain http://localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
