"""From the blocks of a lesson file to those of a page."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from cms.blocks import TextBlocks
from cms.models import SiteImage

NAMESPACE = uuid.UUID("6d5f9f0a-6a0c-4f51-9a0b-4c7f6a3a5b10")  # of the ids of loaded blocks


def body(content: dict[str, Any], *, picture: SiteImage | None, prefix: str) -> list[dict[str, Any]]:
    """The raw value of a page's body. Kinds of blocks that pages do not know are left out.

    A block's id is made of its kind and its number among its kind: what a learner wrote under the second reflection
    stays with the second reflection when a paragraph is put in front of it.
    """
    known = TextBlocks().child_blocks
    seen: Counter[str] = Counter()
    blocks = []
    for block in content["body"]:
        kind = block["type"]
        value = _picture_value(content, picture) if kind == "image" else block.get("value")
        if kind not in known or value is None:
            continue
        seen[kind] += 1
        name = f"{prefix}/{content['slug']}/{kind}/{seen[kind]}"
        blocks.append({"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, name))})
    return blocks


def questions(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The raw value of a lesson's check."""
    return [
        {"type": "question", "value": question, "id": str(uuid.uuid5(NAMESPACE, question["code"]))}
        for question in content["questions"]
    ]


def _picture_value(content: dict[str, Any], picture: SiteImage | None) -> dict[str, Any] | None:
    if picture is None:
        return None
    words = content["image"]
    return {"image": picture.pk, "alt": words["alt"], "caption": words["caption"]}
