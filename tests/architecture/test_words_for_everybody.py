"""What no template may ask of its readers: to drag, or to solve a puzzle (WCAG 2.5.7, 3.3.8)."""

import re
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT, name_of, templates

ASKS_TOO_MUCH = re.compile(
    r"\bdraggable\b|\bdropzone\b|captcha|滑块|拖动|拖拽|验证图|autofocus|accesskey|tabindex=[\"'][1-9]|"
    r"user-scalable|maximum-scale|onpaste",
    re.IGNORECASE,
)
SCRIPTS = sorted((ROOT / "site" / "static" / "js").glob("*.js"))


@pytest.mark.parametrize("path", [*templates(), *SCRIPTS], ids=name_of)
def test_nobody_must_drag_solve_or_hurry(path: Path) -> None:
    assert ASKS_TOO_MUCH.findall(path.read_text()) == []


def test_the_pattern_finds_what_it_is_for() -> None:
    for bad in ('<li draggable="true">', "请拖动滑块", '<input tabindex="3">', '<img src="captcha.png">'):
        assert ASKS_TOO_MUCH.search(bad), bad
