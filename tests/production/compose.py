"""The compose file, read as the tests need it."""

from typing import Any

import yaml

from tests.servers import ROOT

FILE = ROOT / "docker-compose.yml"


def read() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return document


def services() -> dict[str, dict[str, Any]]:
    return read()["services"]


def arguments(service: str) -> list[str]:
    """What stands after `python` in the command of a service."""
    command = services()[service]["command"]
    assert command[0] == "python"
    return command[1:]
