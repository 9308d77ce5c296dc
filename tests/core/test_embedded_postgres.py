"""The private server: one however many start it, gone with its last user, back after every kind of killing."""

import contextlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from core.embedded_postgres import identity, server
from core.embedded_postgres.server import EmbeddedServer, EmbeddedServerFailed
from tests.servers import ROOT, processes_in, wait_until

pytestmark = pytest.mark.service

USER = """
import sys
from pathlib import Path
from core.embedded_postgres.server import EmbeddedServer
server = EmbeddedServer.at(Path(sys.argv[1]))
server.ensure_running(role="banyan")
print(server.socket_folder, flush=True)
sys.stdin.read()
"""

# Makes half a cluster and stands there until it is killed.
HALF_AN_INITDB = """#!/bin/sh
mkdir "$2/global"
exec tail -f /dev/null
"""
WITH_HALF_AN_INITDB = (
    """
import sys
from pathlib import Path
from core.embedded_postgres import server
server._binaries = lambda: Path(sys.argv[2])
"""
    + USER
)


class User:
    """A process that uses the server until it is told to leave."""

    def __init__(self, folder: Path, program: str = USER, *words: str) -> None:
        self.program = subprocess.Popen(
            [sys.executable, "-c", program, str(folder), *words],
            env={"PYTHONPATH": str(ROOT / "site"), "PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def socket_folder(self) -> str:
        """Waits until the server runs."""
        assert self.program.stdout is not None
        return self.program.stdout.readline().strip()

    def leave(self) -> None:
        self.program.communicate("")

    def kill(self) -> None:
        self.program.kill()
        self.program.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Nothing is running there afterwards."""
    place = tmp_path / "postgres"
    yield place
    _kill_all(place)


def _kill_all(folder: Path) -> None:
    while found := processes_in(folder):
        for number in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


def _postmaster(folder: Path) -> int:
    return int((folder / "data/postmaster.pid").read_text().splitlines()[0])


def _answers(socket_folder: str) -> bool:
    with psycopg.connect(host=socket_folder, user="banyan", dbname="banyan") as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_eight_first_starts_at_once_make_one_server_and_the_last_user_stops_it(folder: Path) -> None:
    users = [User(folder) for _ in range(8)]
    sockets = {user.socket_folder() for user in users}
    assert len(sockets) == 1
    assert _answers(sockets.pop())
    for user in users[:-1]:
        user.leave()
    assert (folder / "data/postmaster.pid").exists()
    users[-1].leave()
    assert not (folder / "data/postmaster.pid").exists()
    assert processes_in(folder) == set()


def test_a_killed_user_is_forgotten(folder: Path) -> None:
    killed, other = User(folder), User(folder)
    socket_folder = killed.socket_folder()
    assert other.socket_folder() == socket_folder
    killed.kill()
    assert _answers(socket_folder)
    other.leave()
    assert processes_in(folder) == set()


def test_a_server_whose_only_user_was_killed_is_taken_over(folder: Path) -> None:
    first = User(folder)
    first.socket_folder()
    postmaster = _postmaster(folder)
    first.kill()
    second = User(folder)
    second.socket_folder()
    assert _postmaster(folder) == postmaster
    second.leave()
    assert processes_in(folder) == set()


def test_a_killed_server_starts_again_with_its_rows(folder: Path) -> None:
    user = User(folder)
    with psycopg.connect(host=user.socket_folder(), user="banyan", dbname="banyan") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    _kill_all(folder)
    user.program.communicate()
    again = User(folder)
    with psycopg.connect(host=again.socket_folder(), user="banyan", dbname="banyan") as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    again.leave()


def test_a_stale_pid_file_that_names_somebody_else_is_no_obstacle(folder: Path) -> None:
    user = User(folder)
    socket_folder = Path(user.socket_folder())
    _kill_all(folder)
    user.program.communicate()
    for lock in (folder / "data/postmaster.pid", socket_folder / f"{server.SOCKET_NAME}.lock"):
        lines = lock.read_text().splitlines()
        lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    again = User(folder)
    assert _answers(again.socket_folder())
    again.leave()


def test_a_first_start_that_was_killed_leaves_nothing_in_the_way(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "initdb").write_text(HALF_AN_INITDB)
    (tmp_path / "initdb").chmod(0o755)
    user = User(folder, WITH_HALF_AN_INITDB, str(tmp_path))
    wait_until(lambda: any(folder.glob("data-new-*/global")), "the cluster is half made")
    user.kill()
    wait_until(lambda: not processes_in(folder), "what it had started has died with it")
    assert not (folder / "data").exists()
    again = User(folder)
    assert _answers(again.socket_folder())
    assert not list(folder.glob("data-new-*"))
    again.leave()


def test_a_path_too_long_for_a_socket_gets_one_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30) / "postgres"
    user = User(folder)
    socket_folder = user.socket_folder()
    assert len(socket_folder) < 50
    assert stat.S_IMODE(Path(socket_folder).stat().st_mode) == 0o700
    assert _answers(socket_folder)
    user.leave()
    assert processes_in(folder) == set()
    shutil.rmtree(socket_folder)


def test_nobody_else_may_connect(folder: Path) -> None:
    user = User(folder)
    socket = Path(user.socket_folder()) / server.SOCKET_NAME
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    user.leave()


def test_the_words_of_the_server_are_passed_on(folder: Path) -> None:
    user = User(folder)
    user.socket_folder()
    user.leave()
    (folder / "data/postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(EmbeddedServerFailed, match="no_such_setting"):
        EmbeddedServer(folder).ensure_running(role="banyan")


# As whom the programs run: only root can try each way.


@pytest.fixture
def everybodys_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder and programs that every user of this machine can reach, wherever the checkout is."""
    place = Path("/tmp") / f"banyan-test-{os.getpid()}"  # noqa: S108
    place.mkdir(mode=0o755)
    programs = server._binaries()
    if identity._first_closed(programs) is not None:
        shutil.copytree(programs.parent, place / "programs", symlinks=True)
        monkeypatch.setattr(server, "_binaries", lambda: place / "programs/bin")
    yield place
    _kill_all(place)
    shutil.rmtree(place)


def _in_a_child(task: Callable[[], None], *, uid: int) -> int:
    """The exit code of a child that has become somebody else: 0 where the task ran through."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if uid:
                os.setgroups([])
                os.setgid(uid)
                os.setuid(uid)
            task()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _start_use_and_leave(folder: Path) -> None:
    embedded = EmbeddedServer(folder)
    embedded.ensure_running(role="banyan")
    assert _answers(str(embedded.socket_folder))
    embedded.leave()
    assert not embedded.listens()


def test_it_runs_behind_a_closed_door(tmp_path: Path) -> None:
    """As root, too: no parent folder needs opening."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert _in_a_child(lambda: _start_use_and_leave(closed / "postgres"), uid=0) == 0


def test_an_ordinary_user_runs_it(everybodys_folder: Path) -> None:
    uid = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
    place = everybodys_folder / "own"
    place.mkdir()
    os.chown(place, uid, -1)
    assert _in_a_child(lambda: _start_use_and_leave(place / "postgres"), uid=uid) == 0
    assert (place / "postgres/data").stat().st_uid == uid


def _without_namespaces(task: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        identity.may_unshare = lambda: False  # type: ignore[assignment]
        task()

    return run


def test_root_without_namespaces_runs_it_as_nobody(everybodys_folder: Path) -> None:
    place = everybodys_folder / "postgres"
    if os.geteuid() == 0:
        assert _in_a_child(_without_namespaces(lambda: _start_use_and_leave(place)), uid=0) == 0
        assert (place / "data").stat().st_uid == pwd.getpwnam("nobody").pw_uid
        # The day that namespaces are permitted, the files change hands.
        assert _in_a_child(lambda: _start_use_and_leave(place), uid=0) == 0
    else:
        assert identity.choose(folder=place, programs=place).uid == os.geteuid()


def test_root_without_any_way_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(identity, "may_unshare", lambda: False)
    with pytest.raises(identity.NoIdentity, match="set BANYAN_VAR"):
        identity.choose(folder=closed / "postgres", programs=Path("/usr"))
