"""As whom the server's programs run. PostgreSQL refuses to run as root, so root lends it another number."""

import ctypes
import functools
import os
import pwd
import signal
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
NOBODY = "nobody"
UNREACHABLE = (
    "PostgreSQL refuses to run as root, this machine permits no user namespace, and the user `nobody` cannot reach {}: "
    "run as an ordinary user, set BANYAN_VAR to a folder that everyone may enter, or set DATABASE_URL."
)


class NoIdentity(Exception):
    """Root has no way to run the server here; the message says what to do."""


@dataclass(frozen=True)
class Identity:
    """Who owns the server's files, and what `subprocess.run` needs to become that user."""

    uid: int
    gid: int
    enter: Callable[[], None] | None = None
    popen: dict[str, Any] = field(default_factory=dict)


def choose(*, folder: Path, programs: Path) -> Identity:
    """An ordinary user runs the server as itself, root in a user namespace or, without one, as `nobody`.

    Raises NoIdentity.
    """
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid())
    if may_unshare():
        return Identity(0, 0, enter=_enter_namespace)
    for place in (folder, programs):
        if (closed := _first_closed(place)) is not None:
            raise NoIdentity(UNREACHABLE.format(closed))
    nobody = pwd.getpwnam(NOBODY)
    popen = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return Identity(nobody.pw_uid, nobody.pw_gid, popen=popen)


@functools.cache
def may_unshare() -> bool:
    """Try it in a child: containers and some distributions forbid user namespaces."""
    child = os.fork()
    if child == 0:
        try:
            _enter_namespace()
        except BaseException:  # whatever it was, the child must end here
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def die_with_parent() -> None:
    """For preexec_fn: the kernel ends this child when its parent ends, however that happens."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def hand_over(folder: Path, identity: Identity) -> None:
    """Give the files to the user that the server runs as. Only root can meet somebody else's."""
    if os.geteuid() != 0 or (folder.stat().st_uid == identity.uid and _data_owner(folder) == identity.uid):
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, identity.uid, identity.gid, follow_symlinks=False)


def _data_owner(folder: Path) -> int:
    data = folder / "data"
    return (data if data.exists() else folder).stat().st_uid


def _first_closed(place: Path) -> Path | None:
    """The outermost folder on the way that others may not enter."""
    way = [place, *place.parents] if place.is_dir() else list(place.parents)
    # The last folder itself is handed over, so only what lies above it counts.
    closed = [step for step in way[1:] if step.exists() and not step.stat().st_mode & stat.S_IXOTH]
    return closed[-1] if closed else None


def _enter_namespace() -> None:
    """A user namespace in which root has another number.

    The files stay root's own, no service user is made and no parent folder needs opening.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace")
    for name, line in (("uid_map", "65534 0 1"), ("setgroups", "deny"), ("gid_map", "65534 0 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(line)
