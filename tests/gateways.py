"""The other side of what leaves the site: an HTTP gateway and a mail server on the loopback address, both real."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django import Settings

from tests.threads import LONGEST

SECRET = "shared with the gateway"


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Gateway:
    """Answers each POST with `status` and `answer`; waits before it while `open` is cleared."""

    received: list[Received] = field(default_factory=list)
    status: int = 200
    answer: bytes = b'{"id": "gw-1"}'
    location: str = ""
    open: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    @property
    def keys(self) -> list[str]:
        return [request.headers["Idempotency-Key"] for request in self.received]


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()
    made.open.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.received.append(Received(self.path, dict(self.headers), body))
            made.open.wait(LONGEST)
            self.send_response(made.status)
            if made.location:
                self.send_header("Location", made.location)
            self.send_header("Content-Length", str(len(made.answer)))
            self.end_headers()
            self.wfile.write(made.answer)

        def log_message(self, *words: object) -> None:
            """The test reads `received`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/send"
    yield from _while_serving(server, made, made.open.set)


@dataclass
class MailServer:
    """Takes every message, or answers each recipient with `recipient_code`."""

    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    recipient_code: int = 250
    url: str = ""


class _MailSession(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to hand over a message."""

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 loopback")
        while line := self.rfile.readline().decode().strip():
            self.say(self.answer(line))

    def answer(self, line: str) -> str:
        made: MailServer = self.server.made  # type: ignore[attr-defined]
        word = line[:4].upper()
        if word == "RCPT":
            made.recipients.append(line)
            return f"{made.recipient_code} recipient"
        if word == "DATA":
            self.say("354 go on")
            made.messages.append(self.read_message())
        return "221 bye" if word == "QUIT" else "250 fine"

    def read_message(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return message_from_bytes(b"".join(lines), policy=policy.default)  # type: ignore[arg-type,return-value]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    made = MailServer()
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _MailSession)
    server.made = made  # type: ignore[attr-defined]
    server.daemon_threads = True
    made.url = f"smtp://127.0.0.1:{server.server_address[1]}"
    yield from _while_serving(server, made, lambda: None)


def _while_serving(server: Any, made: Any, at_end: Callable[[], None]) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    at_end()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def sms_gateway(gateway: Gateway, settings: Settings) -> Gateway:
    """SMS go to the loopback gateway."""
    chosen = {"provider": "gateway", "url": gateway.url, "secret": SECRET}
    settings.SENDING = settings.SENDING | {"sms": chosen}
    return gateway
