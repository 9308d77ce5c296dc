"""One stylesheet from many files: a finder joins them, so that no build step stands between writing and seeing.

`css/banyan.css` is asked for like any static file: by the server from its finders, and by `collectstatic`, which
compresses it and puts its hash into the name. Which cascade layer a file belongs to follows from where it lies.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

NAME = "css/banyan.css"
SOURCES = Path("site/static/css")
# From the weakest to the strongest.
LAYERS = (
    ("tokens", "tokens.css"),
    ("base", "base.css"),
    ("layout", "layout.css"),
    ("components", "parts/*.css"),
    ("screens", "screens/*.css"),
    ("print", "print.css"),
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def joined(sources: Path) -> str:
    """All files of the folder, each in its layer; comments and indentation stay behind."""
    parts = [f"@layer {', '.join(name for name, _ in LAYERS)};"]
    for layer, pattern in LAYERS:
        rules = "\n".join(_slim(path.read_text()) for path in sorted(sources.glob(pattern)))
        parts.append(f"@layer {layer} {{\n{rules}\n}}")
    return "\n".join(parts) + "\n"


def _slim(text: str) -> str:
    lines = (line.strip() for line in COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


class JoinedStylesheet(BaseFinder):
    """Finds `css/banyan.css` and nothing else. Writes it below BANYAN_VAR whenever the files have changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.VAR / "joined")

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:  # type: ignore[override]
        if path != NAME:
            return []
        found = str(self._write())
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        self._write()
        yield NAME, self.storage

    def _write(self) -> Path:
        """The file as the sources have it now; whoever reads meanwhile sees the old one or the new one, whole."""
        target = Path(self.storage.path(NAME))
        text = joined(settings.ROOT / SOURCES)
        if not target.exists() or target.read_text() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(f".{os.getpid()}")
            draft.write_text(text)
            draft.replace(target)
        return target
