"""Every dependency says why it is there; every locked package has a hash and no address."""

import re
import tomllib

import pytest

from tests.architecture.source_tree import ROOT

LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==", re.MULTILINE)


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=~!;\s]", requirement)[0].lower()


def _declared() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    product = project["project"]["dependencies"]
    return {LOCKS[0]: product, LOCKS[1]: product + project["dependency-groups"]["dev"]}


def test_every_dependency_has_its_reason_beside_it() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    for requirement in _declared()[LOCKS[1]]:
        [line] = [line for line in lines if line.strip().startswith(f'"{requirement}"')]
        assert re.search(r"# \w.{10,}", line), line


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_file_pins_with_hashes_and_without_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert {_name(requirement) for requirement in _declared()[lock]} <= set(PIN.findall(text))


def test_the_tools_lock_agrees_with_the_product_lock() -> None:
    product, tools = (
        dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)) for lock in LOCKS
    )
    assert {name: tools.get(name) for name in product} == product
