"""From the references that lesson files name (`law-code#第…条`) to the rows of articles that pages keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cms.services import laws
from core import clock
from organisations.authority import Authority


def resolved(content: dict[str, Any], *, by: Authority, at: datetime) -> dict[str, Any]:
    """The lesson with rows in its law blocks; laws that the site does not have yet are loaded.

    Raises RuleBroken for an article that the product's file of laws does not have, BadReference for nonsense.
    """
    body = [_resolved(block, by=by, at=at) if block["type"] == "law" else block for block in content["body"]]
    return content | {"body": body}


def _resolved(block: dict[str, Any], *, by: Authority, at: datetime) -> dict[str, Any]:
    value = block["value"]
    article = laws.article_for(reference=value["article"], on=clock.date_of(at), by=by, at=at)
    return block | {"value": {"article": article.pk, "note": value.get("note", "")}}
