"""The filled file: numbers go into the cells that were pointed at, and everything else is left byte for byte."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.rules.received.package import Package, recalculating
from reporting.rules.received.sheet_xml import Number, Place, SheetXml, percent_styles

_DIGITS = 6  # of a share as a fraction; the platform shows one decimal of a per cent


def filled(
    content: bytes, numbers: Mapping[str, Mapping[Place, Number]], shares: Mapping[str, set[Place]]
) -> bytes:
    """The workbook with `numbers` by sheet and place.

    `shares` are the places of per cents: a cell that shows 0.5 as 50% gets the fraction. Formulas that may read a filled
    cell lose the result that they remembered, and the file asks to be calculated when it is opened.

    Raises NotReadable, and NotWritable where a cell holds a formula.
    """
    package = Package.of(content)
    percents = percent_styles(package.read(package.styles_part)) if package.styles_part else frozenset()
    sheets = {name: SheetXml.of(package.read(part)) for name, part in package.sheets.items()}
    changed: dict[str, bytes] = {}
    for name, values in numbers.items():
        if values:
            sheet = sheets[name]
            written = {
                place: _written(number, place in shares.get(name, ()) and sheet.style_of(place) in percents)
                for place, number in values.items()
            }
            changed[name] = sheet.filled(written)
    for name in _readers(sheets, set(changed)):
        changed[name] = sheets[name].forgetful()
    parts = {package.sheets[name]: xml for name, xml in changed.items()}
    if any(sheet.formulas for sheet in sheets.values()):
        parts[package.workbook_part] = recalculating(package.read(package.workbook_part))
    return package.with_parts(parts)


def _written(number: Number, is_fraction: bool) -> Number:
    return round(number / 100, _DIGITS) if is_fraction else number


def _readers(sheets: Mapping[str, SheetXml], changed: set[str]) -> set[str]:
    """Other sheets whose formulas name a changed one, or a sheet that names one."""
    found: set[str] = set()
    texts = {name: sheet.formula_texts() for name, sheet in sheets.items()}
    while True:
        known = changed | found
        more = {
            name for name, text in texts.items() if name not in known and any(one in text for one in known)
        }
        if not more:
            return found
        found |= more
