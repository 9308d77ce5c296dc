"""Templates hold markup only, ask no other host, and know only what lies below them."""

import re
from pathlib import Path

import pytest

from tests.architecture.source_tree import PACKAGES, ROOT, may_know, name_of, templates

LONGEST = 150
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
OTHER_HOST = re.compile(r"(?:href|src|action|srcset|content)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)
USES = re.compile(r"\{%-?\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")


def _package(template: str) -> str | None:
    first = template.split("/")[0]
    return first if first in PACKAGES else None


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_template_is_clean(path: Path) -> None:
    text = path.read_text()
    assert INLINE.findall(text) == []
    assert OTHER_HOST.findall(text) == []
    assert text.count("\n") <= LONGEST


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_template_uses_what_exists_and_lies_below(path: Path) -> None:
    own = _package(str(path.relative_to(ROOT / "templates")))
    for used in USES.findall(path.read_text()):
        package = _package(used)
        assert (
            package or (ROOT / "templates" / used).exists() or used.startswith(("wagtail", "account", "mfa"))
        ), used
        if package:
            assert (ROOT / "templates" / used).exists(), used
            assert own, f"{used} belongs to an app, this template to none"
            assert may_know(own, package), used


def test_the_patterns_find_what_they_are_for() -> None:
    for bad in ('<p style="color:red">', "<script>alert(1)</script>", '<a onclick="x()">', "<style>"):
        assert INLINE.search(bad), bad
    assert not INLINE.search('<script src="/static/x.js" defer></script>')
    assert OTHER_HOST.search('<img src="//cdn.example/x.png">')
