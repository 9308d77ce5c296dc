"""From bytes to text and from formatted to plain text, without losing meaning unsaid. Pure."""

from __future__ import annotations

import codecs
import html
import re
from html.parser import HTMLParser

from assessment.formats.findings import FileRefused, Unfit
from assessment.words import TagKind
from core.sentences import Sentence, say

MOST_BYTES = 4 * 1024 * 1024
LONGEST_TEXT = 12_000
MOST_UNCLOSED = 10
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NEW_LINE = re.compile(r"\r\n|\r|\n")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section"}
)
_INLINE = frozenset({"b", "i", "em", "strong", "span", "font", "small", "big", "a", "code", "tt", "br", "hr", "q", "cite",
                     "abbr", "label", "mark", "body", "html", "article", "center", "nobr", "wbr", "kbd", "var"})  # fmt: skip
# Taken out of the text, these would change what a question asks.
_MEANING = frozenset({"img", "audio", "video", "source", "object", "embed", "iframe", "svg", "math", "canvas", "table", "tr", "td",
                      "th", "sup", "sub", "u", "del", "s", "strike", "ins", "form", "input", "select", "textarea", "button",
                      "script", "style", "link", "meta", "base", "frame", "frameset", "applet", "picture", "map",
                      "ruby"})  # fmt: skip
_KNOWN_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(_BLOCKS | _INLINE | _MEANING))})(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_MARKDOWN = re.compile(
    r"[*`]|(?<!\w)_|_(?!\w)|\]\(|^\s{0,3}(?:#{1,6}\s|>|[-+]\s|\d+\.\s|\|)|~~|<\w", re.MULTILINE
)
_TAG_NAMES: dict[str, TagKind] = {"科目": TagKind.SUBJECT, "考纲": TagKind.SYLLABUS, "法条": TagKind.LAW}


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB 18030 (GBK). Raises FileRefused."""
    if len(content) > MOST_BYTES:
        raise FileRefused(say("文件超过4 MB。请分成几个文件再导入。"))
    if not content.strip(b"\0 \r\n\t"):
        raise FileRefused(say("文件是空的。请确认有内容后再导入。"))
    text = _decoded(content)
    if "\0" in text:
        raise FileRefused(say("文件里有空字符，不像文本文件。请用记事本打开，另存为 UTF-8，再导入。"))
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):  # twice where one program after another has put it
            return _strictly(content, encoding).lstrip("\ufeff")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "gb18030")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise FileRefused(say("认不出文件的编码。请用记事本打开，另存为 UTF-8，再导入。")) from error


def lines_of(text: str) -> list[str]:
    return _NEW_LINE.split(text)


def plain(text: str, style: str) -> str:
    """A text in one of the styles html, moodle, markdown and plain. Raises Unfit for what plain text can't say."""
    if len(text) > LONGEST_TEXT:  # the reader of markup is slow with what is made to slow it down
        raise Unfit(say("一道题的文字过长。请缩短后再导入。"))
    if style == "html":
        return _without_markup(text)
    if style == "moodle" and (_KNOWN_TAG.search(text) or _ENTITY.search(text)):
        return _without_markup(text, keeps_lines=True)
    if style == "moodle":
        return "\n".join(line.strip() for line in lines_of(text)).strip()
    if style == "markdown" and _MARKDOWN.search(text):
        raise Unfit(say("文字带有 Markdown 记号，题库只存纯文字。请去掉记号再导入。"))
    return "\n".join(lines_of(text)).strip()


def _without_markup(text: str, *, keeps_lines: bool = False) -> str:
    reader = _Reader(keeps_lines=keeps_lines)
    try:
        reader.feed(text)
        # What stands behind a tag that nothing closes is left; closing would look through all of it for each "<".
        if reader.rawdata.count("<") > MOST_UNCLOSED:
            raise Unfit(say("文字里有许多“<”没有对应的“>”。请补全标签，或改成纯文字。"))
        reader.close()
    except AssertionError as error:  # how the reader says that a declaration is none: <![x>
        raise Unfit(say("文字里有看不懂的“<…>”声明。请删去，或改成纯文字。")) from error
    return reader.text()


class _Reader(HTMLParser):
    """Collects the text of markup; refuses what would be lost."""

    def __init__(self, *, keeps_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._keeps_lines = keeps_lines
        self._pre = 0
        self._lists: list[int | None] = []  # the number of the last item; None in an unordered list
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MEANING:
            raise Unfit(_no_place_for(tag))
        if tag in _BLOCKS or tag in ("br", "hr"):
            self._parts.append("\n")
        if tag in ("ol", "li") and _is_numbered_otherwise(attrs):
            raise Unfit(say("列表的编号不是1、2、3。请把编号写成文字再导入。"))
        if tag == "pre":
            self._pre += 1
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        if tag == "li":
            self._parts.append(self._bullet())
        if tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._parts)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._parts.append("\n")
        if tag == "pre":
            self._pre = max(self._pre - 1, 0)
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "a" and self._links:
            address, start = self._links.pop()
            if address and address not in "".join(self._parts[start:]):
                self._parts.append(f"（{address}）")

    def handle_data(self, data: str) -> None:
        keeps = self._pre or self._keeps_lines
        self._parts.append(data if keeps else re.sub(r"[ \t\r\n\f]+", " ", data))

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "· "
        number = self._lists[-1] + 1
        self._lists[-1] = number
        return f"{number}. "

    def text(self) -> str:
        lines = (line.replace("\xa0", " ").strip() for line in lines_of("".join(self._parts)))
        return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


def _is_numbered_otherwise(attributes: list[tuple[str, str | None]]) -> bool:
    """Letters, Roman numbers, another start or order: options may name an item by its number."""
    return any(
        name in ("start", "value", "reversed")
        or (name == "type" and value not in (None, "", "1", "disc", "circle", "square"))
        or (name == "style" and "list-style" in (value or ""))
        for name, value in attributes
        if (name, value) != ("start", "1")
    )


def _no_place_for(tag: str) -> Sentence:
    if tag in ("img", "svg", "picture", "audio", "video", "source"):
        return say("带有图片、音频或视频，题库只存纯文字。请改用文字描述，或删去后再导入。")
    if tag in ("sup", "sub"):
        return say("带有上标或下标，变成纯文字会改变意思。请改用文字写明，例如“平方米”。")
    if tag == "u":
        return say("带有下划线，变成纯文字会丢失填空的位置。请改成“____”再导入。")
    return say("带有 <%(tag)s>，变成纯文字会改变意思。请改成普通文字再导入。", tag=tag)


def escaped(text: str) -> str:
    """Plain text as markup."""
    return html.escape(text, quote=False)


def tag_of(text: str) -> tuple[TagKind, str]:
    """A tag in a file: 科目:社会政策 names its kind, any other is free."""
    name, _colon, rest = text.strip().replace("：", ":", 1).partition(":")
    kind = _TAG_NAMES.get(name.strip())
    return (kind, rest.strip()) if kind and rest.strip() else (TagKind.FREE, text.strip())


def tag_text(kind: TagKind, text: str) -> str:
    return text if kind is TagKind.FREE else f"{kind.label}:{text}"


def category_of(path: str) -> str:
    """`$course$/top/法规/第三章` without what only the other system needs."""
    steps = [step.strip() for step in path.replace("//", "\ufdef").split("/")]
    while steps and (steps[0] in ("", "top") or re.fullmatch(r"\$[a-z]+\$", steps[0])):
        steps.pop(0)
    return "/".join(step.replace("\ufdef", "//") for step in steps if step)


def category_path(category: str) -> str:
    return f"$course$/top/{category}" if category else "$course$/top"
