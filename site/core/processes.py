"""Start programs together, watch them, stop them together. Nothing outlives its supervisor."""

import ctypes
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 10
LOOK_EVERY_SECONDS = 0.2
ALLOCATIONS_BETWEEN_COLLECTIONS = 10_000


class ProgramEnded(Exception):
    """A program that should go on has ended; the message names it."""


def stop_on_signals() -> None:
    """From here on Ctrl-C, SIGTERM and a closed terminal leave through SystemExit, so that `finally` runs."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0 if number == signal.SIGINT else 128 + number)

    for number in STOPPING:
        signal.signal(number, leave)


def collect_rarely() -> None:
    """For a process that makes much and throws little away, as migrations and loading do.

    The collector goes through everything that stands again and again: a third of such a process's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS, 10, 20)


class Supervisor:
    """Programs of one run, each in a session of its own, so that only the supervisor hears Ctrl-C."""

    def __init__(self, *, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = dict(environment)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, arguments: Sequence[str]) -> None:
        """Run `python -m <arguments>`."""
        self.running[name] = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
            preexec_fn=_end_with(os.getpid()),
        )

    def wait_until(self, answers: Callable[[], bool], *, seconds: float) -> None:
        """Raises ProgramEnded where one ends before the answer, and TimeoutError."""
        until = time.monotonic() + seconds
        while not answers():
            self._look()
            if time.monotonic() > until:
                raise TimeoutError(f"no answer within {seconds:.0f} seconds")
            time.sleep(LOOK_EVERY_SECONDS)

    def watch(self) -> None:
        """Wait until a program ends by itself. Raises ProgramEnded; a signal leaves through SystemExit."""
        while True:
            self._look()
            time.sleep(LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        """Ask all to stop, then end what is left. Further signals are not heard meanwhile."""
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        for program in self.running.values():
            if program.poll() is None:
                program.terminate()
        until = time.monotonic() + GRACE_SECONDS
        for program in self.running.values():
            try:
                program.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                program.wait()

    def _look(self) -> None:
        for name, program in self.running.items():
            if (code := program.poll()) is not None:
                raise ProgramEnded(f"{name} ended by itself ({code})")


def _end_with(supervisor: int) -> Callable[[], None]:
    def prepare() -> None:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != supervisor:  # it died before the kernel was told
            os._exit(1)

    return prepare
