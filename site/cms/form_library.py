"""Forms that a worker prints tomorrow: files of the product, each a page, a sheet to print and a .docx."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse

from cms import form_registry, search_sources
from cms.form_registry import FormLink
from cms.rules.form_sheets import FormSheet, read
from cms.search_sources import SearchText
from core.words import gettext_noop as _

FOLDER = Path(__file__).parent / "content" / "forms"


@cache
def all_forms() -> tuple[FormSheet, ...]:
    """Every form, in the order of the file names. Raises FormWrong for a file that can't be printed."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    return tuple(read(content) for content in found)


def form_of(code: str) -> FormSheet | None:
    return next((form for form in all_forms() if form.code == code), None)


def find(code: str) -> FormLink | None:
    """For lessons that name a form by its code."""
    form = form_of(code)
    return FormLink(form.code, form.title, form.purpose, address(form)) if form else None


def address(form: FormSheet) -> str:
    return reverse("forms:sheet", args=[form.code])


@dataclass(frozen=True)
class FormSource:
    """Title, purpose, how to fill it in, and what it asks for."""

    kind: str = "form"
    label: str = _("表格")

    def texts(self, *, under: str = "", object_ids: Any = None) -> Iterator[SearchText]:
        """Files have no numbers: their place in the library is one. They change with the product alone."""
        if under:
            return
        for number, form in enumerate(all_forms(), start=1):
            if object_ids is None or number in object_ids:
                yield SearchText(
                    object_id=number,
                    url=address(form),
                    title=form.title,
                    headings="\n".join(part.title for part in form.parts),
                    body="\n".join([form.purpose, *form.how_to, *form.words()]),
                )


def register() -> None:
    form_registry.register(find)
    search_sources.register(FormSource())
