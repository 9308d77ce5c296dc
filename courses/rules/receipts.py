"""报名回执: a returned list of names, read line by line and compared with the roster. Pure functions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.sentences import Sentence, say, together

HEADER_WITHIN = 10  # rows in which the heading of a form is looked for
NAME, UNITS = "姓名", ("单位", "社工站")
_NOT_NAMES = ("合计", "总计", "填表人", "填报人", "联系人", "审核人", "备注", "注", "例")
_SEPARATORS = re.compile(r"\t|,|，|;|；")
_IS_NUMBER = re.compile(r"[\d.、（）()]+")


@dataclass(frozen=True)
class Named:
    """One line of the list; `number` is that of the line or of Excel's row."""

    number: int
    name: str
    unit: str = ""


@dataclass(frozen=True)
class Known:
    """Somebody of the roster whom the list may mean."""

    person_id: int
    name: str
    unit: str


@dataclass(frozen=True)
class Verdict:
    """What becomes of a line: the person to nominate, or why not."""

    line: Named
    person_id: int | None = None
    problem: Sentence | None = None


def cells_of(text: str) -> list[list[str]]:
    """Pasted text as rows: columns by tabs or commas, else by spaces."""
    rows = []
    for line in text.splitlines():
        parts = _SEPARATORS.split(line) if _SEPARATORS.search(line) else line.split()
        rows.append([part.strip() for part in parts])
    return rows


def named_in(rows: Sequence[Sequence[str]]) -> list[Named]:
    """The people of a list: below its heading where it has one, else the first text of each row and the next."""
    heading = next(
        (
            number
            for number, row in enumerate(rows[:HEADER_WITHIN])
            if any(_plain(cell) == NAME for cell in row)
        ),
        None,
    )
    if heading is None:
        return [one for number, row in enumerate(rows, 1) if (one := _unheaded(number, row))]
    titles = [_plain(cell) for cell in rows[heading]]
    name_at = titles.index(NAME)
    unit_at = next((at for at, title in enumerate(titles) if any(word in title for word in UNITS)), None)
    found = []
    for number, row in enumerate(rows[heading + 1 :], heading + 2):
        name = _plain(_at(row, name_at))
        if _may_be_a_name(name):
            found.append(Named(number, name, _plain(_at(row, unit_at))))
    return found


def verdicts(
    lines: Iterable[Named],
    known: Iterable[Known],
    *,
    standing: Mapping[int, Sentence],
    unmet: Mapping[int, Sequence[Sentence]],
) -> list[Verdict]:
    """One for each line. `standing`: where people stand in the class already; `unmet`: conditions not met."""
    by_name: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        by_name[_plain(one.name)].append(one)
    seen: dict[int, int] = {}
    found = []
    for line in lines:
        meant = [one for one in by_name[line.name] if not line.unit or _same_unit(line.unit, one.unit)]
        problem = _problem(line, meant, len(by_name[line.name]), seen, standing, unmet)
        person = meant[0].person_id if len(meant) == 1 else None
        if person is not None:
            seen.setdefault(person, line.number)
        found.append(Verdict(line, None if problem else person, problem))
    return found


def _problem(
    line: Named,
    meant: Sequence[Known],
    namesakes: int,
    seen: Mapping[int, int],
    standing: Mapping[int, Sentence],
    unmet: Mapping[int, Sequence[Sentence]],
) -> Sentence | None:
    if not namesakes:
        return say("您可以推荐的人员里没有这个姓名，请核对。外单位人员请登记为外单位学员")
    if not meant:
        return say("有这个姓名，但单位不是“%(unit)s”，请核对单位", unit=line.unit)
    if len(meant) > 1:
        return say("有%(number)s位同名，请在回执上写明单位", number=len(meant))
    person = meant[0].person_id
    if person in seen:
        return say("与第%(number)s行是同一个人", number=seen[person])
    if person in standing:
        return say("已在这个班：%(state)s", state=standing[person])
    return together(unmet[person]) if unmet.get(person) else None


def _unheaded(number: int, row: Sequence[str]) -> Named | None:
    texts = [plain for cell in row if (plain := _plain(cell)) and not _IS_NUMBER.fullmatch(plain)]
    if not texts or not _may_be_a_name(texts[0]):
        return None
    return Named(number, texts[0], texts[1] if len(texts) > 1 else "")


def _may_be_a_name(text: str) -> bool:
    return bool(text) and not text.startswith(_NOT_NAMES) and not _IS_NUMBER.fullmatch(text)


def _same_unit(written: str, known: str) -> bool:
    """People write units short: 青石镇社工站 for 东湖县青石镇社工站."""
    return written in known or known in written


def _at(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _plain(text: str) -> str:
    """Without spaces, also those that stretch a name of two characters."""
    return "".join(text.split())
