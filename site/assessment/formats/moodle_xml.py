"""Moodle's own question file. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessment.formats.findings import FileRefused, Finding, Unfit, found, refused
from assessment.formats.texts import category_of, plain, tag_of
from assessment.formats.weights import Weighed, answers, choices, fined, whys
from assessment.formats.xml_tree import Node, parse
from assessment.rules.wording import FALSE, TRUE, QuestionDetails
from assessment.words import QuestionKind
from core.sentences import Sentence, gettext_noop, say, together

_STYLES = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "markdown": "markdown",
    "": "html",
}
_NAMES = {
    "matching": gettext_noop("配对题"), "match": gettext_noop("配对题"), "numerical": gettext_noop("数值题"),
    "description": gettext_noop("说明文字"), "cloze": gettext_noop("完形填空题"), "multianswer": gettext_noop("完形填空题"),
    "calculated": gettext_noop("计算题"), "calculatedsimple": gettext_noop("计算题"),
    "calculatedmulti": gettext_noop("计算题"), "ddwtos": gettext_noop("拖放题"), "ddmarker": gettext_noop("拖放题"),
    "ddimageortext": gettext_noop("拖放题"), "gapselect": gettext_noop("选词填空题"),
    "randomsamatch": gettext_noop("随机配对题"), "random": gettext_noop("随机题"), "ordering": gettext_noop("排序题"),
}  # fmt: skip
# How the other system shows and repeats a question; the house has its own ways.
_LEFT_OUT = {
    "hint": gettext_noop("提示"), "graderinfo": gettext_noop("阅卷说明"), "responsetemplate": gettext_noop("作答模板"),
    "correctfeedback": gettext_noop("整题反馈"), "partiallycorrectfeedback": gettext_noop("整题反馈"),
    "incorrectfeedback": gettext_noop("整题反馈"), "hidden": gettext_noop("隐藏状态"),
    "defaultgrade": gettext_noop("每题分值"), "penalty": gettext_noop("重答扣分"),
    "shuffleanswers": gettext_noop("选项不打乱的设置"), "answernumbering": gettext_noop("选项的编号样式"),
    "coursetags": gettext_noop("课程标签"), "responserequired": gettext_noop("作答设置"),
    "responseformat": gettext_noop("作答设置"), "responsefieldlines": gettext_noop("作答设置"),
    "minwordlimit": gettext_noop("作答设置"), "maxwordlimit": gettext_noop("作答设置"),
    "attachments": gettext_noop("作答设置"), "attachmentsrequired": gettext_noop("作答设置"),
    "maxbytes": gettext_noop("作答设置"), "filetypeslist": gettext_noop("作答设置"),
}  # fmt: skip
# What the other system writes where nobody chose anything: nothing is lost with it.
_USUAL = {
    "defaultgrade": {"1"}, "penalty": {"0", "1", "0.1", "0.3333333"}, "hidden": {"0", "false"},
    "shuffleanswers": {"1", "true"}, "answernumbering": {"abc"}, "showstandardinstruction": {"0", "1"},
    "shownumcorrect": {"0", "1"}, "responseformat": {"editor"}, "responserequired": {"1"},
    "responsefieldlines": {"10", "15"}, "minwordlimit": {"0"}, "maxwordlimit": {"0"}, "attachments": {"0"},
    "attachmentsrequired": {"0"}, "maxbytes": {"0"},
}  # fmt: skip
_TAKEN = frozenset({"name", "questiontext", "generalfeedback", "answer", "single", "usecase", "tags", "idnumber", "image",
                    "image_base64"})  # fmt: skip

ATTACHED = say("带有附件（图片、音频等），题库只存纯文字。请改用文字描述，删去附件后再导入。")


def read(content: bytes) -> list[Finding]:
    """Raises FileRefused for a file that is no XML, not safe to read, or of another kind."""
    root = parse(content)
    if root.tag != "quiz":
        raise FileRefused(
            say(
                "这不是 Moodle XML 题目文件（最外层应为 <quiz>）。请在 Moodle 的题库中选“Moodle XML 格式”导出。"
            )
        )
    return list(_findings(root))


def _findings(root: Node) -> Iterator[Finding]:
    category = ""
    for node in root.children:
        kind = node.attributes.get("type", "")
        if node.tag != "question":
            why = Unfit(say("<%(tag)s> 不是题目，没有读取。请删去。", tag=node.tag))
            yield refused(node.line, node.tag, why)
        elif kind == "category":
            category = category_of(_raw(node.first("category")))
        else:
            yield _finding(node, kind, category)


def _finding(node: Node, kind: str, category: str) -> Finding:
    try:
        return found(node.line, _question(node, kind, category), _note(node, kind))
    except Unfit as why:
        return refused(node.line, _plain_name(node) or kind, why)


def _plain_name(node: Node) -> str:
    name = node.first("name")
    text = name.first("text") if name else None
    return text.text.strip() if text else ""


def _question(node: Node, kind: str, category: str) -> QuestionDetails:
    reader = _READERS.get(kind)
    if reader is None:
        raise Unfit(_unknown(kind))
    if _value(node, "image") or _value(node, "image_base64"):  # where old versions put the picture
        raise Unfit(ATTACHED)
    stem = _formatted(node.first("questiontext"))
    ours, options, reasons = reader(node, _style(node.first("questiontext")))
    tags = node.first("tags")
    return QuestionDetails(
        code=_value(node, "idnumber"), kind=ours, stem=stem, options=options, whys=reasons,
        explanation=_formatted(node.first("generalfeedback")),
        title=" ".join(plain(_raw(node.first("name")), "plain").split()), category=category,
        tags=tuple(dict.fromkeys(tag_of(_raw(tag)) for tag in tags.all("tag") if _raw(tag))) if tags else (),
    )  # fmt: skip


def _unknown(kind: str) -> Sentence:
    name = _NAMES.get(kind)
    if name:
        return say(
            "%(name)s（%(kind)s）题库没有这种题型。请改成单选、多选、判断或简答题。",
            name=Sentence(name),
            kind=kind[:40],
        )
    return say("题型“%(kind)s”题库没有。请改成单选、多选、判断或简答题。", kind=kind[:40])


_Options = tuple[QuestionKind, tuple[tuple[str, bool], ...], tuple[str, ...]]


def _choice(node: Node, style: str) -> _Options:
    kind = QuestionKind.SINGLE if _is_yes(_value(node, "single") or "true") else QuestionKind.MULTIPLE
    options, reasons = choices(kind, _weighed(node, style))
    return kind, options, reasons


def _true_false(node: Node, style: str) -> _Options:
    given = {one.text.strip().casefold(): one for one in _weighed(node, "plain")}
    if set(given) != {"true", "false"} or sum(one.percent >= 100 for one in given.values()) != 1:
        raise Unfit(say("判断题的答案要是 true 和 false，其中一个是满分。请修改。"))
    is_true = given["true"].percent >= 100
    reasons = whys([given["true"].why, given["false"].why])
    return QuestionKind.TRUE_FALSE, ((TRUE, is_true), (FALSE, not is_true)), reasons


def _short(node: Node, style: str) -> _Options:
    if _is_yes(_value(node, "usecase")):
        raise Unfit(say("答案区分大小写，题库比对时不区分。请取消区分大小写再导入。"))
    options, reasons, _note_of_it = answers(_weighed(node, "plain"))
    return QuestionKind.SHORT, options, reasons


def _essay(node: Node, style: str) -> _Options:
    return QuestionKind.SHORT, (), ()


_READERS = {"multichoice": _choice, "truefalse": _true_false, "shortanswer": _short, "essay": _essay}


def _weighed(node: Node, style: str) -> list[Weighed]:
    return [
        Weighed(
            _formatted(answer, usual=style),
            _percent(answer),
            _formatted(answer.first("feedback")),
        )
        for answer in node.all("answer")
    ]


def _percent(answer: Node) -> float:
    try:
        percent = float(answer.attributes.get("fraction", "0") or "0")
    except ValueError:
        percent = 1000.0
    if not -100 <= percent <= 100:
        raise Unfit(say("选项的分值（fraction）要在-100与100之间。请修改。"), answer.line)
    return percent


def _note(node: Node, kind: str) -> Sentence:
    """What stands in the file and is not taken over."""
    lost = {child.tag for child in node.children if child.tag not in _TAKEN and _is_lost(child)}
    present = [name for tag, name in _LEFT_OUT.items() if tag in lost]
    if kind == "shortanswer" and any(_percent(answer) <= 0 for answer in node.all("answer")):
        present.append(gettext_noop("不得分的答案"))
    names = [say("不带入%(what)s", what=Sentence(name)) for name in dict.fromkeys(present)]
    names += [say("不带入 <%(tag)s>", tag=tag[:40]) for tag in sorted(lost - set(_LEFT_OUT))]
    if kind in ("multichoice", "truefalse"):
        percents = [_percent(answer) for answer in node.all("answer")]
        names.append(fined(percents, is_multiple=not _is_yes(_value(node, "single") or "true")))
    return together(names)


def _is_lost(node: Node) -> bool:
    text = _all_text(node).strip().casefold()
    number = text.rstrip("0").rstrip(".") if re.fullmatch(r"\d+\.\d+", text) else text
    return bool(text) and number not in _USUAL.get(node.tag, ())


def _all_text(node: Node) -> str:
    return node.text + "".join(_all_text(child) for child in node.children)


def _formatted(node: Node | None, *, usual: str = "html") -> str:
    if node is None:
        return ""
    if node.first("file") is not None:
        raise Unfit(
            say("带有附件（图片、音频等），题库只存纯文字。请改用文字描述，删去附件后再导入。"), node.line
        )
    try:
        return plain(_raw(node), _style(node, usual=usual))
    except Unfit as why:
        raise Unfit(why.said, node.line) from why


def _style(node: Node | None, *, usual: str = "html") -> str:
    if node is None or "format" not in node.attributes:
        return usual
    style = _STYLES.get(node.attributes["format"].strip())
    if style is None:
        raise Unfit(
            say(
                "文字格式“%(style)s”不认识。请改成 html 或 plain_text。", style=node.attributes["format"][:20]
            ),
            node.line,
        )
    return style


def _raw(node: Node | None) -> str:
    """The text of <x><text>…</text></x>."""
    inner = node.first("text") if node else None
    if node is not None and inner is not None and inner.children:
        raise Unfit(say("文字里有没有转义的标签。请用 CDATA 包起来，或改成纯文字。"), inner.line)
    return (inner.text if inner else node.text if node else "").strip()


def _value(node: Node, tag: str) -> str:
    found_node = node.first(tag)
    return found_node.text.strip() if found_node else ""


def _is_yes(text: str) -> bool:
    return text.strip().casefold() in ("true", "1", "yes")
