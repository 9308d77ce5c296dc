"""An installation of a test's own whose SMS go to a gateway on the loopback address, with real workers to kill."""

import os
import signal
from pathlib import Path

from tests.gateways import SECRET, Gateway
from tests.servers import Instance

WORKER = ["-m", "celery", "--quiet", "-A", "config.celery", "worker", "--concurrency", "1", "--pool", "solo"]


class Site:
    """A migrated installation whose SMS go to the gateway of the test."""

    def __init__(self, folder: Path, made: Path) -> None:
        self.instance = Instance(folder)
        self.instance.begin_as(made)
        self.database = self.instance.postgres()

    def run(self, program: str) -> None:
        done = self.instance.manage("shell", "-v0", "-c", program)
        assert done.returncode == 0, done.stderr

    def number(self, where: str, table: str = "core_outgoing") -> int:
        row = self.database.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()  # noqa: S608
        return int(row[0])  # type: ignore[call-overload,index]

    def send_to(self, gateway: Gateway) -> None:
        """SMS of every process started from here on go there."""
        self.instance.environment |= {
            "BANYAN_SMS_PROVIDER": "gateway",
            "BANYAN_SMS_URL": gateway.url,
            "BANYAN_SMS_SECRET": SECRET,
        }

    def start_worker(self, name: str = "one") -> None:
        self.instance.start(*WORKER, "--hostname", name)

    def let_time_pass(self) -> None:
        """Nothing is put off any more."""
        self.database.execute("UPDATE core_outgoing SET due_at = now() WHERE state = 'waiting'")
        self.database.execute("UPDATE core_delivery SET due_at = now() WHERE state = 'pending'")

    def kill_workers(self) -> None:
        for program in self.instance.started:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
        self.instance.started.clear()
