"""The classes that sheets speak of: by number, by name, or only in a title or on a tab."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.sentences import say
from core.sheets.grid import Cell
from reporting.rules.workbooks.cells import Unreadable, class_code, is_blank, match_key, plain, text
from reporting.rules.workbooks.moments import DateSpan

_CODE_LABEL = re.compile(r"(?:(?:班次|班级|培训班) ?(?:编号|代码)|班号)[: ]*")
_CODE = re.compile(r"[^\s,;、()]{1,40}")
_SHEET_WORDS = re.compile(r"(?:学员|培训)?(?:签到|考勤|出勤|点名)(?:表|册|簿|记录表|登记表)?")
# A shortened title must still say more than 培训班.
_LEAST_TITLE = 5
_UNKNOWN = Unreadable(
    say("认不出这张签到表属于哪个班。请在标题下写上“班次编号：”和台账里的编号，或让标题里的班名与台账一致")
)
_CONTRADICTION = Unreadable(say("班次编号与标题里的班名不是同一个班，请核对后重新上传"))


@dataclass(frozen=True, slots=True)
class KnownClass:
    """What reading needs of a class, from the register in the same upload or from earlier ones."""

    code: str
    name: str
    dates: DateSpan


class ClassBook:
    """Classes by number and by name."""

    def __init__(self, classes: Iterable[KnownClass]) -> None:
        self._by_code = {known.code: known for known in classes}
        self._codes_by_name: dict[str, list[str]] = {}
        for known in self._by_code.values():
            self._codes_by_name.setdefault(match_key(known.name), []).append(known.code)

    def dates(self, code: str) -> DateSpan | None:
        """The days of a class, None where the class is unknown."""
        known = self._by_code.get(code)
        return known.dates if known else None

    def code_named(self, name: str) -> str | None:
        """The number of the only class with this name."""
        codes = self._codes_by_name.get(match_key(name), [])
        return codes[0] if len(codes) == 1 else None

    def code_within(self, title: str) -> str | None:
        """The number of the class whose name stands in a title, or of the only one that the title shortens."""
        key = _SHEET_WORDS.sub("", match_key(title))
        inside = [name for name in self._codes_by_name if name and name in key]
        if not inside and len(key) >= _LEAST_TITLE:
            shortened = [name for name in self._codes_by_name if key in name]
            inside = shortened if len(shortened) == 1 else []
        return self.code_named(max(inside, key=len)) if inside else None

    def code_on_tab(self, name: str) -> str | None:
        """The number of the class that a tab names by number or by name (Excel cuts tabs at 31 signs)."""
        code = class_code(name)
        return code if code in self._by_code else self.code_within(name)


def stated_code(rows: Iterable[Sequence[Cell]]) -> str | None:
    """The number in a note such as 班次编号：YF2022-01-G, in the same cell or in the next one."""
    for cells in rows:
        for index, cell in enumerate(cells):
            label = _CODE_LABEL.search(plain(cell))
            if label:
                following = next((later for later in cells[index + 1 :] if not is_blank(later)), None)
                found = _CODE.match(plain(cell)[label.end() :] or plain(following))
                if found:
                    return class_code(found.group())
    return None


def class_of_sheet(tab: str, above: Sequence[Sequence[Cell]], book: ClassBook) -> str | Unreadable:
    """The number of the one class that a whole sheet is about, from its notes, its title or its tab."""
    stated = stated_code(above)
    titles = (text(cell) for cells in above for cell in cells if isinstance(cell, str))
    titled = next((code for code in map(book.code_within, titles) if code), None)
    if stated and titled and stated != titled:
        return _CONTRADICTION
    return stated or titled or book.code_on_tab(tab) or _UNKNOWN
