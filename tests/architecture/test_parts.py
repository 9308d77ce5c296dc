"""Each part of the design is one template, one stylesheet, one tag and one page of the styleguide, and pages use them."""

import re
from pathlib import Path

import pytest

from config.settings import base
from core.styleguide import PARTS
from core.templatetags import parts
from tests.architecture.source_tree import ROOT, name_of, templates

STYLES = ROOT / "site/static/css"
PART_TEMPLATES, PART_STYLES = ROOT / "templates/parts", STYLES / "parts"
SHEETS = sorted(STYLES.rglob("*.css"))
# Theirs is allauth's markup, which knows no tags of ours.
# The last two stand inside the editors' admin, which has a style of its own.
FOREIGN = {
    "templates/allauth/elements/button.html",
    "templates/cms/admin/amend.html",
    "templates/cms/admin/case_releases.html",
    "templates/courses/admin/split.html",
}
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\(|:\s*(?:white|black|red|blue|gr[ae]y|green)\b"
)
SPACE = re.compile(r"(?<![\w-])(?:margin|padding|gap|row-gap|column-gap)(?:-[a-z]+)*:\s*([^;}]+)")
# Millimetres and points belong to paper; what is centred on a line of text is a fraction of 4 px.
ON_THE_GRID = re.compile(
    r"^(?:0|auto|inherit|-?\d*\.?\d+(?:mm|pt)|var\(--[\w-]+\)|env\([\w-]+\)|calc\(.*\)|/)$"
)
BY_EYE = {
    ".4375rem",
    ".6875rem",
    ".625rem",
    "1.25rem",
    ".125rem",
    "5rem",
    "5.5rem",
    "2rem",
    "3.25rem",
    "4.5rem",
    "5.75rem",
    "7rem",
}
# A button that only a script can press is none of the tag's: it stands hidden until the script has come.
RAW_BUTTON = re.compile(r"<(?:a|button(?![^>]*type=\"button\"))\b[^>]*class=\"(?:\{%[^%]*%\})?button\b")
FORM = re.compile(r"<form\b")


def _values(sheet: Path) -> list[str]:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    spaces = [re.sub(r"calc\([^;]*\)", "calc()", found) for found in SPACE.findall(text)]
    return [value for found in spaces for value in found.replace("!important", "").split()]


@pytest.mark.parametrize("name", PARTS)
def test_a_part_has_its_template_its_stylesheet_its_tag_and_its_page(name: str) -> None:
    assert (PART_TEMPLATES / f"{name}.html").exists()
    assert (PART_STYLES / f"{name}.css").exists()
    assert name in parts.register.tags
    assert (ROOT / f"templates/styleguide/{name}.html").exists()


def test_nothing_lies_among_the_parts_that_is_none() -> None:
    found = {path.stem for path in PART_TEMPLATES.glob("*.html") if not path.stem.startswith("_")}
    assert found | {path.stem for path in PART_STYLES.glob("*.css")} == set(PARTS)
    tags = set(parts.register.tags) - {"field"}  # picks one of them
    assert {name for name in tags if not name.startswith("end")} == set(PARTS)


@pytest.mark.parametrize("sheet", [path for path in SHEETS if path.name != "tokens.css"], ids=name_of)
def test_colours_and_spaces_come_from_the_tokens(sheet: Path) -> None:
    assert COLOUR.findall(re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)) == []
    assert [value for value in _values(sheet) if not ON_THE_GRID.match(value) and value not in BY_EYE] == []


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_pages_take_buttons_from_the_tag_and_leave_checking_to_the_server(path: Path) -> None:
    if name_of(path) in FOREIGN or path.parent == PART_TEMPLATES:
        return
    text = path.read_text()
    assert RAW_BUTTON.findall(text) == []
    assert len(FORM.findall(text)) == text.count("novalidate")


def test_the_styleguide_is_closed_unless_settings_open_it() -> None:
    assert base.STYLEGUIDE is False
    assert "STYLEGUIDE" not in (ROOT / "site/config/settings/production.py").read_text()


def test_the_patterns_find_what_they_are_for() -> None:
    for bad in ("color: #fff", "background: rgb(0 0 0)", "color: red"):
        assert COLOUR.search(bad), bad
    assert not COLOUR.search(".red { color: var(--problem) }")
    assert SPACE.findall("a { margin: 0 var(--s4); padding-block: 3px }") == ["0 var(--s4)", "3px "]
    assert not ON_THE_GRID.match("3px")
    assert RAW_BUTTON.search('<a class="button button-secondary" href="/">')
    assert RAW_BUTTON.search('<button class="button" type="submit">')
    assert not RAW_BUTTON.search('<button class="link">')
    assert not RAW_BUTTON.search('<button class="button" type="button" hidden>')
