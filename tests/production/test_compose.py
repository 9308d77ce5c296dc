"""The compose file starts what production needs, as the other tests start it, and asks for nothing beforehand."""

import re
from typing import Any

import pytest
from django.conf import settings

from tests.production.compose import FILE, arguments, read, services
from tests.servers import ROOT

OURS = {"keys", "migrate", "web", "worker", "beat", "demo"}
ONE_SHOT = {"keys", "migrate"}
# The keys of the Compose specification that we use; a misspelt one would be ignored in silence.
SERVICE_KEYS = {
    "build", "image", "user", "read_only", "tmpfs", "cap_drop", "security_opt", "restart", "volumes", "environment",
    "command", "depends_on", "healthcheck", "ports", "profiles", "init", "network_mode",
}  # fmt: skip
HEALTH_KEYS = {"test", "interval", "timeout", "retries", "start_period"}


def _after(service: dict[str, Any]) -> dict[str, str]:
    return {name: how["condition"] for name, how in service.get("depends_on", {}).items()}


def test_every_part_is_there_and_only_the_demo_needs_to_be_asked_for() -> None:
    assert set(services()) == OURS | {"database", "redis"}
    assert {name for name, service in services().items() if service.get("profiles")} == {"demo"}


@pytest.mark.parametrize("name", sorted(services()))
def test_service_is_spelt_as_the_specification_says(name: str) -> None:
    service = services()[name]
    assert set(service) <= SERVICE_KEYS
    assert set(service.get("healthcheck", {})) <= HEALTH_KEYS
    declared = set(read()["volumes"])
    assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= declared
    assert set(_after(service)) <= set(services())


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_services_run_without_rights(name: str) -> None:
    service = services()[name]
    assert service["user"] == "10001:10001"
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", sorted(set(services()) - ONE_SHOT))
def test_what_goes_on_running_has_a_health_check(name: str) -> None:
    assert services()[name]["healthcheck"]["test"]


def test_programs_are_those_that_the_demo_and_the_tests_start() -> None:
    for name, program in settings.PROGRAMS.items():
        assert arguments(name) == ["-m", *program.split()]


def test_nothing_starts_before_what_it_needs() -> None:
    assert _after(services()["database"]) == {"keys": "service_completed_successfully"}
    assert _after(services()["migrate"])["database"] == "service_healthy"
    for name in ("web", "worker", "beat"):
        after = {"migrate": "service_completed_successfully", "redis": "service_healthy"}
        assert _after(services()[name]) == after


def test_it_starts_without_any_env_file_and_holds_no_secret() -> None:
    text = FILE.read_text()
    assert all(":-" in asked for asked in re.findall(r"(?<!\$)\$\{[^}]*\}", text))
    assert "env_file" not in text
    assert not re.search(r"password[^_\n]*[:=] *[\"']?[a-z0-9]{6,}$", text, re.IGNORECASE | re.MULTILINE)
    written = services()["keys"]
    assert {"keys:/keys", "database-secret:/database-secret"} == set(written["volumes"])
    for name in OURS - {"keys", "demo"}:
        assert {"keys:/keys:ro", "database-secret:/database-secret:ro"} <= set(services()[name]["volumes"])


def test_ports_are_open_on_this_machine_alone_and_images_name_no_registry() -> None:
    for service in services().values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        assert "/" not in service["image"]


def test_demo_mode_stands_in_the_demo_profile_alone() -> None:
    modules = {
        name: service["environment"]["DJANGO_SETTINGS_MODULE"]
        for name, service in services().items()
        if name in OURS
    }
    assert {name for name, module in modules.items() if module != "config.settings.production"} == {"demo"}
    assert "BANYAN_DEMO" not in FILE.read_text()


def test_the_image_uses_the_lock_file_and_an_ordinary_user() -> None:
    lines = (ROOT / "Dockerfile").read_text()
    assert "pip install --no-cache-dir --require-hashes -r requirements.lock" in lines
    assert re.search(r"^USER 10001:10001$", lines, re.MULTILINE)
    assert re.search(r"^FROM python:3\.11-slim$", lines, re.MULTILINE)
    assert {".git", ".venv", "var"} <= set((ROOT / ".dockerignore").read_text().split())
