"""E-mail through a server of the operator's, by Django's own mail."""

import smtplib
from collections.abc import Mapping
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from core.providers.letters import Letter, Refused

TIMEOUT_SECONDS = 10
LONGEST_SUBJECT = 60
PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


class Smtp:
    """Options: `url` such as smtp+tls://user:password@mail.example:587, `sender` as in From."""

    keeps = False

    def __init__(self, options: Mapping[str, str]) -> None:
        self.url = urlsplit(options.get("url", ""))
        self.sender = options.get("sender", "")
        if self.url.scheme not in PORTS or not self.url.hostname:
            raise ImproperlyConfigured("BANYAN_EMAIL_URL must look like smtp+tls://user:password@host:587")
        if "@" not in self.sender:
            raise ImproperlyConfigured("BANYAN_EMAIL_SENDER must be an address")

    def deliver(self, letter: Letter) -> str:
        """The Message-ID is made of our key: a mail program shows a second copy of a message once."""
        host = parseaddr(self.sender)[1].partition("@")[2]
        message_id = f"<{letter.key}@{host}>"
        message = EmailMessage(
            subject=letter.text.strip().splitlines()[0][:LONGEST_SUBJECT],
            body=letter.text,
            from_email=self.sender,
            to=[letter.to],
            headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
            connection=self._connection(),
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _words in error.recipients.values()]
            if all(500 <= code < 600 for code in codes):
                raise Refused(f"smtp {codes[0]}") from None
            raise
        except smtplib.SMTPDataError as error:
            if 500 <= error.smtp_code < 600:
                raise Refused(f"smtp {error.smtp_code}") from None
            raise
        return message_id

    def _connection(self) -> BaseEmailBackend:
        return get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=self.url.hostname,
            port=self.url.port or PORTS[self.url.scheme],
            username=unquote(self.url.username or ""),
            password=unquote(self.url.password or ""),
            use_tls=self.url.scheme == "smtp+tls",
            use_ssl=self.url.scheme == "smtp+ssl",
            timeout=TIMEOUT_SECONDS,
        )
