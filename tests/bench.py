"""`make bench`: what the pages of the demo and the import cost, in CPU milliseconds, queries and bytes.

CPU time is steadier than wall time on a shared machine; it leaves out what PostgreSQL spends in its own processes.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

WARM_UP, REPEATS = 3, 25
PAGES = [
    ("start page", None, "/"),
    ("log-in page", None, "/accounts/login/"),
    ("learner home", "new-worker", "/learn/"),
    ("course page", "new-worker", r"/learn/courses/[0-9a-f-]+/"),
    ("lesson page", "new-worker", r"/learn/lessons/[0-9a-f-]+/"),
    ("my hours", "new-worker", "/hours/"),
    ("desk of a county", "county-civil", "/desk/"),
    ("classes of a county", "county-civil", "/classes/"),
    ("roster of a county", "county-civil", "/people/"),
    ("figures of a city", "city", "/figures/"),
    ("figures of the series", "city", "/figures/?year=2022&scope={series}"),
]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as folder:
        os.environ |= {
            "BANYAN_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "BANYAN_LOG_LEVEL": "ERROR",
        }
        _prepare()
        print(f"{'operation':<24}{'ms median':>10}{'CPU ms':>8}{'queries':>9}{'KiB':>7}  status")  # noqa: T201
        for name, persona, path in PAGES:
            print(_row(name, persona, path))  # noqa: T201
        print(_row("log-in", None, "/accounts/login/", posts=True))  # noqa: T201
        _leave(Path(folder))
    _import_the_series()


def _import_the_series() -> None:
    """The command as a whole process, on an empty database of its own."""
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as folder:
        environment = os.environ | {"BANYAN_VAR": folder}
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
        command = [*manage, "import_training", str(ROOT / "site/desks/samples/yunfu-2022")]
        began = time.perf_counter()
        running = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _pid, status, used = os.wait4(running.pid, 0)
        seconds, megabytes = time.perf_counter() - began, used.ru_maxrss / 1024
        print(f"import of the series: {seconds:.1f} s, {megabytes:.0f} MB, exit {status}")  # noqa: T201


def _prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_demo")


def _leave(folder: Path) -> None:
    from django.db import connections

    from core.embedded_postgres.server import EmbeddedServer

    connections.close_all()
    EmbeddedServer.at(folder / "postgres").leave()


def _row(name: str, persona: str | None, path: str, *, posts: bool = False) -> str:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    if persona:
        _enter(client, persona)
    if "[" in path:
        path = _find(client, path)
    path = path.format(series=_series())
    form = {"login": "demo-new-worker", "password": settings.DEMO_PASSWORD}

    def ask() -> Any:
        return Client(headers={"host": "127.0.0.1"}).post(path, form) if posts else client.get(path)

    wall, cpu = [], []
    for turn in range(WARM_UP + REPEATS):
        began, burnt = time.perf_counter(), time.process_time()
        answer = ask()
        if turn >= WARM_UP:
            wall.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - burnt) * 1000)
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    return (
        f"{name:<24}{statistics.median(wall):>10.1f}{statistics.median(cpu):>8.1f}{len(queries):>9}"
        f"{len(answer.content) / 1024:>7.1f}  {answer.status_code}"
    )


def _series() -> str:
    """The organiser of the series of 2022."""
    from organisations.querysets import all_organisations

    return str(all_organisations().get(name="云浮市民政局").public_id)


def _enter(client: Any, persona: str) -> None:
    from people.models import Account

    client.force_login(Account.objects.get(username=f"demo-{persona}"))


def _find(client: Any, pattern: str) -> str:
    """The first link of that kind on the learner's home, or on the course that it leads to."""
    text = client.get("/learn/").content.decode()
    if not re.search(pattern, text) and (course := re.search(r"/learn/courses/[0-9a-f-]+/", text)):
        text = client.get(course.group()).content.decode()
    found = re.search(pattern, text)
    if found is None:
        raise SystemExit(f"the demo shows no {pattern}")
    return found.group()


if __name__ == "__main__":
    main()
