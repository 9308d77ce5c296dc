"""The message catalogues: `make messages` brings them up to date with the sources and compiles them.

`en` holds every marked Chinese text. `zh_Hans` holds what Django, Wagtail and allauth leave in English: our own texts
are Chinese already. No dates, addresses or line numbers stand in the files: they change with the texts alone.
"""

from __future__ import annotations

import importlib.util
import io
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.architecture.source_tree import PACKAGES, ROOT
from tests.architecture.wording import Message, all_messages

LOCALE = ROOT / "site/locale"
PLURALS = {"en": "nplurals=2; plural=(n != 1);", "zh_Hans": "nplurals=1; plural=0;"}
HEADER = """\
# {about}
# Written by `make messages`; only the translations are edited by hand.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
ABOUT = {
    "en": "The English of the product. Terms as in docs/glossary.md.",
    "zh_Hans": "What Django, Wagtail and allauth leave in English.",
}
# Babel writes a date into what it compiles; the same texts shall give the same file.
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def place(language: str, domain: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream)


def entries(catalog: Catalog) -> Iterator[Entry]:
    """All but the header."""
    return (entry for entry in catalog if entry.id)


def is_translated(entry: Entry | None) -> bool:
    if entry is None or entry.fuzzy:
        return False
    return all(entry.string) if isinstance(entry.string, tuple | list) else bool(entry.string)


def dependency_messages(domain: str) -> list[Message]:
    """What the installed apps of others say and have no Chinese for."""
    found: set[Message] = set()
    for folder in _locales_of_others():
        english, chinese = (folder / name / "LC_MESSAGES" / f"{domain}.po" for name in ("en", "zh_Hans"))
        if english.exists():
            known = read(chinese) if chinese.exists() else Catalog()
            found |= {
                _message(entry)
                for entry in entries(read(english))
                if not is_translated(known.get(entry.id, entry.context))
            }
    return sorted(found, key=lambda message: (message.msgid, message.context))


def _message(entry: Entry) -> Message:
    one, plural = entry.id if isinstance(entry.id, tuple | list) else (entry.id, "")
    return Message(one, plural, entry.context or "")


def _locales_of_others() -> Iterator[Path]:
    from config.settings.base import INSTALLED_APPS

    names = ["django.conf", *(name for name in INSTALLED_APPS if name.split(".")[0] not in PACKAGES)]
    for name in names:
        spec = importlib.util.find_spec(name)
        folder = Path(str(spec.origin)).parent / "locale" if spec else Path()
        if spec and folder.is_dir():
            yield folder


def wanted(language: str, domain: str) -> list[Message]:
    if language == "en":
        return all_messages() if domain == "django" else []
    return dependency_messages(domain)


CATALOGUES = (("en", "django"), ("zh_Hans", "django"), ("zh_Hans", "djangojs"))


def updated(language: str, domain: str) -> Catalog:
    """The catalogue with the texts of today: known translations kept, new ones empty, old ones gone."""
    path = place(language, domain)
    known = read(path) if path.exists() else Catalog()
    catalog = Catalog(locale=language)
    for message in wanted(language, domain):
        key = (message.msgid, message.plural) if message.plural else message.msgid
        entry = known.get(message.msgid, message.context or None)
        string = entry.string if entry and _number_of_forms(entry) == bool(message.plural) else None
        catalog.add(key, string, context=message.context or None)
    return catalog


def _number_of_forms(entry: Entry) -> bool:
    return isinstance(entry.id, tuple | list)


def as_text(catalog: Catalog, language: str) -> str:
    stream = io.BytesIO()
    write_po(stream, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    header = HEADER.format(about=ABOUT[language], language=language, plurals=PLURALS[language])
    return header + stream.getvalue().decode().rstrip("\n") + "\n"


def compiled(path: Path) -> bytes:
    catalog = read(path)
    catalog.creation_date = catalog.revision_date = _EPOCH
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def missing(catalog: Catalog) -> list[str]:
    return [str(entry.id) for entry in entries(catalog) if not is_translated(entry)]


def write(places: Iterable[tuple[str, str]] = CATALOGUES) -> int:
    """The number of texts that still want a translation, each named."""
    left = 0
    for language, domain in places:
        catalog, path = updated(language, domain), place(language, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(catalog, language))
        path.with_suffix(".mo").write_bytes(compiled(path))
        for text in missing(catalog):
            sys.stdout.write(f"{language}/{domain}: {text}\n")
            left += 1
    return left


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, str(ROOT / "site"))
    sys.exit(f"{left} texts want a translation" if (left := write()) else 0)
