"""GIFT as Moodle describes it: questions between blank lines, answers in braces. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assessment.formats.findings import MOST_QUESTIONS, TOO_MANY, FileRefused, Finding, Unfit, found, refused
from assessment.formats.texts import category_of, decoded, lines_of, plain, tag_of
from assessment.formats.weights import Weighed, answers, choices, fined, whys
from assessment.rules.wording import FALSE, TRUE, QuestionDetails
from assessment.words import QuestionKind, TagKind
from core.sentences import NOTHING, Sentence, say

_ESCAPED = {"\\\\": "\\", "\\:": ":", "\\#": "#", "\\=": "=", "\\{": "{", "\\}": "}", "\\~": "~", "\\n": "\n"}
# Noncharacters stand for escaped signs while the text is taken apart; no file may bring its own.
_HIDDEN = {sign: chr(0xFDD0 + place) for place, sign in enumerate(_ESCAPED)}
_ESCAPE = re.compile("|".join(re.escape(sign) for sign in _ESCAPED))
_SHOWN = re.compile("|".join(_HIDDEN.values()))
_BACK = {_HIDDEN[sign]: text for sign, text in _ESCAPED.items()}
_OWN_NONCHARACTERS = re.compile(r"[\uFDD0-\uFDEF]")
_STYLE = re.compile(r"\[(html|markdown|plain|moodle)\]")
_WEIGHT = re.compile(r"%(-*\d{1,3}(?:\.\d*)?)%")
_CATEGORY = re.compile(r"\$CATEGORY:")
# No bracket that begins a code or tag stands inside another: a search never reads the same signs twice.
_BRACKETED = r"((?:\\.|[^\[\]\\]|\[(?!(?:id|tag):))+)\]"
_CODE = re.compile(r"(?<!\\)\[id:" + _BRACKETED)
_TAG = re.compile(r"(?<!\\)\[tag:" + _BRACKETED)
_NAMELESS = re.compile(r"^::|::.*|\[\w+\]|\{.*", re.DOTALL)
_BLANK = "_____"
MOST_BLOCKS = 2 * MOST_QUESTIONS  # categories and comments stand between questions

# Kind, options, whys, and what was left out.
_Answered = tuple[QuestionKind, tuple[tuple[str, bool], ...], tuple[str, ...], Sentence]


@dataclass
class _Block:
    """The lines of one question, from `line` on."""

    line: int
    lines: list[str] = field(default_factory=list)
    code: str = ""
    tags: list[tuple[TagKind, str]] = field(default_factory=list)


def read(content: bytes) -> list[Finding]:
    """Raises FileRefused for a file that is no text."""
    text = decoded(content)
    if _OWN_NONCHARACTERS.search(text):
        raise FileRefused(say("文件里有不是文字的字符。请用记事本打开，另存为 UTF-8，再导入。"))
    category, findings = "", []
    for block in _blocks(lines_of(text)):
        while block.lines and (named := _CATEGORY.match(block.lines[0].strip())):
            category = category_of(_shown(_hidden(block.lines[0].strip()[named.end() :].strip())))
            block.lines.pop(0)
            block.line += 1
        if any(line.strip() for line in block.lines):
            findings.append(_finding(block, category))
    return findings


def _blocks(lines: list[str]) -> list[_Block]:
    """Blank lines part the questions; what comments say of a code and tags is kept."""
    blocks: list[_Block] = []
    current: _Block | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            current = None
            continue
        if current is None:
            if len(blocks) > MOST_BLOCKS:
                raise FileRefused(TOO_MANY)
            current = _Block(number)
            blocks.append(current)
        if line.strip().startswith("//"):
            _note(current, line)
            if current.lines:
                current.lines.append("")
        else:
            if not current.lines:
                current.line = number
            current.lines.append(line)
    return [block for block in blocks if block.lines]


def _note(block: _Block, comment: str) -> None:
    if code := _CODE.search(comment):
        block.code = _unbracketed(code[1])
    block.tags.extend(tag_of(_unbracketed(tag)) for tag in _TAG.findall(comment))


def _unbracketed(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).strip()


def _finding(block: _Block, category: str) -> Finding:
    text = _hidden("\n".join(block.lines).strip())
    try:
        details, note = _question(block, text, category)
    except Unfit as why:
        return refused(block.line, _shown(_NAMELESS.sub("", text)) or _shown(text), why)
    return found(block.line, details, note)


def _question(block: _Block, text: str, category: str) -> tuple[QuestionDetails, Sentence]:
    title, text = _titled(text)
    stem, inside = _apart(block, text)
    style = match[1] if (match := _STYLE.match(stem)) else "moodle"
    inside, _mark, general = inside.rpartition("####") if "####" in inside else (inside, "", "")
    kind, options, reasons, note = _answered(inside.strip(), style)
    return QuestionDetails(
        code=block.code, kind=kind, stem=_text(stem, style), options=options, whys=reasons,
        explanation=_text(general, style), title=title, category=category, tags=tuple(dict.fromkeys(block.tags)),
    ), note  # fmt: skip


def _titled(text: str) -> tuple[str, str]:
    if not text.startswith("::"):
        return "", text
    title, mark, rest = text[2:].partition("::")
    if not mark:
        raise Unfit(say("题名只有开头的“::”，没有结尾的“::”。请补上。"))
    return " ".join(_shown(title).split()), rest.strip()


def _apart(block: _Block, text: str) -> tuple[str, str]:
    """The stem and what stands in the braces; a stem that goes on behind them gets a blank to fill in."""
    opened, closed = text.find("{"), text.find("}")
    if opened < 0 and closed < 0:
        raise Unfit(say("这一段没有大括号，只是说明文字，不是题目。请补上答案，或删去这一段。"))
    if opened < 0 or closed < opened:
        raise Unfit(say("大括号不成对。请检查“{”和“}”，文字里的大括号前面要加“\\”。"))
    stem, inside, rest = text[:opened], text[opened + 1 : closed], text[closed + 1 :]
    if "{" in inside or "{" in rest or "}" in rest:
        raise Unfit(say("这一题有两处以上的大括号。请用空行分开两道题，文字里的大括号前面要加“\\”。"))
    return f"{stem}{_BLANK}{rest}" if rest else stem, inside


def _answered(inside: str, style: str) -> _Answered:
    if not inside:
        return QuestionKind.SHORT, (), (), NOTHING
    if inside.startswith("#"):
        raise Unfit(say("数值题（{#…}）按范围判分，题库没有这种题型。请改成单选题或简答题。"))
    if "~" in inside:
        return _choice(inside, style)
    if "=" in inside and "->" in inside:
        raise Unfit(say("配对题（=… -> …）题库没有这种题型。请改成几道单选题。"))
    word = inside.partition("#")[0].strip()
    if word in ("T", "TRUE", "F", "FALSE"):
        return _true_false(inside, style, is_true=word in ("T", "TRUE"))
    options, reasons, note = answers([_weighed(part, style, usual=100) for part in _split(inside, "=")])
    return QuestionKind.SHORT, options, reasons, note


def _choice(inside: str, style: str) -> _Answered:
    kind = QuestionKind.SINGLE if "=" in inside else QuestionKind.MULTIPLE
    parts = _split(inside.replace("=", "~="), "~")
    # "~=" is a right option, as a lone "=" is: the empty piece between the two signs is none.
    parts = [
        part
        for at, part in enumerate(parts)
        if part.strip() or (at + 1 < len(parts) and parts[at + 1][:1] != "=")
    ]
    if not re.match(r"\s*[~=]", inside):
        raise Unfit(say("第一个选项前面没有“~”或“=”。请补上。"))
    given = [
        _weighed(part.strip()[1:], style, usual=100)
        if part.strip().startswith("=")
        else _weighed(part, style, usual=0)
        for part in parts
    ]
    options, reasons = choices(kind, given)
    note = fined((one.percent for one in given), is_multiple=kind is QuestionKind.MULTIPLE)
    return kind, options, reasons, note


def _true_false(inside: str, style: str, *, is_true: bool) -> _Answered:
    _word, *comments = inside.split("#", 2)
    wrong, right = [_text(text, style) for text in (*comments, "", "")[:2]]
    reasons = whys([right, wrong] if is_true else [wrong, right])
    return QuestionKind.TRUE_FALSE, ((TRUE, is_true), (FALSE, not is_true)), reasons, NOTHING


def _split(text: str, sign: str) -> list[str]:
    first, *rest = text.split(sign)
    return ([first] if first.strip() else []) + rest


def _weighed(part: str, style: str, *, usual: float) -> Weighed:
    part, percent = part.strip(), usual
    if weight := _WEIGHT.match(part):
        percent, part = float(weight[1].replace("--", "-")), part[weight.end() :]
    elif re.match(r"%[^%\s]*%", part):
        percent = 1000.0
    if not -100 <= percent <= 100:
        raise Unfit(say("分值要写成两个百分号夹着的数字，在-100与100之间。请修改。"))
    text, _mark, why = part.partition("#")
    return Weighed(_text(text, style), percent, _text(why, style))


def _text(text: str, style: str) -> str:
    text = text.strip()
    if own := _STYLE.match(text):
        style, text = own[1], text[own.end() :]
    return plain(_shown(text), style)


def _hidden(text: str) -> str:
    return _ESCAPE.sub(lambda found: _HIDDEN[found[0]], text)


def _shown(text: str) -> str:
    return _SHOWN.sub(lambda found: _BACK[found[0]], text)
