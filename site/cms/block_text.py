"""The words of a text made of blocks, for whoever reads all of them: the search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail import blocks


def headings_and_body(stream: Iterable[Any]) -> tuple[str, str]:
    """Headings and titles of cases; and everything that is read, one line a part. Without words of the form itself."""
    headings: list[str] = []
    body: list[str] = []
    for child in stream:
        if child.block_type == "heading":
            headings.append(str(child.value))
        elif isinstance(child.block, blocks.StructBlock) and "title" in child.value:
            headings.append(str(child.value["title"]))
        body.extend(text for text in _words(child.block, child.value) if text.strip())
    return "\n".join(headings), "\n".join(body)


def _words(block: blocks.Block, value: Any) -> Iterator[str]:
    if isinstance(block, blocks.ChoiceBlock) or value is None:
        return
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _words(child, value.get(name))
        return
    yield from block.get_searchable_content(value)
