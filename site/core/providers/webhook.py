"""A POST to an address that the operator has set: a gateway that knows our signature, or a robot of a work group.

The address comes from the settings alone. It is asked over https, or on this machine; redirects are not followed.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from core.providers.letters import Later, Letter, Refused

TIMEOUT_SECONDS = 10
LONGEST_ANSWER = 4096  # bytes; what stands behind is not read
LONGEST_REFERENCE = 120
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
TRY_AGAIN = {408, 425, 429}


class _Posted:
    """What the three have in common."""

    keeps = False
    needs_secret = True

    def __init__(self, options: Mapping[str, str]) -> None:
        self.url = urlsplit(options.get("url", ""))
        self.secret = options.get("secret", "")
        if not self.url.hostname or not _is_safe(self.url):
            raise ImproperlyConfigured(
                "the address of a webhook or gateway must begin with https://, or name this machine"
            )
        if self.needs_secret and not self.secret:
            raise ImproperlyConfigured("a webhook or gateway needs a secret to sign with")

    def _post(self, target: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        """The JSON object of the answer, or an empty one. Raises Refused and Later by the status."""
        make = HTTPSConnection if self.url.scheme == "https" else HTTPConnection
        connection = make(self.url.hostname or "", self.url.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(
                "POST", target, body, {"Content-Type": "application/json; charset=utf-8"} | dict(headers)
            )
            answer = connection.getresponse()
            status, content = answer.status, answer.read(LONGEST_ANSWER)
        except (OSError, HTTPException) as error:
            raise Later(type(error).__name__) from None
        finally:
            connection.close()
        if 200 <= status < 300:
            return _object(content)
        if 300 <= status < 500 and status not in TRY_AGAIN:
            raise Refused(f"http {status}")
        raise Later(f"http {status}")

    @property
    def _target(self) -> str:
        return (self.url.path or "/") + (f"?{self.url.query}" if self.url.query else "")


class SignedJson(_Posted):
    """A gateway for SMS or messages: `{"id", "to", "text", "purpose"}`, signed, with an idempotency key.

    `X-Banyan-Signature` is the HMAC-SHA256 (hex) of "<X-Banyan-Timestamp>.<body>" under the shared secret.
    """

    def deliver(self, letter: Letter) -> str:
        body = json.dumps(
            {"id": letter.key, "to": letter.to, "text": letter.text, "purpose": letter.purpose},
            ensure_ascii=False,
        ).encode()
        stamp = str(int(time.time()))
        signature = hmac.new(self.secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {
            "Idempotency-Key": letter.key,
            "X-Banyan-Timestamp": stamp,
            "X-Banyan-Signature": signature,
        }
        answer = self._post(self._target, body, headers)
        return str(answer.get("id", ""))[:LONGEST_REFERENCE]


class WeComRobot(_Posted):
    """企业微信群机器人: its address carries its key. It knows no idempotency key."""

    needs_secret = False

    def deliver(self, letter: Letter) -> str:
        text = {"content": letter.text, "mentioned_mobile_list": [letter.to]}
        body = json.dumps({"msgtype": "text", "text": text}, ensure_ascii=False).encode()
        _must_be_zero(self._post(self._target, body, {}))
        return ""


class DingTalkRobot(_Posted):
    """钉钉群机器人 with 加签: timestamp (milliseconds) and signature in the address. It knows no idempotency key."""

    def deliver(self, letter: Letter) -> str:
        body = json.dumps(
            {
                "msgtype": "text",
                "text": {"content": letter.text},
                "at": {"atMobiles": [letter.to], "isAtAll": False},
            },
            ensure_ascii=False,
        ).encode()
        stamp = str(int(time.time() * 1000))
        signed = hmac.new(self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256).digest()
        joint = "&" if self.url.query else "?"
        sign = quote(base64.b64encode(signed).decode(), safe="")
        _must_be_zero(self._post(f"{self._target}{joint}timestamp={stamp}&sign={sign}", body, {}))
        return ""


def _is_safe(url: SplitResult) -> bool:
    return url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK)


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _must_be_zero(answer: dict[str, Any]) -> None:
    """A robot answers 200 whatever happened, and says in `errcode` how it was."""
    code = answer.get("errcode")
    if code != 0:
        raise Later(f"errcode {str(code)[:20]}")
