"""The very commands of the compose file, started by hand on a PostgreSQL and a Redis of the test's own."""

import re
import signal
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest

from core.embedded_postgres.server import EmbeddedServer
from tests.probe.handlers import HAPPENED
from tests.production.compose import arguments
from tests.servers import GENEROUS_SECONDS, Instance, free_port, status_of, wait_until

pytestmark = [pytest.mark.service, pytest.mark.redis]

HOST = "train.example"
RECORD = f"""
from django.db import transaction
from core import clock, events
from organisations.authority import SYSTEM
with transaction.atomic():
    events.record("{HAPPENED}", by=SYSTEM, at=clock.now())
"""
FIRST_RUN = [
    "first_run", "--organisation", "榕江市民政局", "--area", "990100", "--tier", "city",
    "--officer-username", "officer", "--officer-name", "林主管", "--editor-username", "editor",
    "--operator-username", "operator",
]  # fmt: skip


class Production:
    """What `docker compose up` would start, one after the other, in the order of the file."""

    def __init__(self, folder: Path, redis: str) -> None:
        self.server = EmbeddedServer.at(folder / "database")
        self.server.ensure_running(role="banyan")
        self.port = free_port()
        self.keys, self.secret = folder / "keys", folder / "password"
        self.site = Instance(
            folder / "var",
            DJANGO_SETTINGS_MODULE="tests.probe.production",
            DATABASE_URL=f"postgres://banyan@/banyan?host={quote(str(self.server.socket_folder))}",
            BANYAN_DATABASE_PASSWORD_FILE=str(self.secret),
            REDIS_URL=redis,
            BANYAN_KEYS=str(self.keys),
            BANYAN_ADDRESS=f"https://{HOST}",
            BANYAN_STATIC=str(folder / "static"),
            BANYAN_BIND=f"127.0.0.1:{self.port}",
        )
        self._to_the_end(["-m", "core.keys", str(self.keys), str(self.secret)])
        self._to_the_end(["manage.py", "collectstatic", "--noinput", "-v0"])  # the image's build does it
        self._to_the_end(arguments("migrate"))
        with self.database() as connection:
            connection.execute("CREATE TABLE probe_effect (event bigint, point text)")
        self.programs = {name: self.site.start(*arguments(name)) for name in ("web", "worker", "beat")}
        wait_until(lambda: status_of(self.port) == 200, f"web answers: {self.site.output()[-2000:]}")

    def _to_the_end(self, words: list[str]) -> None:
        assert self.site.start(*words).wait(GENEROUS_SECONDS) == 0, self.site.output()

    def database(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            host=str(self.server.socket_folder), user="banyan", dbname="banyan", autocommit=True
        )

    def ask(
        self, method: str, path: str, *, cookies: str = "", body: str | None = None, scheme: str = "https"
    ) -> HTTPResponse:
        """As the proxy in front of it would."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=GENEROUS_SECONDS)
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": scheme,
            "Referer": f"https://{HOST}/",
            "Cookie": cookies,
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.text = answer.read().decode(errors="replace")  # type: ignore[attr-defined]
        connection.close()
        return answer

    def close(self) -> None:
        self.site.kill_everything()
        self.server.leave()


@pytest.fixture(scope="module")
def production(module_folder: Path, redis_server: str) -> Iterator[Production]:
    started = Production(module_folder / "production", redis_server)
    yield started
    started.close()


def test_it_is_healthy_and_shows_the_log_in_page_with_hashed_files(production: Production) -> None:
    assert status_of(production.port) == 200
    page = production.ask("GET", "/accounts/login/")
    assert page.status == 200
    text: str = page.text  # type: ignore[attr-defined]
    [style] = re.findall(r'href="(/static/css/banyan\.[0-9a-f]+\.css)"', text)
    sheet = production.ask("GET", style)
    assert sheet.status == 200
    assert "immutable" in str(sheet.headers["Cache-Control"])


def test_plain_http_and_other_hosts_are_turned_away(production: Production) -> None:
    moved = production.ask("GET", "/accounts/login/", scheme="http")
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{HOST}/accounts/login/")
    assert status_of(production.port, "/accounts/login/", {"Host": "evil.example"}) == 400
    assert "max-age=31536000" in str(
        production.ask("GET", "/accounts/login/").headers["Strict-Transport-Security"]
    )


def test_an_event_is_delivered_by_the_worker(production: Production) -> None:
    with production.database() as connection:
        before = connection.execute("SELECT count(*) FROM probe_effect").fetchone()
        recorded = production.site.manage("shell", "-v0", "-c", RECORD)
        assert recorded.returncode == 0, recorded.stderr
        wait_until(
            lambda: connection.execute("SELECT count(*) FROM probe_effect").fetchone() != before,
            "the worker has delivered it",
        )


def test_the_first_run_lets_an_officer_and_an_editor_in_once(production: Production) -> None:
    first = production.site.manage(*FIRST_RUN)
    assert first.returncode == 0, first.stderr
    passwords = dict(line.split("\t") for line in first.stdout.splitlines())
    assert set(passwords) == {"officer", "editor", "operator"}
    again = production.site.manage(*FIRST_RUN)
    assert again.returncode == 1
    assert "只能做一次" in again.stderr
    assert again.stdout == ""
    for username, password in passwords.items():
        token = re.search(r"csrftoken=([^;]+)", str(production.ask("GET", "/accounts/login/").headers)).group(
            1
        )  # type: ignore[union-attr]
        fields = {"login": username, "password": password, "csrfmiddlewaretoken": token}
        answer = production.ask(
            "POST", "/accounts/login/", cookies=f"csrftoken={token}", body=urlencode(fields)
        )
        assert (answer.status, answer.headers["Location"]) == (302, "/desk/")
        cookies = str(answer.headers)
        assert re.search(r"sessionid=[^;]+;.*HttpOnly.*SameSite=Lax.*Secure", cookies)
    assert not any(password in production.site.output() for password in passwords.values())


def test_the_deployment_check_finds_nothing(production: Production) -> None:
    checked = production.site.manage("check", "--deploy", "--fail-level", "INFO", "--database", "default")
    assert checked.returncode == 0, checked.stderr


def test_demo_mode_is_refused(production: Production) -> None:
    refused = production.site.manage("check", BANYAN_DEMO="true")
    assert refused.returncode != 0
    assert "demo mode is refused in production" in refused.stderr
    assert production.site.manage("load_demo").returncode != 0


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "BANYAN_KEYS", "BANYAN_ADDRESS"])
def test_a_missing_setting_is_named(production: Production, name: str) -> None:
    refused = production.site.manage("check", **{name: ""})
    assert refused.returncode != 0
    assert f"{name} must be set in production" in refused.stderr


def test_an_address_without_encryption_and_missing_keys_are_refused(
    production: Production, tmp_path: Path
) -> None:
    plain = production.site.manage("check", BANYAN_ADDRESS=f"http://{HOST}")
    assert "must begin with https://" in plain.stderr
    assert production.site.manage("check", BANYAN_ADDRESS="http://localhost:8000").returncode == 0
    keyless = production.site.manage("check", BANYAN_KEYS=str(tmp_path))
    assert "is missing: restore it" in keyless.stderr


def test_keys_are_made_once(production: Production) -> None:
    before = {path.name: path.read_bytes() for path in production.keys.iterdir()}
    words = ["-m", "core.keys", str(production.keys), str(production.secret)]
    assert production.site.start(*words).wait(GENEROUS_SECONDS) == 0
    assert {path.name: path.read_bytes() for path in production.keys.iterdir()} == before
    assert len(before) >= 4


def test_logs_are_json_lines_without_addresses_of_visitors(production: Production) -> None:
    production.ask("GET", "/accounts/login/?next=/people/13800138000/")
    lines = [line for line in production.site.output().splitlines() if '"gunicorn.access"' in line]
    assert lines
    assert not any("127.0.0.1" in line or "13800138000" in line for line in lines)


def test_a_change_goes_through_while_redis_is_down_and_pages_are_read(production: Production) -> None:
    down = {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    recorded = production.site.manage("shell", "-v0", "-c", RECORD, **down)
    assert recorded.returncode == 0, recorded.stderr
    port = free_port()
    production.site.start(*arguments("web"), BANYAN_BIND=f"127.0.0.1:{port}", **down)
    wait_until(lambda: status_of(port) == 200, "web answers without Redis")
    headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
    assert [status_of(port, path, headers) for path in ("/", "/accounts/login/")] == [200, 200]


def test_programs_stop_when_they_are_asked_to(production: Production) -> None:
    for name, program in production.programs.items():
        program.send_signal(signal.SIGTERM)
        try:
            assert program.wait(GENEROUS_SECONDS) == 0, name
        except subprocess.TimeoutExpired:
            pytest.fail(f"{name} goes on: {production.site.output()[-2000:]}")
