"""校验码 of a filing: characters of its digest and a check character, short enough to read over the phone.

The digest covers the heads of the ledger's chains, which stand in the frozen value; so does the code.
"""

from __future__ import annotations

from core import records

SHORTEST_CODE = 8  # seven characters of the digest and one that checks them


def code_of(sha256: str, *, length: int = SHORTEST_CODE) -> str:
    """The code of so many characters in all; a longer one begins with other characters only at its check character."""
    return records.code_from_digest(sha256, length=length - 1)


def typed_code(text: str) -> str:
    """What somebody typed or heard, misread letters put right; empty where it cannot be a code."""
    code = records.normalise_code(text)
    return code if len(code) >= SHORTEST_CODE and records.is_well_formed(code) else ""
