"""The papers that ship: loaded once, renewed when a file changes, and fit to be sat."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from assessment.models import Paper, PaperVersion
from assessment.paper_querysets import all_paper_versions, all_papers, versions_asked
from assessment.rules import problem_of_tags
from assessment.services import paper_content
from assessment.words import QuestionKind, QuestionState
from core.errors import RuleBroken
from core.text_guard import traces
from courses.services import course_content
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.assessment.papers import live, single
from tests.cast import Cast, Places

PAPERS = settings.ROOT / "courses" / "papers"
PRE_SERVICE = settings.ROOT / "courses" / "content" / "pre_service"
CONTENT: dict[str, Any] = {
    "code": "short", "title": "小测", "minutes": 10, "pass_percent": 60, "tries": None, "review": "handed_in",
    "is_open": True,
    "questions": [
        "paper-q1",
        {
            "code": "own", "kind": "true_false", "stem": "对不对", "explanation": "对。", "tags": ["走访"],
            "laws": ["pipl#第十七条"], "options": [{"text": "对", "right": True}, {"text": "错", "right": False}],
        },
    ],
}  # fmt: skip


@pytest.fixture
def shipped(db: None, at: datetime) -> PaperVersion:
    course_content.load(folder=PRE_SERVICE, by=SYSTEM, at=at)
    assert paper_content.load(folder=PAPERS, by=SYSTEM, at=at) == 1
    return all_paper_versions().open_to_everybody().get(paper__code="pre-service/exit-test")


def load(folder: Path, content: dict[str, Any], at: datetime) -> int:
    (folder / "short.json").write_text(json.dumps(content), encoding="utf-8")
    return paper_content.load(folder=folder, by=SYSTEM, at=at)


def test_the_exit_test_of_the_pre_service_course_is_fit_to_be_sat(
    shipped: PaperVersion, at: datetime
) -> None:
    asked = versions_asked(shipped)
    assert 20 <= len(asked) <= 30
    assert {QuestionKind(one.kind) for one in asked} == {"single", "multiple", "true_false"}
    assert all(one.explanation and one.right_keys for one in asked)
    assert {one.question.state for one in asked} == {QuestionState.LIVE}
    for one in asked:
        tags = tuple((tag.kind, tag.text) for tag in one.question.tags.all())
        assert not problem_of_tags(tags)
        assert not traces(one.stem + one.explanation)
    assert paper_content.load(folder=PAPERS, by=SYSTEM, at=at) == 0


def test_right_options_do_not_stand_in_one_place_alone(shipped: PaperVersion) -> None:
    singles = [one for one in versions_asked(shipped) if one.kind == QuestionKind.SINGLE]
    assert len({key for one in singles for key in one.right_keys}) >= 3


def test_a_changed_file_is_a_new_version(db: None, tmp_path: Path, at: datetime) -> None:
    live([single(1)], at=at)
    assert [load(tmp_path, CONTENT, at), load(tmp_path, CONTENT, at)] == [1, 0]
    assert load(tmp_path, CONTENT | {"pass_percent": 70}, at) == 1
    assert [one.pass_percent for one in Paper.objects.get().versions.order_by("number")] == [60, 70]


def test_a_question_that_is_missing_stops_the_paper(db: None, tmp_path: Path, at: datetime) -> None:
    with pytest.raises(RuleBroken, match="paper-q1"):
        load(tmp_path, CONTENT, at)
    assert not Paper.objects.exists()


def test_a_shipped_paper_is_seen_by_whoever_sets_papers_and_changed_by_nobody(
    shipped: PaperVersion, places: Places, cast: Cast
) -> None:
    officer = cast.by(cast.with_role("赵县级", Role.OFFICER, places.county))
    assert list(all_papers().visible_to(officer)) == [shipped.paper]
    assert not all_papers().editable_by(officer).exists()
