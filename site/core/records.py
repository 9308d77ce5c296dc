"""Immutable records: canonical JSON, its digest, Ed25519 signatures and codes that a person can type."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.conf import settings

# Crockford's base 32 without I, L, O and U: no character is taken for another on the phone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 15  # 15 × 5 = 75 bits of chance
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def canonical_json(value: Any) -> bytes:
    """The one byte form of a JSON value: sorted keys, no spaces, UTF-8, no floats.

    Raises TypeError for a float (minutes are integers), a key that is no string (1 and "1" would become one) and
    anything that JSON does not know.
    """
    _refuse_the_ambiguous(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def sign(content: bytes) -> tuple[int, bytes]:
    """The newest key's id and its Ed25519 signature."""
    keys = settings.KEYS.signing_keys
    key_id = max(keys)
    return key_id, keys[key_id].sign(content)


def is_signed(content: bytes, *, key_id: int, signature: bytes) -> bool:
    try:
        settings.KEYS.public_key(key_id).verify(signature, content)
    except (InvalidSignature, KeyError):
        return False
    return True


def new_code() -> str:
    """75 random bits and a check character, 16 characters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return body + check_character(body)


def code_from_digest(hex_digest: str, *, length: int = 7) -> str:
    """A short code of a digest with its check character, short enough to read over the phone."""
    number = int(hex_digest, 16)
    body = ""
    for _ in range(length):
        number, rest = divmod(number, 32)
        body += ALPHABET[rest]
    return body + check_character(body)


def check_character(body: str) -> str:
    """A checksum in the field of 32 elements: finds every single wrong character and every swapped pair."""
    total = 0
    for character in body:
        total = _times_x(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def _times_x(element: int) -> int:
    """Multiply by x modulo x⁵ + x² + 1."""
    doubled = element << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


def normalise_code(typed: str) -> str:
    """What a person typed or scanned, without spaces and dashes, misread letters put right."""
    return "".join(typed.upper().translate(_MISREAD).replace("-", "").split())


def is_well_formed(code: str) -> bool:
    """Whether the check character fits; a mistyped code fails here, an unknown one later."""
    return len(code) > 1 and set(code) <= set(ALPHABET) and check_character(code[:-1]) == code[-1]


def grouped(code: str) -> str:
    """In groups of four for reading."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


_PLAIN = frozenset({str, int, bool, type(None)})


def _refuse_the_ambiguous(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a record holds no floats")
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError("the keys of a record are strings")
        value = list(value.values())
    # A record may hold a million rows of plain values: they are passed by without a call for each value.
    if isinstance(value, list | tuple) and not _PLAIN.issuperset(map(type, value)):
        for item in value:
            _refuse_the_ambiguous(item)
