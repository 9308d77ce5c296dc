"""Load the cases that the product brings itself."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.services import tree
from cms.services.late_indexing import once_each
from cms.words import CaseOrigin
from core import events
from core.errors import RuleBroken
from courses.case_querysets import all_cases
from courses.models import CaseIndexPage, CasePage
from courses.services import content_blocks, law_references
from courses.words import CaseKind
from organisations.authority import Authority
from organisations.roles import Permission

CONTENT = Path(__file__).resolve().parents[1] / "content" / "cases"


@transaction.atomic
@once_each()
def load(*, folder: Path, by: Authority, at: datetime) -> int:
    """Publish the cases in `folder` that were never loaded; how many those were. What editors changed stays.

    Raises RuleBroken for whoever is neither the system nor an editor, and for an article that nobody knows.
    """
    if not by.scope(Permission.EDIT_CONTENT):
        raise RuleBroken("content.not_yours", "载入案例要有“编辑课程”的权限。请联系上级主管部门授权。")
    made = 0
    for path in sorted(folder.glob("*.json")):
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not all_cases().filter(slug=content["slug"]).exists():
            _publish(content, by=by, at=at)
            made += 1
    if made:
        events.record("courses.cases.loaded", by=by, at=at, data={"count": made})
    return made


def _publish(content: dict[str, Any], *, by: Authority, at: datetime) -> None:
    talk = [
        {
            "type": "question",
            "value": question,
            "id": str(uuid.uuid5(content_blocks.NAMESPACE, f"cases/{content['slug']}/talk/{place}")),
        }
        for place, question in enumerate(content["questions_for_talk"])
    ]
    told = law_references.resolved(content, by=by, at=at)
    page = CasePage(
        title=content["title"], slug=content["slug"], case_kind=CaseKind(content["case_kind"]), live=False,
        origin=CaseOrigin(content["origin"]), summary=content["summary"], talk=json.dumps(talk),
        body=json.dumps(content_blocks.body(told, picture=None, prefix="cases")),
    )  # fmt: skip
    index = tree.ensure_index(CaseIndexPage, title=_("案例库"), slug="cases", by=by, at=at)
    index.add_child(instance=page)
    page.save_revision().publish()
