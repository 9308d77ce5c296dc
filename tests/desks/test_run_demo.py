"""One command serves the demo, and leaves nothing running, however it ends."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.servers import GENEROUS_SECONDS, Instance, free_port, processes_in, status_of, wait_until

pytestmark = pytest.mark.service


def _run(instance: Instance, port: int) -> "subprocess.Popen[bytes]":
    instance.log.unlink(missing_ok=True)
    run = instance.start("manage.py", "run_demo", "--port", str(port), BANYAN_DEMO="false")
    wait_until(lambda: run.poll() is not None or _is_served(instance, port), "the run prints its address")
    assert run.poll() is None, instance.output()
    return run


def _is_served(instance: Instance, port: int) -> bool:
    return f"http://127.0.0.1:{port}/" in instance.output()


def test_ctrl_c_leaves_nothing_running_and_a_killed_run_starts_again(instance: Instance) -> None:
    port = free_port()
    run = _run(instance, port)
    assert status_of(port) == 200
    run.send_signal(signal.SIGINT)
    assert run.wait(GENEROUS_SECONDS) == 0, instance.output()
    assert processes_in(instance.var) == set()

    _run(instance, port)
    instance.kill_everything()
    _run(instance, port)
    assert status_of(port) == 200


def test_programs_of_a_killed_run_end_by_themselves(instance: Instance, migrated_var: Path) -> None:
    instance.begin_as(migrated_var)
    port = free_port()
    run = _run(instance, port)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    wait_until(lambda: not processes_in(instance.var), "no program is left")


def test_two_instances_run_side_by_side_and_a_second_run_of_one_is_refused(
    instance: Instance, migrated_var: Path
) -> None:
    other = Instance(instance.var.with_name("other"))
    ports = free_port(), free_port()
    try:
        for one, port in zip((instance, other), ports, strict=True):
            one.begin_as(migrated_var)
            _run(one, port)
        assert [status_of(port) for port in ports] == [200, 200]
        again = instance.manage("run_demo", "--port", str(free_port()), BANYAN_DEMO="false")
        assert again.returncode == 1
        assert "a run goes on in" in again.stderr
        taken = Instance(instance.var.with_name("third")).manage("run_demo", "--port", str(ports[0]))
        assert taken.returncode == 1
        assert f"port {ports[0]} is in use" in taken.stderr
    finally:
        other.close()
