"""XML as a small tree with line numbers; no document type, no entities of its own, no depth or size without end. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from assessment.formats.findings import FileRefused
from assessment.formats.texts import MOST_BYTES, decoded
from core.sentences import say

DEEPEST, MOST_NODES = 40, 80_000
_DECLARED = re.compile(
    rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"""
)
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_ENCODINGS = {"gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "iso-8859-1": "latin-1", "us-ascii": "ascii",
              "windows-1252": "cp1252", "big5": "big5"}  # fmt: skip
_UNICODE = frozenset({"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be"})


@dataclass
class Node:
    """An element; `text` is all that stands directly in it."""

    tag: str
    line: int
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def all(self, tag: str) -> Iterator[Node]:
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> Node | None:
        return next(self.all(tag), None)


def parse(content: bytes) -> Node:
    """The root element. Raises FileRefused with the line where the file is not well-formed or not safe."""
    builder = _Builder()
    builder.read(_text_of(content))
    assert builder.root is not None  # noqa: S101 - expat refuses a document without a root
    return builder.root


def _text_of(content: bytes) -> str:
    if len(content) <= MOST_BYTES and (declared := _DECLARED.match(content[:300])):
        name = declared[1].decode("ascii").lower()
        encoding = _ENCODINGS.get(name)
        if encoding is None and name not in _UNICODE:
            raise FileRefused(
                say("文件声明的编码“%(encoding)s”不支持。请另存为 UTF-8，再导入。", encoding=name)
            )
        if encoding:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise FileRefused(say("文件声明的编码与内容不符。请另存为 UTF-8，再导入。")) from error
    return decoded(content)


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._nodes = 0
        # The encoding is settled before: what a declaration says of it is past.
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_doctype
        parser.ExternalEntityRefHandler = self._refuse_doctype

    def read(self, text: str) -> None:
        try:
            declaration = _DECLARATION.match(text)
            kept = "\n" * declaration[0].count("\n") + text[declaration.end() :] if declaration else text
            self._parser.Parse(kept.lstrip("\ufeff").encode("utf-8", "surrogatepass"), True)
        except expat.ExpatError as error:
            raise FileRefused(
                say(
                    "第%(line)s行起不是完整的 XML：标签没有成对，或有不允许的字符。请重新导出后再导入。",
                    line=error.lineno,
                )
            ) from error

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._nodes += 1
        if len(self._open) >= DEEPEST or self._nodes > MOST_NODES:
            raise FileRefused(
                say("第%(line)s行：标签嵌套过深或过多，不像题目文件。请分成几个文件再导入。", line=self._line)
            )
        node = Node(tag, self._line, attributes)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, tag: str) -> None:
        self._open.pop()

    def _data(self, data: str) -> None:
        if self._open:
            self._open[-1].pieces.append(data)

    def _refuse_doctype(self, *_what: object) -> int:
        raise FileRefused(
            say(
                "第%(line)s行有文档类型或实体声明（DOCTYPE、ENTITY），为安全起见不读取。请删去后再导入。",
                line=self._line,
            )
        )

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber
