"""Real workers, killed in the middle of a job; a broker that forgets everything. One effect each."""

import psycopg
import pytest
import redis

from tests.probe.site import Site
from tests.servers import wait_until

pytestmark = [pytest.mark.service, pytest.mark.redis]


@pytest.mark.parametrize("point", ["before", "after", "commit"])
def test_a_job_whose_worker_is_killed_is_taken_up_again_and_has_one_effect(
    site: Site, gate: "psycopg.Connection[tuple[object, ...]]", point: str
) -> None:
    site.start_job(point)
    site.start_worker("solo")
    wait_until(lambda: site.waiting_at_the_gate, "the work stands at the gate")
    assert site.job == ("running", 1)
    site.kill_workers()
    gate.close()
    wait_until(lambda: not site.waiting_at_the_gate, "the server has noticed")
    if point == "commit":  # a COMMIT that was sent is done, worker or not
        wait_until(lambda: site.job == ("done", 1), "the job is done")
    else:
        assert (site.effects, site.job) == (0, ("running", 1))
        site.let_time_pass()
        site.start_worker("solo")
        wait_until(lambda: site.job == ("done", 2), "the job is done")
    assert site.effects == 1


def test_a_broker_that_forgot_everything_loses_no_job(site: Site, redis_server: str) -> None:
    site.start_job()
    redis.Redis.from_url(redis_server).flushall()
    for message in (site.instance.var / "broker").glob("*.msg"):
        message.unlink()
    site.run("from inbox.tasks import run_waiting; run_waiting()")
    assert (site.effects, site.job) == (1, ("done", 1))


def test_a_worker_takes_up_what_waited_and_is_woken_by_the_next_start(site: Site) -> None:
    site.start_job()
    site.start_worker("prefork")
    wait_until(lambda: site.effects == 1, "what waited is done")
    site.start_job()
    wait_until(lambda: site.effects == 2, "the worker was woken")
