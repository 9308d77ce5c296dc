"""Settings that every environment shares. The environment is read here, once."""

from pathlib import Path
from typing import Any

import environ

from core.keys import KeyStore

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()

VAR = Path(env.str("BANYAN_VAR", default=str(ROOT / "var"))).resolve()
KEYS = KeyStore(Path(env.str("BANYAN_KEYS", default=str(VAR / "keys"))), may_create=True)

DEBUG = False
DEMO_MODE = False
STYLEGUIDE = False  # the pages that show every part of the design
DEMO_PASSWORD = "banyan-demo"  # noqa: S105 - of the personas only; refused outside demo mode
ALLOWED_HOSTS: list[str] = []
SITE_ADDRESS = env.str("BANYAN_ADDRESS", default="http://127.0.0.1:8000")

# Who answers when a page fails: a post and its telephone, shown where the database cannot be asked.
CONTACT = env.str("BANYAN_CONTACT", default="")

INSTALLED_APPS = [
    "core",
    "organisations",
    "people",
    "inbox",
    "cms",
    "hours",
    "assessment",
    "courses",
    "mentorship",
    "certification",
    "reporting",
    "desks",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.weixin",
    "people.apps.SessionsConfig",  # allauth.usersessions
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.compression.CompressedPages",
    "core.middleware.SecurityHeaders",
    "core.middleware.QueuedForms",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.languages.ChosenLanguage",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "people.middleware.CurrentAuthority",
    "people.middleware.SecondProof",
    "people.reading.PrivacyNotice",
    "cms.middleware.EditorsOnly",
    "core.middleware.BrokenRules",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.page",
                "people.context.desk",
                "desks.menu.menu",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "core.templatetags.ui",
                "core.templatetags.language",
                "core.templatetags.parts",
            ],
        },
    }
]

FORM_RENDERER = "core.widget_drawing.DrawnWidgets"

# The embedded server starts at the first connection; DATABASE_URL takes its place where it is set.
DATABASES: dict[str, Any] = {
    "default": {
        "ENGINE": "core.embedded_postgres",
        "NAME": "banyan",
        "USER": "banyan",
        "HOST": str(VAR / "postgres"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL") | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
# The questions of a report are long texts over few rows: to compile them takes longer than to answer them.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
WEB_STATEMENT_TIMEOUT_MS = 5_000
JOB_STATEMENT_TIMEOUT_MS = 60_000
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, Any] = {
    # Shared between processes: the log-in rate limits live here.
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},  # a dropped counter would be a limit forgotten
        }
    ),
    # Sized pictures are looked up in the database: a cached row may outlive its file.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
# A request never waits for a broker that is down: one try, and the sweep does the rest.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"max_retries": 0, "interval_start": 0} | (
    {"visibility_timeout": 300, "socket_connect_timeout": 1}
    if REDIS_URL
    else {
        "data_folder_in": str(VAR / "broker"),
        "data_folder_out": str(VAR / "broker"),
        "control_folder": str(VAR / "broker-control"),
        "store_processed": False,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "deliver what was missed": {"task": "core.tasks.sweep", "schedule": 60.0},
    "take up jobs that a killed worker left": {"task": "inbox.tasks.run_waiting", "schedule": 30.0},
    "send what waits": {"task": "core.tasks.send_waiting", "schedule": 60.0},
    "rebuild the search index": {"task": "cms.tasks.rebuild_search", "schedule": 24 * 3600.0},
    "publish at the set time": {"task": "cms.tasks.publish_scheduled", "schedule": 60.0},
    "forget printed texts": {"task": "core.tasks.forget_kept_texts", "schedule": 3600.0},
    "seal the ledger": {"task": "hours.tasks.seal_nightly", "schedule": 24 * 3600.0},
    "ask training plans": {"task": "courses.tasks.assign_plans", "schedule": 24 * 3600.0},
    "hand in what is over": {"task": "assessment.tasks.close_sittings", "schedule": 120.0},
    "delete prepared files": {"task": "reporting.tasks.purge_prepared_files", "schedule": 3600.0},
    "delete expired import files": {"task": "core.tasks.purge_expired_imports", "schedule": 3600.0},
}

# Where codes and messages go out, for each channel (docs/sending.md). The console prints and keeps them: for the demo.
SENDING = {
    channel: {
        name: env.str(f"BANYAN_{channel}_{name}".upper(), default=default if name == "provider" else "")
        for name in ("provider", "url", "secret", "sender")
    }
    for channel, default in (("sms", "console"), ("email", "console"), ("webhook", "none"))
}

# The texts of the privacy notice, a file a version; an installation may name a folder with its own.
PRIVACY_NOTICES = env.str("BANYAN_PRIVACY_NOTICES", default=str(ROOT / "site/people/privacy_notices"))

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["people.hashers.WrittenArgon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "phone", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# A number is proved by logging in with it; there is no sign-up that would prove it before.
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 5
CODES_PER_HOUR = env.int("BANYAN_CODES_PER_HOUR", default=2_000)
# A class of 300 signs in through one hotspot, so an address may ask often; a number and a wrong guess may not.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "400/m/ip,1/m/key,6/h/key,15/d/key",
    "login": "300/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
}
ACCOUNT_FORMS = {
    "login": "people.forms.LoginForm",
    "request_login_code": "people.forms.RequestCodeForm",
    "confirm_login_code": "people.forms.ConfirmCodeForm",
    "reauthenticate": "people.forms.PasswordAgainForm",
    "set_password": "people.forms.FirstPasswordForm",
    "change_password": "people.forms.NewPasswordForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "people.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "people.forms.proofs.SecondProofForm",
    "reauthenticate": "people.forms.proofs.SecondProofAgainForm",
    "activate_totp": "people.forms.proofs.FirstAppCodeForm",
    "add_webauthn": "people.forms.proofs.NewPasskeyForm",
    "edit_webauthn": "people.forms.proofs.PasskeyNameForm",
}
MFA_TOTP_ISSUER = "榕荫"
MFA_TOTP_TOLERANCE = 1  # clocks of cheap phones
# Officers, editors and operators give two proofs. Off, they may set one up; on, nothing of theirs opens without.
SECOND_FACTOR_ASKED = env.bool("BANYAN_SECOND_FACTOR", default=False)

# WeChat log-in is on where an app of the bureau's is named: of an official account, or of a website.
WEIXIN_SECRET = env.str("BANYAN_WEIXIN_SECRET", default="")
WEIXIN_ID = env.str("BANYAN_WEIXIN_ID", default="") if WEIXIN_SECRET else ""
WEIXIN_KIND = env.str("BANYAN_WEIXIN_KIND", default="account")
WEIXIN_TOKEN_URL = "https://api.weixin.qq.com/sns/oauth2/access_token"  # noqa: S105 - an address
SOCIALACCOUNT_ADAPTER = "people.weixin.SocialAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "weixin": {
        "APPS": [{"client_id": WEIXIN_ID, "secret": WEIXIN_SECRET}],
        "SCOPE": ["snsapi_login" if WEIXIN_KIND == "website" else "snsapi_base"],
        "AUTHORIZE_URL": "https://open.weixin.qq.com/connect/"
        + ("qrconnect" if WEIXIN_KIND == "website" else "oauth2/authorize"),
    }
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_PERMISSIONS = 0o640
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "site/locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("BANYAN_STATIC", default=str(VAR / "static")))
STATICFILES_DIRS = [ROOT / "site/static"]
STATICFILES_FINDERS = [
    "core.stylesheet.JoinedStylesheet",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"

WAGTAIL_SITE_NAME = "榕荫"
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ADMIN_LANGUAGE_CODE = "zh-hans"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "cms.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.SiteImageForm"
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.recording_forms.SiteDocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "ol", "ul", "link", "document-link"]},
    }
}

# What `python -m` starts: the demo, the compose file and the tests start the very same programs.
PROGRAMS = {
    "web": "gunicorn --config gunicorn.conf.py config.wsgi",
    "worker": "celery --quiet -A config.celery worker --loglevel WARNING --concurrency 2",
    "beat": "celery --quiet -A config.celery beat --loglevel WARNING --pidfile=",
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_personal_data": {"()": "core.logs.NoPersonalData"}},
    "formatters": {"json": {"()": "core.logs.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_personal_data"]}
    },
    "root": {"handlers": ["console"], "level": env.str("BANYAN_LOG_LEVEL", default="INFO")},
    # Wagtail tells every index update and every page saved: its own log tables keep what matters.
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "modelsearch", "wagtail")},
}
