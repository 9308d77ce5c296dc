"""Keys as files in one folder outside the database: a backup without it is unreadable, on purpose."""

import base64
import os
import secrets
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

TEXT_KEYS = ("django-secret", "lookup")


class MissingKey(Exception):
    """A key file is not there and this installation may not make one."""


class KeyStore:
    """`django-secret`, `lookup` (keyed hashes), `field-<id>` (AES-256) and `signing-<id>.pem` (Ed25519).

    The newest id (highest number) is used for writing; older ones stay for reading.
    """

    def __init__(self, folder: Path, *, may_create: bool) -> None:
        self.folder = folder
        self.may_create = may_create

    def text(self, name: str) -> str:
        return self._read_or_make(name, lambda: secrets.token_urlsafe(48).encode()).decode().strip()

    @cached_property
    def lookup_key(self) -> bytes:
        return self.text("lookup").encode()

    @cached_property
    def field_keys(self) -> dict[int, bytes]:
        """AES-256 keys by id."""
        if not list(self.folder.glob("field-*.key")):
            self._read_or_make("field-1.key", lambda: base64.b64encode(secrets.token_bytes(32)))
        return {
            int(path.stem.removeprefix("field-")): base64.b64decode(path.read_bytes())
            for path in self.folder.glob("field-*.key")
        }

    @cached_property
    def signing_keys(self) -> dict[int, Ed25519PrivateKey]:
        if not list(self.folder.glob("signing-*.pem")):
            self._read_or_make("signing-1.pem", _new_signing_key)
        keys: dict[int, Ed25519PrivateKey] = {}
        for path in self.folder.glob("signing-*.pem"):
            key = load_pem_private_key(path.read_bytes(), password=None)
            if isinstance(key, Ed25519PrivateKey):
                keys[int(path.stem.removeprefix("signing-"))] = key
        return keys

    def public_key(self, key_id: int) -> Ed25519PublicKey:
        return self.signing_keys[key_id].public_key()

    def make_all(self) -> None:
        """Make every key that is missing: the first start of an installation."""
        for name in TEXT_KEYS:
            self.text(name)
        _ = self.field_keys, self.signing_keys

    def _read_or_make(self, name: str, make: Callable[[], bytes]) -> bytes:
        path = self.folder / name
        if not path.exists():
            if not self.may_create:
                raise MissingKey(f"{path} is missing: run `manage.py make_keys` with BANYAN_KEYS set")
            self._write_once(path, make())
        return path.read_bytes()

    def _write_once(self, path: Path, content: bytes) -> None:
        """Two processes may start at once: the first link wins, both read the same key."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_bytes(content)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()


def _new_signing_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
