"""Seal every encrypted column again with the newest key, so that an old one can be thrown away."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from core.encryption import decrypt, encrypt, key_id_of
from core.fields import EncryptedBytesField, EncryptedJSONField, EncryptedTextField

BATCH = 500
ENCRYPTED = (EncryptedBytesField, EncryptedJSONField, EncryptedTextField)


def encrypted_columns() -> Iterator[tuple[type[models.Model], models.Field]]:  # type: ignore[type-arg]
    """Every column of ours that holds sealed bytes."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, ENCRYPTED):
                yield model, field


def seal_again() -> int:
    """Seal everything that an older key sealed, in batches of a transaction each; the number of values."""
    return sum(_seal_column(model, field) for model, field in encrypted_columns())


def key_ids_in_use() -> set[int]:
    """The keys that the database still needs."""
    used: set[int] = set()
    existing = set(connection.introspection.table_names())
    for model, field in encrypted_columns():
        if model._meta.db_table not in existing:
            continue
        table, column = _quoted(model._meta.db_table), _quoted(field.column)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT substring({column}, 1, 2) FROM {table}")  # noqa: S608
            used |= {key_id_of(bytes(start)) for (start,) in cursor.fetchall() if start is not None}
    return used


def _seal_column(model: type[models.Model], field: "models.Field") -> int:  # type: ignore[type-arg]
    done = 0
    while turn := _seal_batch(model, field):
        done += turn
    return done


@transaction.atomic
def _seal_batch(model: type[models.Model], field: "models.Field") -> int:  # type: ignore[type-arg]
    newest = max(settings.KEYS.field_keys).to_bytes(2, "big")
    table, column, key = map(_quoted, (model._meta.db_table, field.column, model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL AND substring({column}, 1, 2) <> %s"  # noqa: S608
            f" ORDER BY {key} LIMIT {BATCH} FOR UPDATE",
            [newest],
        )
        rows = [(encrypt(decrypt(bytes(sealed))), pk) for pk, sealed in cursor.fetchall()]
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", rows)  # noqa: S608
    return len(rows)


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
