"""The import contracts cover every app, and continuous integration runs them."""

import tomllib
from typing import Any

from tests.architecture.source_tree import PACKAGES, ROOT, folder_of


def _contract(name: str) -> dict[str, Any]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(contract for contract in contracts if contract["name"] == name)


def test_every_rules_module_is_held_to_be_pure() -> None:
    with_rules = {
        f"{package}.rules"
        for package in PACKAGES
        if (folder_of(package) / "rules.py").exists() or (folder_of(package) / "rules").is_dir()
    }
    contract = _contract("Rules are pure")
    assert set(contract["source_modules"]) == with_rules
    assert {"django", "wagtail", "celery"} <= set(contract["forbidden_modules"])


def test_every_app_is_held_to_the_order_inside() -> None:
    contract = _contract(
        "Inside an app: views over forms over services over querysets over models over rules over words"
    )
    assert set(contract["containers"]) == PACKAGES - {"config"}


def test_the_check_target_runs_every_check_and_ci_runs_check_and_test() -> None:
    check = (ROOT / "Makefile").read_text().split("\ncheck:")[1].split("\n\n")[0]
    for tool in ("ruff check", "ruff format --check", "mypy", "lint-imports", "makemigrations --check"):
        assert tool in check
    assert {"make check", "make test"} <= set((ROOT / ".ci/run").read_text().splitlines())
