"""An amended article names exactly the questions that cite it."""

from __future__ import annotations

from datetime import date, timedelta

from assessment.querysets import all_questions
from assessment.services import bank, question_imports
from assessment.words import QuestionFormat, QuestionState
from cms import citations
from cms.models import Law, LawArticle
from core import clock
from organisations.authority import SYSTEM

TEXT = """// [id:cites] [tag:法条:some-law#第一条]
甲题{T}

// [id:other] [tag:法条:some-law#第二条]
乙题{T}

// [id:retired] [tag:法条:some-law#第一条]
丙题{T}
"""


def test_questions_are_stale_from_the_day_that_their_article_lapses(db: None) -> None:
    at, amended_on = clock.now(), clock.today() + timedelta(days=10)
    law = Law.objects.create(code="some-law", title="某法", kind="law")
    first, second = [
        LawArticle.objects.create(law=law, number=number, in_force_from=date(2020, 1, 1), gist="大意")
        for number in ("第一条", "第二条")
    ]
    batch = question_imports.stage(
        name="题", content=TEXT.encode(), format_=QuestionFormat.GIFT, by=SYSTEM, at=at
    )
    question_imports.confirm(batch=batch, without_refused=False, by=SYSTEM, at=at)
    bank.move(question=all_questions().get(code="retired"), to=QuestionState.RETIRED, by=SYSTEM, at=at)
    cited = citations.citing([first.pk, second.pk], on=clock.today())
    assert {(one.title, one.article_id) for one in cited} == {("甲题", first.pk), ("乙题", second.pk)}

    LawArticle.objects.filter(pk=first.pk).update(in_force_to=amended_on)
    LawArticle.objects.create(
        law=law, number="第一条", in_force_from=amended_on, gist="改过", follows_id=first.pk
    )
    assert citations.stale(on=amended_on - timedelta(days=1)) == []
    [stale] = citations.stale(on=amended_on)
    assert (stale.article.pk, [one.title for one in stale.citations]) == (first.pk, ["甲题"])
