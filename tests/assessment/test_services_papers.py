"""Setting a paper: questions chosen and drawn, published once for all, and renewed with today's wordings."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import InternalError, transaction
from django.db.utils import ProgrammingError

from assessment.models import PaperItem, PaperVersion
from assessment.paper_querysets import all_paper_versions, all_papers, versions_asked
from assessment.services import bank, papers
from assessment.services.papers import Draw
from assessment.words import QuestionKind, QuestionState, TagKind
from core.errors import RuleBroken
from core.models import Event
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.assessment.papers import DETAILS, a_draft, a_paper, live, single
from tests.cast import Cast, Places

REFUSED = (InternalError, ProgrammingError)


def stems(version: PaperVersion) -> list[str]:
    return [one.stem for one in versions_asked(version)]


def test_questions_stand_in_the_order_chosen_once_each(places: Places, at: datetime) -> None:
    paper = a_draft(places.county, at)
    draft = paper.versions.get()
    assert stems(draft) == ["第1题问什么", "第2题问什么", "第3题问什么"]
    numbers = [version.question_id for version in versions_asked(draft)]
    assert papers.choose(paper=paper, numbers=numbers, by=SYSTEM, at=at) == 0
    papers.move_up(paper=paper, position=3, by=SYSTEM, at=at)
    papers.take_out(paper=paper, position=1, by=SYSTEM, at=at)
    assert stems(draft) == ["第3题问什么", "第2题问什么"]
    assert [item.position for item in draft.items.all()] == [1, 2]


def test_only_live_questions_that_nobody_marks_are_chosen(places: Places, at: datetime) -> None:
    paper = a_draft(places.county, at, questions=1)
    draft = bank.keep(details=single(8), by=SYSTEM, at=at)
    essay = single(9, kind=QuestionKind.SHORT, options=())
    written = live([essay], at=at)[0]
    assert papers.choose(paper=paper, numbers=[draft.pk, written.pk], by=SYSTEM, at=at) == 0


def test_a_blueprint_draws_by_kind_and_tag_and_says_where_there_are_too_few(
    places: Places, at: datetime
) -> None:
    tagged = [single(number, tags=((TagKind.SUBJECT, "政策"),)) for number in (21, 22)]
    live([*tagged, single(23)], at=at)
    paper = a_draft(places.county, at, questions=1)
    papers.draw(paper=paper, wanted=Draw(2, QuestionKind.SINGLE, "政策"), by=SYSTEM, at=at)
    assert set(stems(paper.versions.get())) == {"第1题问什么", "第21题问什么", "第22题问什么"}
    with pytest.raises(RuleBroken, match="只有0道"):
        papers.draw(paper=paper, wanted=Draw(1, None, "政策"), by=SYSTEM, at=at)


def test_an_empty_paper_is_not_published(places: Places, at: datetime) -> None:
    paper = papers.add(details=DETAILS, owner=places.county, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="还没有题"):
        papers.publish(paper=paper, by=SYSTEM, at=at)


def test_a_published_paper_never_changes(places: Places, at: datetime) -> None:
    version = a_paper(places.county, at)
    with pytest.raises(RuleBroken, match="新版本"):
        papers.edit(paper=version.paper, details=DETAILS, by=SYSTEM, at=at)
    item = version.items.first()
    assert item is not None
    for change in (
        lambda: PaperVersion.objects.filter(pk=version.pk).update(pass_percent=1),
        lambda: version.items.filter(position=1).delete(),
        lambda: version.items.filter(position=1).update(position=9),
        lambda: PaperItem.objects.create(asked_in=version, position=9, version_id=item.version_id),
        lambda: PaperVersion.objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(REFUSED, match="never change"), transaction.atomic():
            change()


def test_a_new_version_asks_todays_wording_of_what_is_still_live(places: Places, at: datetime) -> None:
    version = a_paper(places.county, at)
    changed, gone = versions_asked(version)[0].question, versions_asked(version)[1].question
    live([single(1, stem="第1题改过了")], at=at)
    bank.move(question=gone, to=QuestionState.RETIRED, by=SYSTEM, at=at)
    draft = papers.renew(paper=version.paper, by=SYSTEM, at=at)
    assert stems(draft) == ["第1题改过了", "第3题问什么"]
    assert stems(version) == ["第1题问什么", "第2题问什么", "第3题问什么"]
    assert list(all_paper_versions().in_use()) == [version]
    papers.publish(paper=version.paper, by=SYSTEM, at=at)
    assert list(all_paper_versions().in_use()) == [draft]
    assert changed.versions.count() == 2


def test_a_second_draft_is_refused_and_a_paper_taken_out_of_use_is_closed(
    places: Places, at: datetime
) -> None:
    paper = a_draft(places.county, at)
    with pytest.raises(RuleBroken, match="已经有草稿"):
        papers.renew(paper=paper, by=SYSTEM, at=at)
    papers.retire(paper=paper, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="停用"):
        papers.publish(paper=paper, by=SYSTEM, at=at)


def test_papers_are_seen_and_set_by_their_own_organisations(places: Places, cast: Cast, at: datetime) -> None:
    paper = a_draft(places.county, at)
    officer = cast.by(cast.with_role("赵县级", Role.OFFICER, places.county))
    stranger = cast.by(cast.with_role("邻县", Role.OFFICER, places.other_county))
    worker = cast.by(cast.worker("陈小燕", places.station))
    assert [list(all_papers().visible_to(by)) for by in (officer, stranger, worker)] == [[paper], [], []]
    assert papers.publish(paper=paper, by=officer, at=at).published_by == officer.person_id
    with pytest.raises(RuleBroken, match="没有在这个单位"):
        papers.retire(paper=paper, by=stranger, at=at)


def test_each_step_leaves_one_event(places: Places, at: datetime) -> None:
    before = Event.objects.count()
    paper = papers.add(details=DETAILS, owner=places.county, by=SYSTEM, at=at)
    papers.edit(paper=paper, details=DETAILS, by=SYSTEM, at=at)
    assert Event.objects.count() == before + 2
