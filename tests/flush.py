"""After a test that committed: every table as the migrations left it.

A transactional test (`django_db(transaction=True)`, `transactional_db`, `truncatable_ledger`, `live_server`) commits,
and Django would flush every table after it: append-only tables refuse that, the rows that migrations wrote (our rule
rows, Wagtail's root page and locale) would be lost, and content types made anew. So the flush is replaced. The rows of
the migrations are kept in the schema `kept` of the test database; after such a test, and only then, the tables are
emptied and the kept rows put in again, with the same ids. Triggers are off for that one transaction, and stand inside
every test as in production.

A test may keep a state of its own beside it (`keep`, `put_back`): what is costly to make is made once a process.

A run that was killed in the middle leaves its rows behind: the next run puts the kept rows back before its first test,
so `--reuse-db` stays true.
"""

import hashlib
from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.threads import LONGEST, until

TRANSACTIONAL = {
    "transactional_db", "truncatable_ledger", "live_server",
    "django_db_reset_sequences", "django_db_serialized_rollback",
}  # fmt: skip
NOT_OURS = {"django_migrations"}
MIGRATED = "kept"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep the rows of the migrations before the first test can lose them, and put them back instead of a flush."""
    with django_db_blocker.unblock():
        _keep_or_put_back()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: put_back())
        yield


@pytest.fixture(autouse=True)
def _everybody_is_answered(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page that has been closed may have asked something that the server still works on: it and the flush would
    wait for each other.
    """
    if not _is_transactional(request.node):
        yield
        return
    request.getfixturevalue(
        "transactional_db"
    )  # so that this ends before the flush, and after the browser's pages
    yield
    until(lambda: not _somebody_works(), "nobody else works in this test's database")


def _somebody_works() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND state <> 'idle'"
        )
        return bool(cursor.fetchone()[0])


def _is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = bool(marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0])))
    return asked or bool(TRANSACTIONAL & set(getattr(item, "fixturenames", ())))


def _keep_or_put_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(app || '.' || name, ',' ORDER BY app, name) FROM django_migrations")
        migrations = hashlib.sha256(cursor.fetchone()[0].encode()).hexdigest()
        cursor.execute("SELECT to_regclass('kept.state')")
        kept_for = None
        if cursor.fetchone()[0]:
            cursor.execute("SELECT migrations FROM kept.state")
            kept_for = cursor.fetchone()[0]
    if kept_for == migrations:
        put_back()
    else:
        _keep_migrated(migrations)


def _keep_migrated(migrations: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM people_person) OR NOT EXISTS (SELECT FROM organisations_rule)"
        )
        if cursor.fetchone()[0]:
            pytest.exit(
                "a killed run left the test database dirty: run pytest once with --create-db", returncode=4
            )
        keep(MIGRATED)
        cursor.execute("CREATE TABLE kept.state AS SELECT %s AS migrations", [migrations])


def keep(schema: str) -> None:
    """Copy all rows there are now into the schema, which is made anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table in _tables_with_rows(cursor):
            cursor.execute(f'CREATE TABLE {schema}."{table}" AS TABLE "{table}"')


def put_back(schema: str = MIGRATED) -> None:
    """Every table as it was kept, every trigger standing. Foreign keys are checked before the commit.

    Rows are deleted where there are some. TRUNCATE would give each of a thousand tables and indexes a new file, empty or
    not, and the disk is busy with those long after the test.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # A test that left a connection with open locks fails here, after a while, instead of hanging.
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{LONGEST}s"])
        guarded = _tables_with_triggers(cursor)
        steps = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded]
        steps += [f'DELETE FROM "{table}"' for table in _tables_with_rows(cursor)]  # noqa: S608
        steps += [*_insertions(cursor, schema), "SET CONSTRAINTS ALL IMMEDIATE"]
        steps += [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded]
        cursor.execute("; ".join(steps))
    ContentType.objects.clear_cache()


def _tables_with_rows(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    tables = [row[0] for row in cursor.fetchall() if row[0] not in NOT_OURS]
    looks = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)  # noqa: S608
    cursor.execute(" UNION ALL ".join(looks))
    return [row[0] for row in cursor.fetchall()]


def _tables_with_triggers(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    return [row[0] for row in cursor.fetchall()]


def _insertions(cursor: CursorWrapper, schema: str) -> list[str]:
    """One for each table that was kept; columns that PostgreSQL computes are left out."""
    cursor.execute(
        "SELECT kept.relname, string_agg(quote_ident(attname), ', ' ORDER BY attnum)"
        " FROM pg_class kept JOIN pg_class ours ON ours.relname = kept.relname JOIN pg_attribute ON attrelid = ours.oid"
        " WHERE kept.relnamespace = %s::regnamespace AND ours.relnamespace = 'public'::regnamespace"
        " AND kept.relkind = 'r' AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
        " GROUP BY kept.relname ORDER BY kept.relname",
        [schema],
    )
    return [
        f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {schema}."{table}"'  # noqa: S608
        for table, columns in cursor.fetchall()
    ]
