"""Keys as files in one folder outside the database: a backup without it is unreadable, on purpose."""

import base64
import os
import secrets
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_pem_public_key,
)

Key = TypeVar("Key")
TEXT_KEYS = ("django-secret", "lookup")


class MissingKey(Exception):
    """A key file is not there and this installation may not make one."""


class KeyStore:
    """`django-secret`, `lookup` (keyed hashes), `field-<id>` (AES-256), and for Ed25519 `signing-<id>.pem` and
    `public-<id>.pem` (what is left of a key whose secret half was thrown away).

    The newest id (highest number) is used for writing; older ones stay for reading.
    """

    def __init__(self, folder: Path, *, may_create: bool) -> None:
        self.folder = folder
        self.may_create = may_create
        self._cache: dict[str, tuple[int, dict[int, Any]]] = {}

    def text(self, name: str) -> str:
        return self._read_or_make(name, lambda: secrets.token_urlsafe(48).encode()).decode().strip()

    @cached_property
    def lookup_key(self) -> bytes:
        return self.text("lookup").encode()

    @property
    def field_keys(self) -> dict[int, bytes]:
        """AES-256 keys by id. A key that another process has just made is seen at once."""
        return self._loaded("field-*.key", "field-1.key", _new_field_key, base64.b64decode)

    def field_key(self, key_id: int) -> bytes:
        """Raises MissingKey where it is gone: what it sealed cannot be read by anybody."""
        try:
            return self.field_keys[key_id]
        except KeyError as error:
            raise MissingKey(
                f"field key {key_id} is not in {self.folder}: a backup is readable only with its keys, restore them too"
            ) from error

    def add_field_key(self) -> int:
        """Make the key that is used for writing from now on; its id."""
        key_id = max(self.field_keys) + 1
        self._write_once(self.folder / f"field-{key_id}.key", _new_field_key())
        return key_id

    @property
    def signing_keys(self) -> dict[int, Ed25519PrivateKey]:
        return self._loaded("signing-*.pem", "signing-1.pem", _new_signing_key, _signing_key)

    def public_key(self, key_id: int) -> Ed25519PublicKey:
        """Also of a key whose secret half was thrown away: `public-<id>.pem` goes on verifying what it signed.

        Raises KeyError for a key that was never here.
        """
        if key_id in self.signing_keys:
            return self.signing_keys[key_id].public_key()
        path = self.folder / f"public-{key_id}.pem"
        if not path.exists():
            raise KeyError(key_id)
        key = load_pem_public_key(path.read_bytes())
        if not isinstance(key, Ed25519PublicKey):
            raise KeyError(key_id)
        return key

    def make_all(self) -> None:
        """Make every key that is missing: the first start of an installation."""
        for name in TEXT_KEYS:
            self.text(name)
        _ = self.field_keys, self.signing_keys

    def _loaded(
        self, pattern: str, first: str, make: Callable[[], bytes], read: Callable[[bytes], Key]
    ) -> dict[int, Key]:
        """Keys by id, read again when the folder has changed."""
        changed_at = self.folder.stat().st_mtime_ns if self.folder.exists() else 0
        cached_at, keys = self._cache.get(pattern, (-1, {}))
        if cached_at != changed_at or not keys:
            if not list(self.folder.glob(pattern)):
                self._read_or_make(first, make)
            changed_at = self.folder.stat().st_mtime_ns
            keys = {
                int(path.stem.split("-")[1]): read(path.read_bytes()) for path in self.folder.glob(pattern)
            }
            self._cache[pattern] = changed_at, keys
        return keys

    def _read_or_make(self, name: str, make: Callable[[], bytes]) -> bytes:
        path = self.folder / name
        if not path.exists():
            if not self.may_create:
                raise MissingKey(
                    f"{path} is missing: restore it, or run `python -m core.keys FOLDER` for a new installation"
                )
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


def _new_field_key() -> bytes:
    return base64.b64encode(secrets.token_bytes(32))


def _signing_key(pem: bytes) -> Ed25519PrivateKey:
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise MissingKey("a signing key is not Ed25519")
    return key


def _new_signing_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def make_shared_secret(path: Path) -> None:
    """A random text that another program's user must read too, such as the database's password."""
    if not path.exists():
        path.write_text(secrets.token_urlsafe(32))
        path.chmod(0o644)


if __name__ == "__main__":  # before the first start there are no settings to load
    KeyStore(Path(sys.argv[1]), may_create=True).make_all()
    for name in sys.argv[2:]:
        make_shared_secret(Path(name))
