"""The web server of production and of the demo. The command line says only where to listen."""

import os

from core.logs import JsonFormatter, NoPersonalData

bind = os.environ.get("BANYAN_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 8
max_requests = 5_000
max_requests_jitter = 500
# Its default path is shared by all instances of a user.
control_socket_disable = True
SHARED_MEMORY = "/dev/shm"  # noqa: S108 - gunicorn unlinks its file at once
if os.path.isdir(SHARED_MEMORY):  # a worker's heartbeat must not wait for a disk
    worker_tmp_dir = SHARED_MEMORY

LOGGERS = ("gunicorn.error", "gunicorn.access")
# No client address and no query string: neither belongs in a log.
access_log_format = "%(m)s %(U)s %(s)s %(B)s %(M)sms"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_personal_data": {"()": NoPersonalData}},
    "formatters": {"json": {"()": JsonFormatter}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_personal_data"]}
    },
    "root": {"level": os.environ.get("BANYAN_LOG_LEVEL", "INFO"), "handlers": ["console"]},
    # Both speak through the root, at its level.
    "loggers": {name: {"level": "NOTSET", "handlers": [], "propagate": True} for name in LOGGERS},
}
