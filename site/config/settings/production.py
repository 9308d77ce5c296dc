"""Settings of a real installation: everything secret or local comes from the environment and from files."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, SENDING, SITE_ADDRESS, env
from core.keys import KeyStore

for name in ("DATABASE_URL", "REDIS_URL", "BANYAN_KEYS", "BANYAN_ADDRESS"):
    if not env.str(name, default=""):
        raise ImproperlyConfigured(f"{name} must be set in production")
if env.bool("BANYAN_DEMO", default=False):
    raise ImproperlyConfigured("demo mode is refused in production: unset BANYAN_DEMO")

_address = urlsplit(SITE_ADDRESS)
_is_encrypted = _address.scheme == "https"
if not _is_encrypted and _address.hostname not in {"localhost", "127.0.0.1"}:
    raise ImproperlyConfigured(
        "BANYAN_ADDRESS must begin with https:// but for a trial on this machine alone"
    )

KEYS = KeyStore(Path(env.str("BANYAN_KEYS")), may_create=False)
SECRET_KEY = KEYS.text("django-secret")
if env.str("BANYAN_DATABASE_PASSWORD_FILE", default=""):
    DATABASES["default"]["PASSWORD"] = Path(env.str("BANYAN_DATABASE_PASSWORD_FILE")).read_text().strip()

# 127.0.0.1 is how the health check of a container asks; addresses in pages come from BANYAN_ADDRESS alone.
ALLOWED_HOSTS = [_address.hostname or "", *env.list("BANYAN_HOSTS", default=[]), "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [f"{_address.scheme}://{_address.netloc}"]

SECOND_FACTOR_ASKED = env.bool("BANYAN_SECOND_FACTOR", default=True)

# Limits per address count the visitor's, not the proxy's: how many proxies of one's own stand in front.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("BANYAN_PROXIES", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = _is_encrypted
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = _is_encrypted
CSRF_COOKIE_SECURE = _is_encrypted

# Whoever reads the console could log in as anybody: it is a provider for a trial on this machine alone.
for _channel, _chosen in SENDING.items():
    _chosen["provider"] = env.str(f"BANYAN_{_channel}_PROVIDER".upper(), default="none")
    if _chosen["provider"] == "console" and _is_encrypted:
        raise ImproperlyConfigured(
            f"BANYAN_{_channel.upper()}_PROVIDER must not be console in production: name a gateway, or none"
        )

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
