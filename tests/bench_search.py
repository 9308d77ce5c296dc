"""`make bench-search TEXTS=folder [QUERIES=file]`: whether a search finds the right page within the first three.

The texts of the folder (.txt) stand beside the site's own content in one index. QUERIES holds lines
`query<TAB>file name`; several right files are parted by commas. Without it ten queries are made of each text, the same
each time: from ten sentences spread evenly over it, the two spans of four characters whose pairs are rarest in all that
is indexed, in their order, with a blank between them. That is a person who remembers two telling words.

Printed: recall@1 and recall@3 (the right file stands first, or within the first three), and precision@3 (the share of
what stands within the first three that holds every word of the query, or a synonym of it).
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

QUERIES_PER_TEXT, SHORTEST_SENTENCE, SPAN, SHOWN = 10, 12, 4, 3
HAN = "\u4e00-\u9fff"


def main() -> None:
    folder = Path(os.environ.get("TEXTS", ""))
    texts = sorted(folder.glob("*.txt")) if os.environ.get("TEXTS") else []
    if not texts:
        raise SystemExit("say where the texts are: make bench-search TEXTS=folder (.txt files, UTF-8)")
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as var:
        os.environ |= {
            "BANYAN_VAR": os.environ.get("BENCH_VAR", var),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "BANYAN_LOG_LEVEL": "ERROR",
        }
        from tests.bench import leave, prepare_empty

        prepare_empty()
        names = _index(texts)
        given = os.environ.get("QUERIES")
        asked = list(_given(Path(given)) if given else _made(texts))
        _report(asked, names)
        leave(Path(os.environ["BANYAN_VAR"]))


def _index(texts: list[Path]) -> dict[int, str]:
    """Load the site's content and the texts; the names of the files by the id of their entry."""
    from django.core.management import call_command

    from cms import search_sources
    from cms.search_sources import SearchText
    from cms.services import search_index
    from core import clock
    from organisations.authority import SYSTEM

    class Texts:
        kind, label = "text", "text"

        def texts(self, **chosen: Any) -> Iterator[SearchText]:
            for number, path in enumerate(texts):
                whole = path.read_text(encoding="utf-8")
                yield SearchText(number, f"/{number}/", _title(whole) or path.stem, body=whole)

    at = clock.now()
    call_command("load_course", stdout=io.StringIO())
    search_sources.register(Texts())
    print("indexed:", search_index.rebuild(by=SYSTEM, at=at))  # noqa: T201
    return {number: path.name for number, path in enumerate(texts)}


def _title(whole: str) -> str:
    lines = (line.strip() for line in whole.splitlines())
    return next((line[:40] for line in lines if len(re.findall(f"[{HAN}]", line)) >= SPAN), "")


def _given(path: Path) -> Iterator[tuple[str, set[str]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            query, _tab, expected = line.partition("\t")
            yield query.strip(), {name.strip() for name in expected.split(",")}


def _made(texts: list[Path]) -> Iterator[tuple[str, set[str]]]:
    from cms.rules.searching import joined, pieces
    from cms.search_querysets import all_search_entries

    known: Counter[str] = Counter()
    for title, headings, body in all_search_entries().values_list("title", "headings", "body"):
        known.update(pieces(f"{title}\n{headings}\n{body}"))
    for path in texts:
        sentences = re.split("[。！？；\n]", joined(path.read_text(encoding="utf-8")))
        long = [one for one in sentences if len(re.findall(f"[{HAN}]", one)) >= SHORTEST_SENTENCE]
        step = max(len(long) / QUERIES_PER_TEXT, 1)
        for turn in range(min(QUERIES_PER_TEXT, len(long))):
            yield _telling(long[int(turn * step)], known), {path.name}


def _telling(sentence: str, known: Counter[str]) -> str:
    from cms.rules.searching import pieces_of_word

    runs = re.findall(f"[{HAN}]{{{SPAN},}}", sentence)
    spans = [
        (run[at : at + SPAN], sentence.find(run) + at) for run in runs for at in range(len(run) - SPAN + 1)
    ]

    def common(span: tuple[str, int]) -> int:
        return sum(known[piece] for piece in pieces_of_word(span[0]))

    first = min(spans, key=common, default=(sentence[:SPAN], 0))
    apart = [span for span in spans if abs(span[1] - first[1]) >= SPAN]
    chosen = sorted([first, min(apart, key=common, default=first)], key=lambda span: span[1])
    return " ".join(dict.fromkeys(text for text, _at in chosen))


def _report(asked: list[tuple[str, set[str]]], names: dict[int, str]) -> None:
    from cms.rules.searching import words_of
    from cms.search import known_synonyms, search
    from organisations.authority import NOBODY

    places: list[int] = []
    held = shown = 0
    for query, expected in asked:
        hits = search(query, by=NOBODY)
        found = [
            names.get(hit.entry.object_id, "?") if hit.entry.kind == "text" else hit.entry.title
            for hit in hits
        ]
        place = next((number for number, name in enumerate(found, 1) if name in expected), 0)
        wanted = words_of(query, known_synonyms())
        for hit in hits[:SHOWN]:
            text = f"{hit.entry.title}\n{hit.entry.headings}\n{hit.entry.body}".lower()
            held += all(any(way in text for way in word.ways) for word in wanted)
            shown += 1
        places.append(place)
        mark = "  " if 0 < place <= SHOWN else "! "
        print(f"{mark}{place or '-':>2} of {len(hits):<3} {query}  → {', '.join(found[:SHOWN])}")  # noqa: T201
    within = sum(0 < place <= SHOWN for place in places)
    print(  # noqa: T201
        f"{len(places)} queries: recall@1 {sum(place == 1 for place in places) / len(places):.3f}, "
        f"recall@{SHOWN} {within / len(places):.3f}, precision@{SHOWN} {held / max(shown, 1):.3f}"
    )


if __name__ == "__main__":
    main()
