"""Field encryption (AES-256-GCM, key id stored in front) and keyed hashes for matching."""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12
SEALING_BYTES = 2 + NONCE_BYTES + 16  # by how much sealed bytes are longer: key id, nonce, tag


def encrypt(plain: bytes) -> bytes:
    """Key id (2 bytes), nonce (12 bytes), ciphertext with tag."""
    keys = settings.KEYS.field_keys
    key_id = max(keys)
    nonce = os.urandom(NONCE_BYTES)
    header = key_id.to_bytes(2, "big")
    return header + nonce + AESGCM(keys[key_id]).encrypt(nonce, plain, header)


def decrypt(stored: bytes) -> bytes:
    """Raises core.keys.MissingKey where the key is gone and InvalidTag where the bytes were changed."""
    header, nonce, sealed = stored[:2], stored[2 : 2 + NONCE_BYTES], stored[2 + NONCE_BYTES :]
    return AESGCM(settings.KEYS.field_key(key_id_of(stored))).decrypt(nonce, sealed, header)


def key_id_of(stored: bytes) -> int:
    """The id of the key that sealed these bytes."""
    return int.from_bytes(stored[:2], "big")


def lookup_hash(text: str, *, purpose: str) -> str:
    """A keyed hash that matches equal texts without revealing them; hex, 64 characters."""
    return hmac.new(settings.KEYS.lookup_key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
