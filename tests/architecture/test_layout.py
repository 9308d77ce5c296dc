"""`site/` is a source root and never a package; everything is found where the documents say."""

import importlib.util
import site
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source_tree import LAYERS, PACKAGES, ROOT, folder_of

GIVEN = {
    "manage.py", "pyproject.toml", "site", "courses", "mentorship", "certification", "templates", "tests",
    "docker-compose.yml", "README.md",
}  # fmt: skip
ALLOWED = {
    "Makefile", "Dockerfile", "gunicorn.conf.py", "docs", "requirements.lock", "requirements-dev.lock", "LICENSE",
    "CHANGELOG.md", "CONTRIBUTING.md", "TESTING.md", "README.zh.md", "var", "build", "dist", "__pycache__",
}  # fmt: skip


def test_site_is_no_package_and_the_standard_module_keeps_its_name() -> None:
    assert not (ROOT / "site/__init__.py").exists()
    assert ROOT not in Path(str(site.__file__)).parents


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_every_package_resolves_to_its_folder_in_this_repository(package: str) -> None:
    found = importlib.util.find_spec(package)
    assert found is not None
    assert Path(str(found.origin)) == folder_of(package) / "__init__.py"


def test_the_top_of_the_repository_holds_the_given_names_and_what_tools_need() -> None:
    present = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert present >= GIVEN
    assert present <= GIVEN | ALLOWED


def test_every_folder_below_site_is_a_layer_or_holds_no_python() -> None:
    folders = {path.name for path in (ROOT / "site").iterdir() if any(path.glob("*.py"))}
    assert folders <= PACKAGES


def test_the_import_contract_names_the_same_layers() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = [set(line.replace(" ", "").split("|")) for line in contracts[0]["layers"]]
    assert layers == LAYERS
