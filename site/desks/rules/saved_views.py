"""Which addresses may be saved as views: pages of this site with the filters that they know. Pure functions.

A saved address holds no name and no free text: every value is a word, a number, a day or the id of an organisation.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

LONGEST = 300
MOST = 20  # views of one person
_VALUE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_PERIOD = frozenset({"scope", "year", "first_day", "last_day", "visits"})
# By path: the filters of the page, as they stand in its address.
KNOWN: dict[str, frozenset[str]] = {
    "/desk/": frozenset({"order"}),
    "/desk/behind/": frozenset({"organisation"}),
    "/classes/": frozenset({"year", "state"}),
    "/figures/": _PERIOD,
    "/filings/": frozenset({"state", "year"}),
    "/filings/rollup/": _PERIOD | {"only"},
}


def saved_address(typed: str) -> str:
    """The address with its known filters in a fixed order; empty where it is none of ours or filters nothing."""
    parts = urlsplit(typed)
    known = KNOWN.get(parts.path)
    if known is None or parts.scheme or parts.netloc or not typed.startswith("/") or typed.startswith("//"):
        return ""
    found = {
        name: value for name, value in parse_qsl(parts.query) if name in known and _VALUE.fullmatch(value)
    }
    address = f"{parts.path}?{urlencode(sorted(found.items()))}" if found else ""
    return address if len(address) <= LONGEST else ""
