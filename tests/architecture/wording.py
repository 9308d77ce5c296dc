"""Finds the texts of the product: which literals the catalogue knows, and which go around it.

Read from the syntax of Python and the tokens of templates, so that neither `xgettext` nor a database is needed.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_python
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from tests.architecture.source_tree import ROOT, name_of, python_files

# Characters, and the punctuation that stands between them.
CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef“”]")
# Name of a call → which of its arguments are the message id, its plural and its context.
MARKERS: dict[str, dict[str, int]] = {
    **{name: {"id": 0} for name in ("_", "gettext", "gettext_lazy", "gettext_noop", "say")},
    **{name: {"id": 0, "plural": 1} for name in ("ngettext", "ngettext_lazy")},
    **{name: {"context": 0, "id": 1} for name in ("pgettext", "pgettext_lazy")},
    # Shown through gettext by the pages that catch them.
    "RuleBroken": {"id": 1},
    "PermissionDenied": {"id": 0},
}
# A sentence with a %(count)s is looked up by its number (`core.language.shown`).
COUNTING = {"say", "RuleBroken"}
_TEMPLATE_KEYWORDS = {
    "gettext": None,
    "_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(frozen=True)
class Message:
    """A text that the catalogue holds."""

    msgid: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True)
class Found:
    """A text and where it stands. `message` is None where nothing marks it; `function` is "" at module level."""

    path: Path
    line: int
    text: str
    message: Message | None
    function: str = ""

    def __str__(self) -> str:
        return f"{name_of(self.path)}:{self.line}: {self.text[:60]}"


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


class _Reader(ast.NodeVisitor):
    """Every string with Chinese in it, and every marked one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[Found] = []
        self.faults: list[Found] = []
        self._functions: list[str] = []
        self._taken: set[ast.AST] = set()

    def visit_Call(self, call: ast.Call) -> None:
        places = MARKERS.get(_called(call))
        if places and len(call.args) > places["id"]:
            self._read_marked(call, places)
        self.generic_visit(call)

    def _read_marked(self, call: ast.Call, places: dict[str, int]) -> None:
        parts = {name: call.args[at] for name, at in places.items() if at < len(call.args)}
        for node in parts.values():
            if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.BinOp) and _has_text(node)):
                self.faults.append(self._place(node, "built at run time inside a marker"))
        texts = {
            name: node.value
            for name, node in parts.items()
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        if len(texts) < len(places):
            return
        self._taken.update(parts.values())
        plural = texts.get("plural", "")
        if _called(call) in COUNTING and "%(count)s" in texts["id"]:
            plural = texts["id"]
        message = Message(texts["id"], plural, texts.get("context", ""))
        self.found.append(self._place(call, texts["id"], message))

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and CHINESE.search(node.value) and node not in self._taken:
            self.found.append(self._place(node, node.value))

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._functions.append(node.name)
        self.generic_visit(node)
        self._functions.pop()

    def _place(self, node: ast.AST, text: str, message: Message | None = None) -> Found:
        line = getattr(node, "lineno", 0)
        return Found(self.path, line, text, message, ".".join(self._functions))


def _has_text(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in ast.walk(node))


def read_python(path: Path) -> _Reader:
    reader = _Reader(path)
    reader.visit(ast.parse(path.read_text()))
    return reader


def read_template(path: Path) -> list[Found]:
    source = path.read_text()
    marked = [Found(path, line, message.msgid, message) for line, message in _template_messages(source)]
    return marked + [Found(path, line, text, None) for line, text in _unmarked_in_template(source)]


def _template_messages(source: str) -> Iterator[tuple[int, Message]]:
    stream = io.BytesIO(templatize(source).encode())
    for line, keyword, texts, _comments in extract_python(stream, _TEMPLATE_KEYWORDS, (), {}):
        said = [text for text in (texts if isinstance(texts, tuple) else (texts,)) if text]
        match keyword, said:
            case "ngettext", [one, many]:
                yield line, Message(one, many)
            case "pgettext", [context, one]:
                yield line, Message(one, "", context)
            case "npgettext", [context, one, many]:
                yield line, Message(one, many, context)
            case _, [one]:
                yield line, Message(one)


_TRANSLATED = re.compile(r"^(?:translate|trans)\s")
_OPENS = re.compile(r"^(?:blocktranslate|blocktrans)\b")
_CLOSES = re.compile(r"^end(?:blocktranslate|blocktrans)\b")
_MARKED_LITERAL = re.compile(r"_\((?:\"[^\"]*\"|'[^']*')\)")


def _unmarked_in_template(source: str) -> Iterator[tuple[int, str]]:
    translated = commented = False
    for token in Lexer(source).tokenize():
        if token.token_type is TokenType.BLOCK:
            translated = bool(_OPENS.match(token.contents)) or (
                translated and not _CLOSES.match(token.contents)
            )
            commented = token.contents == "comment" or (commented and token.contents != "endcomment")
            if _OPENS.match(token.contents) or _TRANSLATED.match(token.contents):
                continue
        if token.token_type is TokenType.COMMENT or translated or commented:
            continue
        for line in _MARKED_LITERAL.sub("", token.contents).splitlines():
            if CHINESE.search(line):
                yield token.lineno, line.strip()


def template_files() -> list[Path]:
    folders = [ROOT / "templates", *(ROOT / "site").glob("*/templates")]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def all_texts() -> list[Found]:
    """Of all packages and templates, in a fixed order."""
    python = [found for path in python_files(with_tests=False) for found in read_python(path).found]
    return python + [found for path in template_files() for found in read_template(path)]


def all_messages() -> list[Message]:
    """What the English catalogue has to hold: every marked Chinese text, once."""
    found = {found.message for found in all_texts() if found.message and CHINESE.search(found.message.msgid)}
    return sorted(found, key=lambda message: (message.msgid, message.context))
