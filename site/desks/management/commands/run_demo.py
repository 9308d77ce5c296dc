"""Serve the demo: the embedded server, the schema, the demo's data, a worker, beat and the web server."""

import fcntl
import http.client
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from core.processes import ProgramEnded, Supervisor, collect_rarely, stop_on_signals

HOST = "127.0.0.1"
ANSWERS_WITHIN_SECONDS = 120


class Command(BaseCommand):
    help = "Serve the demo on 127.0.0.1 (PORT, 8000 by default) until Ctrl-C. Nothing is left running."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default=HOST, help="where to listen; in a container 0.0.0.0")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or "8000"))

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        stop_on_signals()
        with _alone_in(settings.VAR):
            _refuse_taken(port)
            collect_rarely()
            self._prepare()
            self._serve(options["host"], port)

    def _prepare(self) -> None:
        # Messages of a former run say nothing that the events table does not know better.
        for name in ("broker", "broker-control"):
            shutil.rmtree(settings.VAR / name, ignore_errors=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stderr.write("preparing the database …")
            call_command("migrate", verbosity=0, interactive=False)
        if settings.DEMO_MODE and "load_demo" in get_commands():
            call_command("load_demo")

    def _serve(self, host: str, port: int) -> None:
        # The server that this process has started goes on; its children must not inherit a connection to it.
        connections.close_all()
        programs: dict[str, str] = settings.PROGRAMS
        run = Supervisor(folder=settings.ROOT, environment=_environment())
        try:
            run.start("web", [*programs["web"].split(), "--bind", f"{host}:{port}"])
            run.start("worker", [*programs["worker"].split(), "--pool", "solo"])
            run.start("beat", programs["beat"].split())
            run.wait_until(lambda: _answers(port), seconds=ANSWERS_WITHIN_SECONDS)
            self.stdout.write(f"榕荫 http://{HOST}:{port}/")
            self.stdout.flush()
            self.stderr.write("Ctrl-C stops it.")
            run.watch()
        except (ProgramEnded, TimeoutError) as error:
            raise CommandError(str(error)) from error
        finally:
            run.stop()


@contextmanager
def _alone_in(var: Path) -> Iterator[None]:
    """One run in one BANYAN_VAR. The kernel forgets the lock with the process."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(
                f"a run goes on in {var}: stop it, or set another BANYAN_VAR and PORT"
            ) from error
        yield


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"port {port} is in use: choose another one, as in `make run PORT=8001`"
            ) from error


def _environment() -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": os.pathsep.join([str(settings.ROOT / "site"), str(settings.ROOT)]),
        "BANYAN_LOG_LEVEL": os.environ.get("BANYAN_LOG_LEVEL", "WARNING"),
        # A laptop's or a container's root may run the demo; Celery says otherwise at length.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
    }


def _answers(port: int) -> bool:
    asked = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == 200
    except OSError:
        return False
    finally:
        asked.close()
