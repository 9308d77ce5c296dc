"""What Django's flush must not break: tables that refuse truncation, and the rows that migrations wrote.

A transactional test (`django_db(transaction=True)`, `transactional_db`, `truncatable_ledger`, `live_server`) commits,
and Django empties every table after it. Two things follow that this plugin mends for all of them, without being asked:

- append-only tables refuse TRUNCATE. After such a test, and only then, every truncate trigger is disabled, the
  flush passes, and the triggers are enabled again. Inside the test they stand as in production;
- the flush takes the rows that migrations wrote: our rule rows, Wagtail's root page and locale. They are kept in
  the schema `kept` of the test database and put back after the flush, with the same ids.

A run that was killed in the middle leaves its rows behind: the next run puts the kept rows back before its first test,
so `--reuse-db` stays true.
"""

import hashlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from pytest_django import DjangoDbBlocker

from tests.threads import LONGEST, until

TRANSACTIONAL = {
    "transactional_db", "truncatable_ledger", "live_server",
    "django_db_reset_sequences", "django_db_serialized_rollback",
}  # fmt: skip
NOT_OURS = {"django_migrations"}


BLOCKER = pytest.StashKey[DjangoDbBlocker]()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Keep the rows of the migrations before the first test can lose them."""
    request.config.stash[BLOCKER] = django_db_blocker
    with django_db_blocker.unblock():
        _keep_or_put_back()


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Around the teardown of a transactional test, where Django flushes."""
    blocker = item.config.stash.get(BLOCKER, None)
    if blocker is None or not _is_transactional(item):
        return (yield)
    with blocker.unblock():
        _set_truncate_triggers("DISABLE")
    try:
        return (yield)
    finally:
        with blocker.unblock():
            _put_back()


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
        _put_back()
    else:
        _keep(migrations)


def _keep(migrations: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM people_person) OR NOT EXISTS (SELECT FROM organisations_rule)"
        )
        if cursor.fetchone()[0]:
            pytest.exit(
                "a killed run left the test database dirty: run pytest once with --create-db", returncode=4
            )
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE")
        cursor.execute("CREATE SCHEMA kept")
        for table in _tables(cursor):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')  # noqa: S608
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE "{table}"')
        cursor.execute("CREATE TABLE kept.state AS SELECT %s AS migrations", [migrations])


def _put_back() -> None:
    """Every table as the migrations left it, every trigger standing. Foreign keys are checked at the commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        _set_truncate_triggers("DISABLE")
        names = ", ".join(f'"{table}"' for table in _tables(cursor))
        cursor.execute(f"TRUNCATE {names}")
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'kept'")
        for (table,) in [row for row in cursor.fetchall() if row[0] != "state"]:
            columns = _columns(cursor, table)
            cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM kept."{table}"')  # noqa: S608
        _set_truncate_triggers("ENABLE")
    ContentType.objects.clear_cache()


def _tables(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [row[0] for row in cursor.fetchall() if row[0] not in NOT_OURS]


def _columns(cursor: CursorWrapper, table: str) -> str:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
        " AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return ", ".join(f'"{row[0]}"' for row in cursor.fetchall())


def _set_truncate_triggers(order: str) -> None:
    """`order` is ENABLE or DISABLE. A truncate trigger has bit 5 of its type set."""
    with _patient(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 <> 0"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} {order} TRIGGER "{trigger}"')


@contextmanager
def _patient() -> Iterator[None]:
    """A test that left a connection with open locks fails here, after a while, instead of hanging."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{LONGEST}s"])
        yield
