"""Real workers, killed in the middle of a handler; a broker that forgets everything. One effect each."""

import psycopg
import pytest
import redis

from tests.probe.site import Site
from tests.servers import wait_until

pytestmark = [pytest.mark.service, pytest.mark.redis]


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
