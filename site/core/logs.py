"""Structured logs, one JSON object a line, with anything that looks like personal data struck out."""

import json
import logging
import re
from datetime import UTC, datetime

# 18-digit identity numbers first: a phone number may stand inside one.
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)")
# Whoever reads this address reads what lies behind it: it is a password.
_SECRET_ADDRESS = re.compile(r"(/calendar/)[-\w]{20,}(?=\.ics)")
_STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "request"}


def without_personal_data(text: str) -> str:
    return _SECRET_ADDRESS.sub(r"\1[secret]", _PHONE.sub("[phone]", _IDENTITY.sub("[id]", text)))


class NoPersonalData(logging.Filter):
    """Rewrites the message so that no identity or phone number passes, whatever was logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_personal_data(record.getMessage())
        record.args = ()
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_personal_data(record.getMessage()),
        }
        extra = {key: value for key, value in record.__dict__.items() if key not in _STANDARD}
        line |= {key: without_personal_data(str(value)) for key, value in extra.items()}
        if record.exc_info:
            line["traceback"] = without_personal_data(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
