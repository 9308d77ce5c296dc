"""The filing as officials expect it on paper: headings of two levels, counties, the whole, definitions, sign-off.

A pure layout of the frozen value and its digest: the workbook and the print page say the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.sheets.writing import Cell, Plan, Style
from reporting.rules.figures import IN_HOURS
from reporting.rules.filing_document import Document, FrozenNames, period_of, table_of, unit_of
from reporting.rules.filing_tables import NAMES, Extra, extras, tables_of
from reporting.rules.table_rows import Row, rows
from reporting.words import Disposition, Figure, FilingTable, Recipient, Side, VisitsUnit

LAYOUT = "filing-sheet/3"
SIGN_OFF = ("填表人：", "审核人：", "单位负责人（盖章）：", "填报日期：", "联系电话：")
HASH_SHOWN = 16
_COLUMNS = [(side, figure) for side in Side for figure in Figure]
_WIDTH = 2 + len(_COLUMNS)
_FIRST_DATA_ROW = 5


@dataclass(frozen=True)
class Paper:
    """The texts around the table, from the frozen value alone."""

    title: str
    note: str
    correction: str
    definitions: tuple[str, ...]
    questions: tuple[str, ...]
    fine_print: str
    number: str
    code: str


def paper(document: Document, *, sha256: str, code: str) -> Paper:
    """`code` is the 校验码 of the digest as it is read aloud."""
    period = period_of(document).label
    name = document["scope"]["name"]
    correction = ""
    if document["corrects"]:
        correction = f"本表更正报送编号{document['corrects']}。更正理由：{document['reason']}"
    recipient = document.get("recipient", "")
    goes_to = f"　　报送对象：{Recipient(recipient).label}" if recipient else ""
    late = document.get("late")
    lateness = f"　　逾期{late['days']}天（截止{late['due_on']}）" if late and late["days"] else ""
    nothing = "" if document["rows"] or "questions" not in document else "　　零报告：本期没有培训"
    note = f"填报单位：{name}　　统计期：{period}　　报送编号：{document['number']}　　校验码：{code}"
    return Paper(
        title=f"{name}{period}社会工作者培训统计表",
        note=f"{note}{goes_to}{lateness}{nothing}",
        correction=correction,
        definitions=_definitions(document),
        questions=tuple(asked(one) for one in document.get("questions", ())),
        fine_print=_fine_print(document, sha256, code),
        number=document["number"],
        code=code,
    )


def headings(unit: VisitsUnit) -> list[str]:
    """The second level of the headings, for each side."""
    units = {Figure.VISITS: unit.label} | dict.fromkeys(IN_HOURS, "小时")
    return [f"{figure.label}（{units[figure]}）" if figure in units else figure.label for figure in Figure]


def ordered(document: Document) -> list[Row]:
    """The rows as paper has them: counties with their units, and the whole at the end."""
    whole, *others = rows(table_of(document), FrozenNames.of(document))
    return [*others, whole]


def plans(document: Document, *, sha256: str, code: str) -> list[Plan]:
    """The tables of the filing's set: by county, the same for every station, and those of `filing_tables`."""
    found = ordered(document)
    texts = paper(document, sha256=sha256, code=code)
    counties = [row for row in found if row.depth < 2]
    by_place = {
        FilingTable.COUNTIES: (counties, "县（市、区）"),
        FilingTable.UNITS: (found, "县（市、区）、单位"),
    }
    return [
        *(
            _plan(NAMES[table], document, texts, *by_place[table])
            for table in tables_of(document)
            if table in by_place
        ),
        *(_extra_plan(extra, texts) for extra in extras(document)),
    ]


def _extra_plan(extra: Extra, texts: Paper) -> Plan:
    width = len(extra.headings)
    cells = [
        Cell(1, 1, f"{texts.title}（{extra.name}）", Style.TITLE, across=width),
        Cell(2, 1, texts.note, Style.NOTE, across=width),
        *(Cell(3, column, text, Style.HEADING) for column, text in enumerate(extra.headings, start=1)),
    ]
    for at, line in enumerate(extra.lines):
        whole = line is extra.total
        text, number = (Style.TOTAL_TEXT, Style.TOTAL_NUMBER) if whole else (Style.TEXT, Style.NUMBER)
        cells += [
            Cell(4 + at, column, value, text if isinstance(value, str) else number)
            for column, value in enumerate(line, start=1)
        ]
    foot = 4 + len(extra.lines)
    cells.append(Cell(foot, 1, extra.note, Style.NOTE, across=width))
    return Plan(
        extra.name, cells, widths=extra.widths, repeat_rows=(3, 3), heights={1: 30, 2: 34, foot: 20},
        footer=f"报送编号 {texts.number} 校验码 {texts.code}",
    )  # fmt: skip


def _plan(name: str, document: Document, texts: Paper, found: list[Row], place: str) -> Plan:
    unit = unit_of(document)
    cells = [
        Cell(1, 1, texts.title, Style.TITLE, across=_WIDTH),
        Cell(
            2,
            1,
            texts.note + ("　　" + texts.correction if texts.correction else ""),
            Style.NOTE,
            across=_WIDTH,
        ),
        Cell(3, 1, "序号", Style.HEADING, down=2),
        Cell(3, 2, place, Style.HEADING, down=2),
    ]
    for number, side in enumerate(Side):
        first = 3 + number * len(Figure)
        cells.append(Cell(3, first, side.label, Style.HEADING, across=len(Figure)))
        cells += [Cell(4, first + at, text, Style.HEADING) for at, text in enumerate(headings(unit))]
    cells += _rows(found, unit)
    foot, heights = _foot(texts, _FIRST_DATA_ROW + len(found))
    return Plan(
        name, cells + foot, widths=[6, 26, *[9.5] * len(_COLUMNS)], repeat_rows=(3, 4),
        heights={1: 30, 2: 34 if texts.correction else 20, 4: 32} | heights,
        footer=f"报送编号 {texts.number} 校验码 {texts.code}",
    )  # fmt: skip


def _rows(found: list[Row], unit: VisitsUnit) -> list[Cell]:
    cells: list[Cell] = []
    for at, row in enumerate(found):
        whole = row.depth == 0
        text, number = (Style.TOTAL_TEXT, Style.TOTAL_NUMBER) if whole else (Style.TEXT, Style.NUMBER)
        line = _FIRST_DATA_ROW + at
        cells.append(Cell(line, 1, None if whole else at + 1, number))
        cells.append(Cell(line, 2, ("　" if row.depth == 2 else "") + row.label, text))
        for column, (side, figure) in enumerate(_COLUMNS, start=3):
            cells.append(Cell(line, column, row.shown(side, figure, unit), number))
    return cells


def _foot(texts: Paper, row: int) -> tuple[list[Cell], dict[int, float]]:
    cells, heights = [], {}
    asked = ("数据核对：", *texts.questions) if texts.questions else ()
    for text in ("口径：", *texts.definitions, *asked):
        cells.append(Cell(row, 1, text, Style.NOTE, across=_WIDTH))
        heights[row] = 16.0
        row += 1
    row += 1
    heights[row] = 36.0
    spans = (3, 3, 4, 3, 3)
    column = 1
    for label, span in zip(SIGN_OFF, spans, strict=True):
        cells.append(Cell(row, column, label, Style.SIGN, across=span))
        column += span
    cells.append(Cell(row + 1, 1, texts.fine_print, Style.SMALL, across=_WIDTH))
    heights[row + 1] = 24.0
    return cells, heights


def _definitions(document: Document) -> tuple[str, ...]:
    record = document["definitions"]
    sides = [f"{side.label}：{record['sides'][side.value]}。" for side in Side]
    figures = [
        f"{record['figures'][figure.value]['name']}（{record['figures'][figure.value]['unit']}）："
        f"{record['figures'][figure.value]['text']}。"
        for figure in Figure
    ]
    numbered = [*sides, f"计入：{record['counted']}。", *figures]
    return tuple(f"{number}. {text}" for number, text in enumerate(numbered, start=1))


def _fine_print(document: Document, sha256: str, code: str) -> str:
    head = document["ledger"]["head"][:HASH_SHOWN] or "无"
    return (
        f"报送编号 {document['number']}　校验码 {code}　规则版本 {document['rule_version']}　"
        f"数据截止 {document['filed_at'][:16].replace('T', ' ')}（台账第{document['ledger']['position']}行）　"
        f"快照摘要 {sha256[:HASH_SHOWN]}　台账链头 {head}"
    )


def asked(record: Document) -> str:
    """A frozen question with its answer, in one line."""
    answer = Disposition(record["answer"]).label
    remark = f"：{record['remark']}" if record["remark"] else ""
    return f"{record['title']}（{len(record['rows'])}条）{answer}{remark}"
