"""Whoever has chosen English reads no Chinese but names and what people wrote."""

import re
from datetime import datetime
from pathlib import Path

import html5lib
import time_machine
from babel.messages.pofile import read_po
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, Places
from tests.generators.entries import ENTRIES
from tests.generators.world import World, build

CATALOGUE = Path(__file__).resolve().parents[2] / "site/locale/en/LC_MESSAGES/django.po"
CHINESE_RUN = re.compile(
    r"[\u3400-\u9fff][\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”0-9%.]*[\u3400-\u9fff]|[\u3400-\u9fff]"
)
SHOWN_ATTRIBUTES = {"alt", "aria-label", "title", "placeholder", "data-text"}
# The same characters as a text of ours, but written by people or by the ministry.
DATA = {"社工", "岗前培训", "其他", "副站长", "榕荫", "简体中文", "角色", "天", "督导", "站长", "服务性岗位"}
# Between them they open every page.
READERS = ("anonymous", "worker", "station_head", "studio_lead", "class_teacher", "officer", "operator")
# Documents stay as they were issued: the official form, the sheet that is signed, the notice. The styleguide is no page.
PAPER = (
    "reporting:filing_print", "reporting:filing", "reporting:received_filled", "courses:session_sheet", "privacy:",
    "core:styleguide", "forms:sheet",
)  # fmt: skip


def test_no_text_of_ours_is_left_in_chinese(places: Places, cast: Cast, at: datetime) -> None:
    ours = _texts_of_ours()
    with time_machine.travel(at, tick=False):
        world = build(places, cast, at)
        left = {
            f"{name}: {run}"
            for persona in READERS
            for client in [_english(world.client(persona))]
            for name, entry in ENTRIES.items()
            if not entry.posts and not name.startswith(PAPER)
            for run in _chinese_of(_opened(client, name, world))
            if run in ours and run not in DATA
        }
    assert not left, "\n".join(sorted(left))


def _texts_of_ours() -> set[str]:
    """Whole message ids, and the Chinese runs of those that have values or markup in them."""
    with CATALOGUE.open("rb") as stream:
        ids = [
            entry.id if isinstance(entry.id, str) else entry.id[0] for entry in read_po(stream) if entry.id
        ]
    return {
        run for text in ids for run in CHINESE_RUN.findall(re.sub(r"%\(\w+\)[sd]|%%|<[^>]+>", "\n", text))
    }


def _english(client: Client) -> Client:
    client.post(reverse("choose_language"), {"language": "en"})
    return client


def _opened(client: Client, name: str, world: World) -> HttpResponse:
    cache.clear()
    entry = ENTRIES[name]
    with transaction.atomic():
        response = client.get(reverse(name, kwargs=entry.kwargs(world) if entry.kwargs else {}))
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def _chinese_of(response: HttpResponse) -> set[str]:
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return set()
    page = html5lib.parse(response.content, namespaceHTMLElements=False)
    texts = []
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
            continue
        texts += [element.text or "", *(child.tail or "" for child in element)]
        texts += [value for key, value in element.attrib.items() if key in SHOWN_ATTRIBUTES]
        if element.tag == "input" and element.get("type") in {"submit", "button"}:
            texts.append(element.get("value", ""))
    return {run for text in texts for run in CHINESE_RUN.findall(text)}
