"""An installation with the probe whose workers a test starts and kills, on each of the two brokers."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.probe.handlers import GATE, HAPPENED
from tests.probe.jobs import KIND
from tests.servers import Instance

# COMMIT itself waits at the gate for rows of the point "commit".
TABLE = f"""
CREATE TABLE probe_effect (event bigint, point text);
CREATE FUNCTION probe_wait() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock({GATE}); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER probe_gate AFTER INSERT ON probe_effect DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.point = 'commit') EXECUTE FUNCTION probe_wait();
"""
WORKER = [
    "-m",
    "celery",
    "--quiet",
    "-A",
    "config.celery",
    "worker",
    "--loglevel",
    "WARNING",
    "--concurrency",
    "1",
]
RECORD = """
from django.db import transaction
from core import clock, events
from organisations.authority import SYSTEM
with transaction.atomic():
    events.record("{name}", by=SYSTEM, at=clock.now(), data={{"wait_at": "{point}"}})
"""
START = f"""
from core import clock
from inbox.services import jobs
from people.authority import authority_of
from people.querysets import all_people
owner, at = all_people().get(), clock.now()
by = authority_of(owner, on=clock.date_of(at))
jobs.start(
    kind="{KIND}", parameters={{{{"wait_at": "{{point}}"}}}}, subject=owner, origin="/desk/", by=by, at=at
)
"""
OWNER = """
from core import clock
from organisations.authority import SYSTEM
from people.services import persons
persons.add(details=persons.PersonDetails(name="黄局"), organisation=None, by=SYSTEM, at=clock.now())
"""


class Site:
    """A migrated instance with the probe, and a connection of the test's own."""

    def __init__(self, folder: Path, made: Path) -> None:
        self.instance = Instance(folder, DJANGO_SETTINGS_MODULE="tests.probe.settings")
        self.instance.begin_as(made)
        self.database = self.instance.postgres()
        self.database.execute(TABLE)
        self.run(OWNER)

    def record(self, point: str = "nowhere") -> None:
        """Record an event in a process of its own, as a page would."""
        self.run(RECORD.format(name=HAPPENED, point=point))

    def start_job(self, point: str = "nowhere") -> None:
        """Start a job in a process of its own, as a page would."""
        self.run(START.format(point=point))

    def run(self, lines: str) -> None:
        done = self.instance.manage("shell", "-v0", "-c", lines)
        assert done.returncode == 0, done.stderr

    def start_worker(self, pool: str) -> int:
        return self.instance.start(*WORKER, "--pool", pool).pid

    def number(self, sql: str) -> int:
        row = self.database.execute(sql).fetchone()  # type: ignore[call-overload]
        return int(row[0])

    @property
    def effects(self) -> int:
        return self.number("SELECT count(*) FROM probe_effect")

    @property
    def pending(self) -> int:
        return self.number("SELECT count(*) FROM core_delivery WHERE state = 'pending'")

    @property
    def job(self) -> tuple[object, ...]:
        """State and number of attempts of the only job."""
        row = self.database.execute("SELECT state, attempts FROM inbox_job").fetchone()
        assert row is not None
        return row

    @property
    def waiting_at_the_gate(self) -> int:
        return self.number(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )

    def let_time_pass(self) -> None:
        """The pause of every pending delivery is over, and so is every claim of a dead worker."""
        self.database.execute("UPDATE core_delivery SET due_at = now() WHERE state = 'pending'")
        self.database.execute(
            "UPDATE inbox_job SET held_until = now() - interval '1 second' WHERE state = 'running'"
        )

    def kill_workers(self) -> None:
        """kill -9 of every Celery process; the database's processes go on."""
        for program in self.instance.started:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
        self.instance.started.clear()


@pytest.fixture(scope="module")
def migrated(module_folder: Path, migrated_var: Path) -> Iterator[Site]:
    site = Site(module_folder / "var", migrated_var)
    yield site
    site.database.close()
    site.instance.close()


@pytest.fixture(params=["redis", "filesystem"])
def site(migrated: Site, redis_server: str, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The instance with nothing recorded, on each of the two brokers."""
    migrated.instance.environment["REDIS_URL"] = redis_server if request.param == "redis" else ""
    migrated.database.execute(
        "TRUNCATE probe_effect, core_delivery, core_event, inbox_job, inbox_message, inbox_message"
    )
    yield migrated
    migrated.kill_workers()


@pytest.fixture
def gate(site: Site) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Closed; closing the connection opens it."""
    with site.instance.postgres() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [GATE])
        yield connection
