"""The file around the sheets: which part is which sheet, and the same file again with some parts exchanged."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from core.sheets.container import MEBIBYTE
from reporting.rules.received.markup import (
    Edit,
    Element,
    NotReadable,
    edited,
    elements,
    opened,
    prefix_of,
    without,
)

# A form, not a data set: what is more than this takes longer to walk through than somebody waits.
MOST_MARKUP_BYTES = 20 * MEBIBYTE
_ROOT_RELATIONS = "_rels/.rels"
_OFFICE_DOCUMENT, _WORKSHEET = "/officeDocument", "/worksheet"
# What may stand behind calcPr in a workbook, in the order of the format.
_AFTER_CALCULATION = (
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_RELATION_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_RELATION_ID_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships id"


@dataclass(frozen=True)
class Package:
    """An .xlsx that has passed `core.sheets.container`. `sheets` are the parts of worksheets by name, in tab order."""

    content: bytes
    workbook_part: str
    sheets: Mapping[str, str]
    styles_part: str

    @classmethod
    def of(cls, content: bytes) -> Package:
        """Raises NotReadable for a file whose parts contradict each other or whose sheets are too large."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(set(names)) < len(names):
                raise NotReadable("a part comes twice")
            workbook, sheets, styles = _parts(archive)
            if sum(archive.getinfo(part).file_size for part in sheets.values()) > MOST_MARKUP_BYTES:
                raise NotReadable("the sheets are too large")
        return cls(content, workbook, sheets, styles)

    def read(self, part: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return archive.read(part)

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """The same members in the same order with the same dates; only these have another content."""
        target = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.content)) as old,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for info in old.infolist():
                content = changed.get(info.filename)
                new.writestr(info, old.read(info) if content is None else content)
        return target.getvalue()


def recalculating(xml: bytes) -> bytes:
    """The workbook part, asking for a full calculation when the file is opened: remembered results are old now."""
    found = elements(xml, {"workbook", "calcPr", *_AFTER_CALCULATION})
    whole = found[0]
    calculation = next((one for one in found if one.name == "calcPr"), None)
    if calculation is not None:
        return edited(xml, [Edit(calculation.start, calculation.tag_end, _flagged(xml, calculation))])
    place = next((one.start for one in found if one.parents == ("workbook",)), whole.inner_end)
    tag = b'<%scalcPr calcId="0" fullCalcOnLoad="1"/>' % prefix_of(xml, whole)
    return edited(xml, [Edit(place, place, tag)])


def _flagged(xml: bytes, calculation: Element) -> bytes:
    tag = without(xml[calculation.start : calculation.tag_end], "fullCalcOnLoad")
    ending = b"/>" if tag.endswith(b"/>") else b">"
    return opened(tag)[:-1] + b' fullCalcOnLoad="1"' + ending


def _parts(archive: zipfile.ZipFile) -> tuple[str, dict[str, str], str]:
    names = set(archive.namelist())
    workbook = _related(archive, _ROOT_RELATIONS, _OFFICE_DOCUMENT)
    if not workbook or next(iter(workbook.values())) not in names:
        raise NotReadable("no workbook part")
    part = next(iter(workbook.values()))
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    worksheets = _related(archive, relations, _WORKSHEET)
    styles = next(iter(_related(archive, relations, "/styles").values()), "")
    sheets: dict[str, str] = {}
    for sheet in elements(archive.read(part), {"sheet"}):
        relation = sheet.attributes.get(_RELATION_ID) or sheet.attributes.get(_RELATION_ID_STRICT, "")
        target = worksheets.get(relation, "")
        if target in names:
            sheets[sheet.attributes.get("name", "")] = target
    if not sheets or len(set(sheets.values())) < len(sheets):
        raise NotReadable("no worksheet, or one part for two")
    return part, sheets, styles if styles in names else ""


def _related(archive: zipfile.ZipFile, relations: str, kind: str) -> dict[str, str]:
    """Parts of a kind by the id of their relation; nothing outside the file."""
    if relations not in archive.namelist():
        raise NotReadable("no relations")
    base = posixpath.dirname(posixpath.dirname(relations))
    found = {}
    for one in elements(archive.read(relations), {"Relationship"}):
        told = one.attributes
        if told.get("Type", "").endswith(kind) and told.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", base, told.get("Target", "")))
            found[told.get("Id", "")] = path.lstrip("/")
    return found
