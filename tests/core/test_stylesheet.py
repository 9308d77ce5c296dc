"""Many files, one stylesheet: joined, found, compressed and small; its colours can be read by everybody."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, RequestFactory

from core.context import LARGE_TYPE, here
from core.stylesheet import LAYERS, NAME, SOURCES, joined

LARGEST = 15_000
FOLDER = settings.ROOT / SOURCES
# Foreground on background, and the least contrast: 4.5 for text, 3 for borders and shapes (WCAG 1.4.3, 1.4.11).
PAIRS = [
    ("--ink", "--page", 7), ("--ink", "--card", 7), ("--ink-2", "--page", 4.5), ("--ink-2", "--card", 4.5),
    ("--ink-3", "--page", 4.5), ("--ink-3", "--card", 4.5), ("--ink", "--tint", 7), ("--ink", "--input", 7),
    ("--link", "--page", 4.5), ("--link", "--card", 4.5), ("--link", "--tint", 4.5), ("--link-hover", "--page", 4.5),
    ("--on-fill", "--fill", 4.5), ("--on-fill", "--fill-hover", 4.5), ("--on-fill", "--bar", 4.5),
    ("--on-fill", "--warning-fill", 4.5), ("--on-fill", "--warning-hover", 4.5), ("--bar-line", "--bar", 4.5),
    ("--on-tint", "--tint", 4.5), ("--on-tint", "--tint-2", 4.5), ("--done", "--done-tint", 4.5),
    ("--due", "--due-tint", 4.5), ("--problem", "--problem-tint", 4.5), ("--problem", "--page", 4.5),
    ("--problem", "--card", 4.5), ("--confidential", "--confidential-tint", 4.5), ("--ink", "--done-tint", 7),
    ("--ink", "--due-tint", 7), ("--ink", "--problem-tint", 7), ("--control", "--card", 3), ("--control", "--page", 3),
    ("--graphic", "--card", 3), ("--focus", "--focus-ring", 3),
]  # fmt: skip


def _tokens() -> list[dict[str, str]]:
    """The colours by day, and the two lists of the night over them."""
    text = re.sub(r"/\*.*?\*/", "", (FOLDER / "tokens.css").read_text(), flags=re.DOTALL)
    colours = [
        dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]+)", body))
        for body in re.findall(r"(?:root|dark|follows-device) \{([^}]*)\}", text)
    ]
    day, _wide, dark, device = colours
    return [day, day | dark, day | device]


def _light(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("which", [0, 1, 2], ids=["by day", "dark", "follows the device"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_can_be_told_apart(front: str, back: str, least: float, which: int) -> None:
    colours = _tokens()[which]
    assert _contrast(colours[front], colours[back]) >= least


def test_the_night_has_one_palette_written_twice() -> None:
    _day, dark, device = _tokens()
    assert dark == device


def test_every_file_lands_in_its_layer_in_order() -> None:
    text = joined(FOLDER)
    assert re.match(r"@layer ([\w, ]+);", text)[1] == ", ".join(name for name, _ in LAYERS)  # type: ignore[index]
    assert re.findall(r"^@layer (\w+) \{", text, re.MULTILINE) == [name for name, _ in LAYERS]
    files = [path for _, pattern in LAYERS for path in FOLDER.glob(pattern)]
    assert sorted(files) == sorted(FOLDER.rglob("*.css"))
    assert "/*" not in text
    assert text.count("{") == text.count("}")


def test_the_stylesheet_is_found_and_small() -> None:
    found = Path(str(finders.find(NAME)))
    assert found.read_text() == joined(FOLDER)
    assert len(gzip.compress(found.read_bytes())) <= LARGEST
    assert finders.find("css/nothing.css") is None


def test_a_page_serves_what_the_finder_found(client: Client, db: None) -> None:
    answer = client.get("/accounts/login/", follow=True)
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.content.decode()) == [
        f"/static/{NAME}"
    ]
    served = client.get(f"/static/{NAME}")
    assert served.status_code == 200
    assert b"".join(served.streaming_content if served.streaming else [served.content]).startswith(
        b"@layer tokens"
    )


def test_collecting_gives_it_a_hash_and_a_compressed_twin(tmp_path: Path, settings: object) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command(
        "collectstatic",
        interactive=False,
        verbosity=0,
        ignore_patterns=["wagtail*", "admin", "rest_framework"],
    )
    manifest = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert re.fullmatch(r"css/banyan\.[0-9a-f]{12}\.css", manifest[NAME])
    assert (tmp_path / f"{manifest[NAME]}.gz").exists()


# 长辈版


def test_large_type_is_one_switch_without_log_in_and_comes_back_to_the_page(client: Client, db: None) -> None:
    page = client.get("/verify/")
    assert not page.cookies
    assert b"large-type" not in page.content
    answer = client.post("/display/", {"large": "yes", "next": "/verify/?code=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/verify/?code=1")
    assert 'class=" large-type"' in client.get("/verify/").content.decode()
    client.post("/display/", {"large": "no", "next": "/verify/"})
    assert b"large-type" not in client.get("/verify/").content


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""]
)
def test_large_type_leads_nowhere_else(target: str, client: Client) -> None:
    answer = client.post("/display/", {"large": "yes", "next": target})
    assert answer["Location"] == "/"
    assert answer.cookies[LARGE_TYPE]["httponly"]


def test_large_type_changes_only_by_post(client: Client) -> None:
    assert client.get("/display/").status_code == 405


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/feedback/?page=/verify/", "/feedback/?page=/verify/"),
        ("https://elsewhere.example/feedback/", "/"), ("", "/"),
    ],
)  # fmt: skip
def test_after_a_form_the_switches_come_back_to_its_page(
    came_from: str, back: str, rf: RequestFactory
) -> None:
    asked = rf.get("/verify/?code=1")
    assert here(asked) == "/verify/?code=1"
    assert here(rf.post("/people/search/", headers={"referer": came_from})) == back
