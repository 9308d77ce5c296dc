"""The Excel template: a row a question, its columns known by their headings."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence

from assessment.formats.findings import MOST_QUESTIONS, FileRefused, Finding, Unfit, Written, found, refused
from assessment.formats.weights import whys
from assessment.rules.wording import FALSE, KEYS, TRUE, QuestionDetails
from assessment.words import QuestionKind, TagKind
from core.errors import RuleBroken
from core.sentences import NOTHING, Sentence, say, together
from core.sheets import grid
from core.sheets.reading import column_letter, read_workbook
from core.sheets.writing import Cell, Plan, Style, write_workbook

SHEET = "题目"
OPTION, WHY = "选项", "说明"
_HEADINGS = ("题号", "题型", "题干", *(f"{OPTION}{key}" for key in KEYS), "正确答案", "解析", "题名", "分类", "科目",
             "考纲", "法条", "标签", *(f"{WHY}{key}" for key in KEYS))  # fmt: skip
_WIDTHS = (14, 8, 44, *([20] * len(KEYS)), 10, 36, 16, 16, 12, 16, 24, 16, *([20] * len(KEYS)))
_NEEDED = ("题型", "题干", "正确答案")
_TRUE_WORDS = frozenset({"对", "正确", "√", "t", "true", "是"})
_FALSE_WORDS = frozenset({"错", "错误", "×", "f", "false", "否"})
_BETWEEN = re.compile(r"[\s,，、.．;；/]+")
_ANSWER = re.compile(r"(?:正确)?答案[:：]?")
_SHOWN = 20  # signs of a heading


def read(content: bytes) -> list[Finding]:
    """Raises FileRefused where it is no workbook, or one without the template's headings."""
    try:
        workbook = read_workbook(content, name=SHEET)
    except RuleBroken as broken:
        trouble = broken.said.values.get("trouble")
        raise FileRefused(trouble if isinstance(trouble, Sentence) else broken.said) from broken
    begun = [found_in for sheet in workbook.sheets if (found_in := _headed(sheet))]
    if not begun:
        raise FileRefused(
            say("没有找到标题行（题型、题干、正确答案）。请下载 Excel 模板，照标题填写后再导入。")
        )
    filled = [(rows, start) for rows, start in begun if any(map(_is_filled, rows[start:]))]
    if len(filled) > 1:
        raise FileRefused(say("有两张以上的工作表写了题目。请并到一张，或分成几个文件再导入。"))
    rows, start = (filled or begun)[0]
    return _rows(rows, start, _headings(rows[start - 1]))


def _headed(sheet: grid.Sheet) -> tuple[Sequence[Sequence[grid.Cell]], int] | None:
    """The rows of a sheet of questions, and the place of the first one below the headings."""
    for at, row in enumerate(sheet.rows, 1):
        if set(_NEEDED) <= {_heading(cell) for cell in row}:
            return sheet.rows, at
    return None


def _headings(row: Sequence[grid.Cell]) -> dict[str, int]:
    """The place of each heading. Raises FileRefused where one stands twice: which of the two holds is unknown."""
    headings: dict[str, int] = {}
    for place, cell in enumerate(row):
        name = _heading(cell)
        if name in headings:
            raise FileRefused(say("标题“%(heading)s”有两列。请只留一列，再导入。", heading=name[:_SHOWN]))
        if name:
            headings[name] = place
    return headings


def _heading(cell: grid.Cell) -> str:
    return "".join(unicodedata.normalize("NFKC", str(cell)).split()) if isinstance(cell, str) else ""


def _is_filled(row: Sequence[grid.Cell]) -> bool:
    return any(str(cell).strip() for cell in row if cell is not None)


def _rows(rows: Sequence[Sequence[grid.Cell]], start: int, headings: dict[str, int]) -> list[Finding]:
    findings: list[Finding] = []
    for number, row in enumerate(rows[start:], start + 1):
        if not _is_filled(row):
            continue
        if len(findings) > MOST_QUESTIONS:
            break  # more than any file may hold: what reads it says so
        line = _Row(row, headings)
        try:
            findings.append(found(number, _question(line), line.left_out()))
        except Unfit as why:
            findings.append(refused(number, line.shown("题干"), why))
    return findings


class _Row:
    def __init__(self, cells: Sequence[grid.Cell], headings: dict[str, int]) -> None:
        self._cells, self._headings = cells, headings

    def __getitem__(self, heading: str) -> str:
        """The text under a heading. Raises Unfit for a date, which Excel made of something else."""
        place = self._headings.get(heading)
        cell = self._cells[place] if place is not None and place < len(self._cells) else None
        if isinstance(cell, datetime.date | datetime.time) and place is not None:
            column = column_letter(place + 1)
            raise Unfit(
                say(
                    "%(column)s列是日期格式，看不出原来写的是什么。请把单元格改成文本后重新填写。",
                    column=column,
                )
            )
        if isinstance(cell, bool):
            return "TRUE" if cell else "FALSE"
        return "" if cell is None else str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()

    def left_out(self) -> Sentence:
        """The columns that the template hasn't and this row fills. Raises Unfit where one is a seventh option."""
        names = {place: name for name, place in self._headings.items()}
        notes = []
        for place, cell in enumerate(self._cells):
            name = names.get(place, "")
            if name in _HEADINGS or cell is None or not str(cell).strip():
                continue
            if name.startswith((OPTION, WHY)):
                raise Unfit(say("选项最多六个，选项A至选项F。请删减选项，或改正标题。"))
            if name:
                notes.append(say("不带入“%(heading)s”一列", heading=name[:_SHOWN]))
            else:
                notes.append(say("不带入没有标题的%(column)s列", column=column_letter(place + 1)))
        return together(notes) if notes else NOTHING

    def shown(self, heading: str) -> str:
        try:
            return self[heading]
        except Unfit:
            return ""


def _question(row: _Row) -> QuestionDetails:
    named = row["题型"]
    kind = QuestionKind.labelled(named) or QuestionKind.labelled(f"{named}题")
    if kind is None:
        raise Unfit(say("题型要写单选题、多选题、判断题或简答题。请修改。"))
    options, reasons = _options(kind, row)
    tags = [(tag, text) for tag in TagKind for text in row[tag.label].split("\n") if text.strip()]
    return QuestionDetails(
        code=row["题号"], kind=kind, stem=row["题干"], options=options, whys=reasons, explanation=row["解析"],
        title=" ".join(row["题名"].split()), category=row["分类"],
        tags=tuple(dict.fromkeys((tag, text.strip()) for tag, text in tags)),
    )  # fmt: skip


def _options(kind: QuestionKind, row: _Row) -> tuple[tuple[tuple[str, bool], ...], tuple[str, ...]]:
    texts = [row[f"{OPTION}{key}"] for key in KEYS]
    reasons = [row[f"{WHY}{key}"] for key in KEYS]
    if kind is QuestionKind.TRUE_FALSE:
        return _true_false(row["正确答案"], texts), whys(reasons[:2])
    last = max((at for at, text in enumerate(texts) if text), default=-1) + 1
    if any(reasons[last:]):
        raise Unfit(say("有一个选项只有说明，没有文字。请补上选项或删去说明。"))
    if kind is QuestionKind.SHORT:
        if row["正确答案"]:
            raise Unfit(
                say("简答题的正确答案一格要空着，可接受的答案写在选项A至选项F；全空表示由人阅卷。请移动。")
            )
        return tuple((text, True) for text in texts[:last]), whys(reasons[:last])
    right = _letters(row["正确答案"], last)
    return tuple((text, key in right) for text, key in zip(texts[:last], KEYS, strict=False)), whys(
        reasons[:last]
    )


def _letters(answer: str, count: int) -> set[str]:
    written = unicodedata.normalize("NFKC", answer)
    letters = _BETWEEN.sub("", _ANSWER.sub("", written, count=1)).upper()
    if not letters or set(letters) - set(KEYS[:count]) or len(set(letters)) < len(letters):
        raise Unfit(say("正确答案要写选项的字母，例如 B 或 ACD，每个字母都要有对应的选项。请修改。"))
    return set(letters)


def _true_false(answer: str, texts: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    if [text for text in texts if text] not in ([], [TRUE, FALSE]):
        raise Unfit(say("判断题不用填选项。请清空选项，在正确答案一格写“对”或“错”。"))
    word = _ANSWER.sub("", answer, count=1).strip().casefold()
    if word not in _TRUE_WORDS | _FALSE_WORDS:
        raise Unfit(say("判断题的正确答案要写“对”或“错”。请修改。"))
    return (TRUE, word in _TRUE_WORDS), (FALSE, word in _FALSE_WORDS)


def write(questions: Iterable[QuestionDetails]) -> Written:
    """The template, filled; empty it is the template itself."""
    cells = [Cell(1, column, heading, Style.HEADING) for column, heading in enumerate(_HEADINGS, 1)]
    for row, question in enumerate(questions, 2):
        cells += [Cell(row, column, text) for column, text in enumerate(_row(question), 1) if text]
    plan = Plan(name=SHEET, cells=cells, widths=_WIDTHS, repeat_rows=(1, 1))
    return Written(write_workbook([plan], title=SHEET))


def _row(question: QuestionDetails) -> list[str]:
    is_choice = question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
    texts = [] if question.kind is QuestionKind.TRUE_FALSE else [text for text, _right in question.options]
    answer = "".join(key for key, (_text, right) in zip(KEYS, question.options, strict=False) if right)
    if question.kind is QuestionKind.TRUE_FALSE:
        answer = TRUE if question.options[0][1] else FALSE
    elif not is_choice:
        answer = ""
    tags = ["\n".join(text for kind, text in question.tags if kind is wanted) for wanted in TagKind]
    return [
        question.code, question.kind.label, question.stem, *_padded(texts), answer, question.explanation, question.title,
        question.category, *tags, *_padded(question.whys),
    ]  # fmt: skip


def _padded(texts: Sequence[str]) -> list[str]:
    return [*texts, *[""] * (len(KEYS) - len(texts))]
