"""Pages give up on a slow statement early, jobs later, commands never."""

import pytest
from django.db import OperationalError, connections

from core import statements
from tests.servers import Instance

SHOW = "from django.db import connection as c; k = c.cursor(); k.execute('SHOW statement_timeout'); print(k.fetchone()[0])"


def test_the_server_cancels_a_statement_that_takes_too_long(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = connections.settings["default"].get("OPTIONS", {})
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", dict(given))
    statements.limit(2_000)  # long enough for what is quick on a busy machine
    connection = connections.create_connection("default")
    try:
        with pytest.raises(OperationalError, match="statement timeout"):
            connection.cursor().execute("SELECT pg_sleep(60)")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


def test_no_statement_is_compiled_first(db: None) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


@pytest.mark.service
def test_pages_get_five_seconds_jobs_a_minute_and_commands_all_the_time(instance: Instance) -> None:
    def timeout(before: str) -> str:
        return instance.manage("shell", "-v0", "-c", f"{before}; {SHOW}").stdout.split()[-1]

    assert timeout("from config.wsgi import application") == "5s"
    assert timeout("from celery.signals import worker_init; worker_init.send(None)") == "1min"
    assert timeout("pass") == "0"
