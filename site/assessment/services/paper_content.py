"""Load papers that ship as files. A changed file is a new version; the same again changes nothing."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from assessment.models import Paper, PaperItem, PaperVersion, Question, QuestionVersion
from assessment.rules import QuestionDetails
from assessment.services.papers import current_wordings
from assessment.services.questions import set_tags, version_of
from assessment.words import QuestionKind, QuestionState, ReviewTime, TagKind
from core import events, records
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.permissions import require
from organisations.roles import Permission


def load(*, folder: Path, by: Authority, at: datetime) -> int:
    """Publish every paper of the folder whose file is new or changed; how many.

    A file asks questions of the bank by their code, and brings its own beside them. Raises RuleBroken for a code that
    the bank lacks and for whoever is not the system; OSError and KeyError for files that are incomplete.
    """
    require(by, Permission.SET_PAPERS, None)
    return sum(
        _load(json.loads(file.read_text("utf-8")), by=by, at=at) for file in sorted(folder.glob("*.json"))
    )


@transaction.atomic
def _load(content: dict[str, Any], *, by: Authority, at: datetime) -> bool:
    digest = records.digest(records.canonical_json(content))
    paper, _made = Paper.objects.get_or_create(code=content["code"])
    last = paper.versions.order_by("-number").first()
    if last is not None and last.digest == digest:
        return False
    asked = _asked(content["questions"])
    version = PaperVersion.objects.create(
        paper=paper, number=last.number + 1 if last else 1, title=content["title"], digest=digest,
        minutes=content["minutes"], pass_percent=content["pass_percent"], tries=content["tries"],
        review=ReviewTime(content["review"]).value, is_open=content["is_open"],
    )  # fmt: skip
    PaperItem.objects.bulk_create(
        PaperItem(asked_in=version, position=position, version=one) for position, one in enumerate(asked, 1)
    )
    version.published_at = at
    version.save(update_fields=["published_at"])
    events.record("assessment.paper.loaded", by=by, at=at, subject=paper, data={"version": version.number})
    return True


def _asked(questions: list[str | dict[str, Any]]) -> list[QuestionVersion]:
    codes = [one for one in questions if isinstance(one, str)]
    try:
        standing = dict(zip(codes, current_wordings(codes), strict=True))
    except KeyError as missing:
        raise RuleBroken(
            "paper.question_missing",
            "题库里没有题号“%(code)s”。请先载入这道题所在的课程。",
            code=missing.args[0],
        ) from missing
    return [standing[one] if isinstance(one, str) else _own(one) for one in questions]


def _own(content: dict[str, Any]) -> QuestionVersion:
    """A question that the paper brings, live in the bank from then on."""
    tags = [(TagKind.FREE, tag) for tag in content["tags"]] + [
        (TagKind.LAW, law) for law in content.get("laws", [])
    ]
    details = QuestionDetails(
        code=content["code"], kind=QuestionKind(content["kind"]), stem=content["stem"],
        options=tuple((option["text"], option["right"]) for option in content["options"]),
        explanation=content["explanation"], tags=tuple(tags),
    )  # fmt: skip
    question, _made = Question.objects.get_or_create(
        code=details.code, defaults={"state": QuestionState.LIVE}
    )
    set_tags(question, details)
    return version_of(question, details)
