"""Model fields of our own: content that is unreadable in the database and its backups, and sentences."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from core.encryption import decrypt, encrypt
from core.sentences import Sentence


class _EncryptedField(models.BinaryField):  # type: ignore[type-arg]
    def _dump(self, value: Any) -> bytes:
        raise TypeError(f"{type(self).__name__} does not say how")

    def _load(self, plain: bytes) -> Any:
        raise TypeError(f"{type(self).__name__} does not say how")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = None if value is None else encrypt(self._dump(value))
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else self._load(decrypt(bytes(value)))


class EncryptedTextField(_EncryptedField):
    def _dump(self, value: str) -> bytes:
        return value.encode()

    def _load(self, plain: bytes) -> str:
        return plain.decode()


class EncryptedBytesField(_EncryptedField):
    def _dump(self, value: bytes) -> bytes:
        return bytes(value)

    def _load(self, plain: bytes) -> bytes:
        return plain


class EncryptedJSONField(_EncryptedField):
    def _dump(self, value: Any) -> bytes:
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()

    def _load(self, plain: bytes) -> Any:
        return json.loads(plain)


class SentenceField(models.JSONField):
    """A sentence with its message id and values, so that it is read in the reader's language."""

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.packed() if isinstance(value, Sentence) else value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        stored = super().from_db_value(value, expression, connection)
        return None if stored is None else Sentence.unpacked(stored)
