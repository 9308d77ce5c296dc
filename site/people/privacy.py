"""The privacy notice: texts in files, one a version. A published version never changes; a change is a new file."""

from __future__ import annotations

import functools
import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from organisations.models import Rule
from organisations.querysets import all_rules

CONTACT_RULE = "privacy.contact"


@dataclass(frozen=True)
class Use:
    """One kind of data: what, why, on what legal basis, for how long. `unsettled`: nobody has confirmed that yet."""

    title: str
    data: str
    purpose: str
    basis: str
    keep: str
    unsettled: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    paragraphs: tuple[str, ...]
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True)
class Notice:
    """One version. `digest` is the SHA-256 of its file: what exactly somebody has read."""

    number: str
    effective_on: date
    changed: tuple[str, ...]
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    digest: str


@dataclass(frozen=True)
class Contact:
    """Whom to ask about personal data, by post and not by person. Empty texts are not known."""

    body: str
    post: str
    phone: str
    is_verified: bool


def notices() -> tuple[Notice, ...]:
    """All versions, the newest first. Raises KeyError or tomllib.TOMLDecodeError for a broken file."""
    return _read(Path(settings.PRIVACY_NOTICES))


def notice_in_force(*, on: date) -> Notice:
    """The version that holds on that day. Before the day of the first one the first holds: there is always one."""
    versions = notices()
    return next((notice for notice in versions if notice.effective_on <= on), versions[-1])


def contact(*, on: date, area_code: str) -> Contact:
    """The most local contact. Source: rule row `privacy.contact`; without one nothing is known."""
    try:
        row = all_rules().in_force(CONTACT_RULE, on=on, area_code=area_code)
    except Rule.DoesNotExist:
        return Contact("", "", "", False)
    told: dict[str, str] = row.value
    return Contact(told.get("body", ""), told.get("post", ""), told.get("phone", ""), row.is_verified)


@functools.cache
def _read(folder: Path) -> tuple[Notice, ...]:
    found = [_notice(path.read_bytes()) for path in folder.glob("*.toml")]
    return tuple(sorted(found, key=lambda notice: notice.effective_on, reverse=True))


def _notice(content: bytes) -> Notice:
    told: dict[str, Any] = tomllib.loads(content.decode())
    return Notice(
        number=told["number"],
        effective_on=told["effective_on"],
        changed=tuple(told["changed"]),
        summary=tuple(told["summary"]),
        sections=tuple(
            Section(one["title"], tuple(one["paragraphs"]), tuple(Use(**use) for use in one.get("uses", ())))
            for one in told["sections"]
        ),
        digest=hashlib.sha256(content).hexdigest(),
    )
