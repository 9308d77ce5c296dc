"""A form of the library as a .docx file, so that a station may change it to its own."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.rules.form_sheets import FormSheet
from cms.rules.form_sheets import Part as FormPart
from core.documents import Heading, Line, Listed, Part, Run, Table, Title, write_document

BOX = "□"
LINE_MILLIMETRES = 9


def form_document(form: FormSheet) -> bytes:
    """The same form gives the same bytes."""
    parts: list[Part] = [Title(form.title), Line(form.purpose)]
    for part in form.parts:
        parts += _part(part)
    parts.append(Table((tuple(f"{name}：" for name in form.foot),), widths=(1,) * len(form.foot)))
    if form.how_to:
        parts += [Heading(_("填表说明")), Listed(tuple((Run(one),) for one in form.how_to), is_numbered=True)]
    return write_document(parts, title=form.title)


def _part(part: FormPart) -> Iterator[Part]:
    yield Heading(part.title, level=2)
    if part.kind == "fields":
        yield Table(tuple((one, "", two, "") for one, two in part.pairs()), widths=(2, 3, 2, 3))
    elif part.kind == "choice":
        yield Line("　".join(f"{BOX}{name}" for name in part.names))
    elif part.kind == "table":
        empty = ("",) * len(part.names)
        yield Table((part.names, *[empty] * part.lines), widths=(1,) * len(part.names), heading_rows=1)
    else:
        rows = ((part.hint,), *(("",),) * (part.lines - 1)) if part.hint else ((("",),) * part.lines)
        yield Table(rows, widths=(1,), height=LINE_MILLIMETRES)
