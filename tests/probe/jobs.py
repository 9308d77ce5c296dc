"""Long work that leaves one row in `probe_effect`, as the handler does, and waits where a test wants to kill its worker."""

from inbox import jobs
from inbox.jobs import Kind, Work
from tests.probe.handlers import leave_an_effect

KIND = "probe.work"


def run(work: Work) -> str:
    leave_an_effect(0, work.parameters["wait_at"])
    return "/desk/"


jobs.register(Kind(name=KIND, label="试做", run=run, seconds=20))
