"""Cases that happened: the exact text is what people release. Pure functions."""

from __future__ import annotations

import hashlib
import json

RELEASES_NEEDED = 2  # different people; decided in ADR 0030, no rule of law


def digest_of_case(title: str, text: str) -> str:
    """Of the words alone: another word is another text, which nobody has released."""
    content = json.dumps([title, text], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()
