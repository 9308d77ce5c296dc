"""Settings of a real installation: everything secret or local comes from the environment."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import MIDDLEWARE, SITE_ADDRESS, VAR, env
from core.keys import KeyStore

for name in ("DATABASE_URL", "REDIS_URL", "BANYAN_KEYS", "BANYAN_ADDRESS"):
    if not env.str(name, default=""):
        raise ImproperlyConfigured(f"{name} must be set in production")
if env.bool("BANYAN_DEMO", default=False) and not env.bool("BANYAN_DEMO_PROFILE", default=False):
    raise ImproperlyConfigured("demo mode is refused in production: unset BANYAN_DEMO")

KEYS = KeyStore(VAR.__class__(env.str("BANYAN_KEYS")), may_create=False)
SECRET_KEY = KEYS.text("django-secret")
ALLOWED_HOSTS = env.list("BANYAN_HOSTS", default=[SITE_ADDRESS.split("//")[-1].split(":")[0].split("/")[0]])
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
assert "whitenoise.middleware.WhiteNoiseMiddleware" in MIDDLEWARE  # noqa: S101
