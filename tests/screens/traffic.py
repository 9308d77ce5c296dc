"""What a page costs: every answer with the bytes that came over the line, as the browser's own debugger counts them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page


@dataclass
class Answer:
    """One answer: bytes with headers, and what the browser took it for."""

    url: str
    kind: str = ""
    size: int = 0


@dataclass
class Traffic:
    """The answers that came over the line; what the browser had kept is not among them."""

    answers: dict[str, Answer] = field(default_factory=dict)

    def total(self, *kinds: str) -> int:
        return sum(answer.size for answer in self.answers.values() if not kinds or answer.kind in kinds)

    def hosts(self) -> set[str]:
        return {urlsplit(answer.url).netloc for answer in self.answers.values()}

    def __len__(self) -> int:
        return len(self.answers)

    def __str__(self) -> str:
        return "; ".join(f"{a.kind} {a.url.split('/', 3)[-1]} {a.size}" for a in self.answers.values())


@contextmanager
def traffic_of(page: Page) -> Iterator[Traffic]:
    """Counts while the block runs."""
    counted = Traffic()
    debugger = page.context.new_cdp_session(page)

    def asked(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            counted.answers[event["requestId"]] = Answer(event["request"]["url"], event.get("type", ""))

    def came(event: dict[str, Any]) -> None:
        if event["requestId"] in counted.answers:
            counted.answers[event["requestId"]].size = int(event["encodedDataLength"])

    def kept(event: dict[str, Any]) -> None:
        counted.answers.pop(event["requestId"], None)

    debugger.on("Network.requestWillBeSent", asked)
    debugger.on("Network.loadingFinished", came)
    debugger.on("Network.requestServedFromCache", kept)
    debugger.on("Network.responseReceived", lambda e: kept(e) if e["response"].get("fromDiskCache") else None)
    debugger.send("Network.enable")
    yield counted
    debugger.detach()
