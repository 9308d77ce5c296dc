"""Real workers, killed in the middle of a handler; a broker that forgets everything. One effect each."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tests.probe.handlers import GATE, HAPPENED
from tests.servers import Instance, wait_until

pytestmark = [pytest.mark.service, pytest.mark.redis]

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


class Site:
    """A migrated instance with the probe, and a connection of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.instance = Instance(folder, DJANGO_SETTINGS_MODULE="tests.probe.settings")
        migrated = self.instance.manage("migrate", "-v0")
        assert migrated.returncode == 0, migrated.stderr
        self.database = self.instance.postgres()
        self.database.execute(TABLE)

    def record(self, point: str = "nowhere") -> None:
        """Record an event in a process of its own, as a page would."""
        done = self.instance.manage("shell", "-v0", "-c", RECORD.format(name=HAPPENED, point=point))
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
    def waiting_at_the_gate(self) -> int:
        return self.number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")

    def let_time_pass(self) -> None:
        """The pause of every pending delivery is over."""
        self.database.execute("UPDATE core_delivery SET due_at = now() WHERE state = 'pending'")

    def kill_workers(self) -> None:
        """kill -9 of every Celery process; the database's processes go on."""
        for program in self.instance.started:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
        self.instance.started.clear()


@pytest.fixture(scope="module")
def migrated(module_folder: Path) -> Iterator[Site]:
    site = Site(module_folder / "var")
    yield site
    site.database.close()
    site.instance.close()


@pytest.fixture(params=["redis", "filesystem"])
def site(migrated: Site, redis_server: str, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The instance with nothing recorded, on each of the two brokers."""
    migrated.instance.environment["REDIS_URL"] = redis_server if request.param == "redis" else ""
    migrated.database.execute("TRUNCATE probe_effect, core_delivery, core_event")
    yield migrated
    migrated.kill_workers()


@pytest.fixture
def gate(site: Site) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Closed; closing the connection opens it."""
    with site.instance.postgres() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [GATE])
        yield connection


@pytest.mark.parametrize("point", ["before", "after", "commit"])
def test_a_worker_killed_in_its_handler_leaves_one_effect(
    site: Site, gate: "psycopg.Connection[tuple[object, ...]]", point: str
) -> None:
    # Recorded first: while a worker declares its queue on the filesystem broker, a message may be lost to the sweeper.
    site.record(point)
    site.start_worker("solo")
    wait_until(lambda: site.waiting_at_the_gate, "the handler stands at the gate")
    site.kill_workers()
    gate.close()
    wait_until(lambda: not site.waiting_at_the_gate, "the server has noticed")
    if point != "commit":  # a COMMIT that was sent is done, worker or not
        assert (site.effects, site.pending) == (0, 1)
    site.let_time_pass()
    site.start_worker("solo")
    wait_until(lambda: not site.pending, "the delivery is done")
    assert site.effects == 1


def test_a_broker_that_forgot_everything_changes_nothing(site: Site, redis_server: str) -> None:
    for _event in range(3):
        site.record()
    assert site.pending == 3
    redis.Redis.from_url(redis_server).flushall()
    for message in (site.instance.var / "broker").glob("*.msg"):
        message.unlink()
    swept = site.instance.manage("shell", "-v0", "-c", "from core.tasks import sweep; sweep()")
    assert swept.returncode == 0, swept.stderr
    assert (site.effects, site.pending) == (3, 0)


def test_what_waited_is_delivered_when_a_worker_comes(site: Site) -> None:
    site.record()
    site.start_worker("prefork")
    wait_until(lambda: not site.pending, "the delivery is done")
    assert site.effects == 1
