"""Started servers: instances in a BANYAN_VAR of their own, a Redis of the test's own, and looking for what is left.

Nothing here sleeps for luck: `wait_until` looks again until a fact holds, and fails after a generous while.
"""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest

from core.embedded_postgres.server import EmbeddedServer
from tests.programs import find_redis

ROOT = Path(__file__).resolve().parents[1]
GENEROUS_SECONDS = 600  # how long a hang is watched; other work may share the machine


def wait_until(fact: Callable[[], object], what: str, *, seconds: float = GENEROUS_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > until:
            pytest.fail(f"after {seconds:.0f} seconds still not: {what}")
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status_of(port: int, path: str = "/healthz", headers: dict[str, str] | None = None) -> int:
    """The HTTP status, or 0 where nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=GENEROUS_SECONDS)
    try:
        connection.request("GET", path, headers=headers or {})
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def processes_in(folder: Path) -> set[int]:
    """Every process, but this one, whose command line, environment or working directory names the folder."""
    needle, found = os.fsencode(folder), set()
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            texts = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            if needle in texts + os.fsencode((entry / "cwd").readlink()):
                found.add(int(entry.name))
    return found - {os.getpid()}


class Instance:
    """One installation in a folder: its environment, its programs, its database."""

    def __init__(self, var: Path, **environment: str) -> None:
        self.var = var
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | {
            "BANYAN_VAR": str(var),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            **environment,
        }
        self.log = var / "test-output.txt"
        self.started: list[subprocess.Popen[bytes]] = []

    def begin_as(self, made: Path) -> None:
        """Start from a copy of a stopped installation (`migrated_var`)."""
        subprocess.run(["cp", "-a", made, self.var], check=True)

    def manage(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=GENEROUS_SECONDS,
            check=False,
        )

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start `python <words>` and let it run."""
        self.var.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            program = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env=self.environment | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(program)
        return program

    def output(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def postgres(self) -> "psycopg.Connection[tuple[object, ...]]":
        """A connection to the embedded server of this instance, which this process joins."""
        server = EmbeddedServer.at(self.var / "postgres")
        server.ensure_running(role="banyan")
        return psycopg.connect(
            host=str(server.socket_folder), user="banyan", dbname="banyan", autocommit=True
        )

    def kill_everything(self) -> None:
        """As a power cut does: no process hears of it before."""
        while found := processes_in(self.var):
            for number in found:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            while self.started:
                self.started.pop().wait()

    def close(self) -> None:
        self.kill_everything()
        EmbeddedServer.at(self.var / "postgres").leave()


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """An installation that has never been started."""
    made = Instance(tmp_path / "var")
    yield made
    made.close()


@pytest.fixture(scope="session")
def migrated_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that was migrated and stopped, to begin from; made once for all processes of a run.

    For tests that prove something else than migrating: an empty database takes half a minute of one core.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # which the processes share
    made = folder / "migrated"
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            draft = Instance(folder / "migrated-draft")
            done = draft.manage("migrate", "-v0")
            assert done.returncode == 0, done.stderr
            draft.close()
            draft.var.rename(made)
    return made


@pytest.fixture(scope="module")
def module_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="module")
def redis_server(module_folder: Path) -> Iterator[str]:
    """The address of a Redis of this module's own."""
    program, port = find_redis(), free_port()
    assert program is not None
    words = f"{program} --port {port} --bind 127.0.0.1 --save '' --appendonly no".replace("''", "").split()
    words.insert(words.index("--save") + 1, "")
    with (module_folder / "redis.txt").open("wb") as log:
        server = subprocess.Popen(words, cwd=module_folder, stdout=log, stderr=log)
    try:
        wait_until(lambda: _listens(port), "Redis listens")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.kill()
        server.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
