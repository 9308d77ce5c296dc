"""The documents must stay true: short where promised, linked to files that exist, naming code that exists."""

import re
import subprocess
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.apps import apps

from core.words import Word

ROOT = Path(__file__).resolve().parents[2]
ADR_HEADINGS = ["Status", "Context", "Decision", "Consequences", "Alternatives considered"]
LONGEST = {"README.md": 120, "README.zh.md": 120, "CONTRIBUTING.md": 60}
LINK = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|<img[^>]*\ssrc=\"([^\"]+)\"")
MODEL_NAME = re.compile(r"`([a-z]+\.[A-Z][A-Za-z]+)`")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def markdown_files() -> list[Path]:
    """Markdown of the repository: tracked by git, or new and not ignored; without git, all not hidden."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z", "*.md"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        names = [name for name in listed.stdout.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*.md")]
    return sorted(
        ROOT / name for name in set(names) if not _is_foreign(Path(name)) and (ROOT / name).exists()
    )


def _is_foreign(path: Path) -> bool:
    return any(
        part.startswith(".") or part in {"var", "node_modules", "build", "dist"} for part in path.parts[:-1]
    )


def broken_links(document: Path, text: str) -> list[str]:
    """Relative targets (and #anchors inside documents) of `text` that do not exist, seen from `document`."""
    broken = []
    for match in LINK.finditer(FENCE.sub("", text)):
        target = match.group(1) or match.group(2)
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        goal = (document.parent / name).resolve() if name else document
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            broken.append(target)
    return broken


def anchors(document: Path) -> set[str]:
    """The anchors of a page: its headings in lower case, punctuation dropped, spaces as hyphens."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", document.read_text()), re.MULTILINE)
    return {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.strip().lower())) for heading in headings}


def glossary_models() -> list[str]:
    return sorted(set(MODEL_NAME.findall((ROOT / "docs/glossary.md").read_text())))


def glossary_values() -> dict[str, list[tuple[str, str]]]:
    """For each enumeration that the glossary spells out: pairs of Chinese label and stored value."""
    text = (ROOT / "docs/glossary.md").read_text()
    sections = re.findall(r"^### `([\w.]+)`\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    return {
        name: re.findall(r"^\| (\S+) \|.*\| `(\w+)` \|$", table, re.MULTILINE) for name, table in sections
    }


@pytest.mark.parametrize("name", sorted(LONGEST))
def test_front_documents_stay_short(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    assert len(lines) <= LONGEST[name], f"{name} has {len(lines)} lines; move the rest into docs/"


def test_links_between_documents_lead_somewhere() -> None:
    documents = markdown_files()
    assert ROOT / "README.md" in documents
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in documents
        for target in broken_links(page, page.read_text())
    ]
    assert not broken, "links that lead nowhere: " + ", ".join(broken)


def test_a_broken_link_would_be_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A heading, twice\n")
    text = '[a](missing.md) [b](page.md) [c](#a-heading-twice) [d](page.md#gone) <img src="no.png" width="9">'
    assert broken_links(page, text) == ["missing.md", "page.md#gone", "no.png"]


def test_every_decision_has_its_headings_and_is_short() -> None:
    decisions = sorted((ROOT / "docs/adr").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{n:04}" for n in range(1, len(decisions) + 1)]
    for path in decisions:
        text = path.read_text()
        assert text.startswith(f"# {path.name[:4]} "), f"{path.name}: the title begins with its number"
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ADR_HEADINGS, path.name
        assert len(text.splitlines()) <= 60, f"{path.name} is longer than 60 lines"


def test_models_named_in_the_glossary_exist() -> None:
    known = {f"{model._meta.app_label}.{model.__name__}" for model in apps.get_models()}
    named = glossary_models()
    assert "courses.TrainingClass" in named
    missing = [name for name in named if name not in known]
    assert not missing, f"the glossary names models that do not exist: {', '.join(missing)}"


def test_values_in_the_glossary_are_those_of_the_code() -> None:
    written = glossary_values()
    assert "courses.words.AttendanceState" in written
    in_code = {}
    for name in written:
        module, _, enumeration = name.rpartition(".")
        words: type[Word] = getattr(import_module(module), enumeration)
        in_code[name] = [(word.label, word.value) for word in words]
    assert written == in_code


def test_documents_name_no_path_of_one_machine() -> None:
    found = {
        str(page.relative_to(ROOT)): re.findall(r"/(?:home|root|Users)/\w+", page.read_text())
        for page in markdown_files()
    }
    assert {page: paths for page, paths in found.items() if paths} == {}
