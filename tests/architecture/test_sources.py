"""Manners of the source that no tool of ours knows."""

import ast
from pathlib import Path

from tests.architecture.source_tree import AT_THE_TOP, ROOT, name_of, python_files

ATTICS = {"utils", "util", "helpers", "common", "misc", "tools"}
MACHINE = ("/home/", "/root/", "/Users/", "/work/")


def _functions(path: Path) -> list[ast.AST]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_imports_stand_at_the_top_but_for_ready() -> None:
    hidden = [
        f"{name_of(path)}:{function.name}"  # type: ignore[attr-defined]
        for path in python_files(with_tests=False)
        for function in _functions(path)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
        if not (path.name == "apps.py" and function.name == "ready")  # type: ignore[attr-defined]
    ]
    assert hidden == []


def test_there_is_no_attic() -> None:
    assert [
        name_of(path) for path in python_files() if {path.stem, *path.relative_to(ROOT).parts} & ATTICS
    ] == []


def test_no_path_of_somebodys_machine_is_in_the_sources() -> None:
    files = [
        *python_files(with_tests=False),
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
        ROOT / "gunicorn.conf.py",
    ]
    assert [name_of(path) for path in files if any(place in path.read_text() for place in MACHINE)] == []


def test_core_names_no_app_above_it() -> None:
    """Not even in a string: `core` stores ids and is told the rest."""
    apps = {"courses.", "hours.", "people.", "cms.", "reporting.", *(f"{name}." for name in AT_THE_TOP)}
    naming = [
        f"{name_of(path)}:{node.lineno}: {node.value[:60]}"
        for path in python_files(with_tests=False)
        if path.is_relative_to(ROOT / "site/core")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith(tuple(apps))
    ]
    assert naming == []
