"""Nobody has to read a long file or a long function."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source_tree import name_of, python_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_VIEW = 25
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node


def _lines(node: Function) -> int:
    """From `def` to its end, its docstring and decorators not counted."""
    told = ast.get_docstring(node, clean=False)
    return (node.end_lineno or 0) - node.lineno + 1 - (told.count("\n") + 1 if told else 0)


def test_files_are_short() -> None:
    long = {name_of(path): n for path in python_files() if (n := path.read_text().count("\n")) > LONGEST_FILE}
    assert long == {}


def test_functions_are_short() -> None:
    long = {
        f"{name_of(path)}:{node.name}": _lines(node)
        for path in python_files()
        for node in _functions(path)
        if _lines(node) > LONGEST_FUNCTION
    }
    assert long == {}


def test_views_are_shorter_still() -> None:
    long = {
        f"{name_of(path)}:{node.name}": _lines(node)
        for path in python_files(with_tests=False)
        if path.name == "views.py" or path.parent.name == "views"
        for node in _functions(path)
        if _lines(node) > LONGEST_VIEW
    }
    assert long == {}
