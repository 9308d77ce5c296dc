"""What editors and stations wrote: a published piece of news in an issue, one that waits, one that could be bound."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cms.models import NewsPage
from cms.services import news
from cms.services.news import Imprint, Piece
from courses.case_querysets import all_cases
from courses.services import case_content
from organisations.authority import SYSTEM
from organisations.models import Organisation
from people.models import Person
from tests.cast import Cast

TEXT = "3月10日，镇上办了一场入户走访的练习。\n12名社工参加。"


def contents(unit: Organisation, *, head: Person, cast: Cast, at: datetime) -> dict[str, Any]:
    """By the names that addresses use."""

    def sent(title: str) -> Any:
        return news.submit(piece=Piece(title, TEXT), organisation=unit, by=cast.by(head), at=at)

    def published(title: str) -> NewsPage:
        page = news.adopt(submission=sent(title), by=SYSTEM, at=at)
        page.save_revision().publish()
        return NewsPage.objects.get(pk=page.pk)

    case_content.load(folder=case_content.CONTENT, by=SYSTEM, at=at)
    piece, unbound = published("入户走访练起来"), published("走访记录怎样写")
    imprint = Imprint("榕江社工简报", "榕江市民政局", at.date())
    return {
        "news_piece": piece,
        "unbound_piece": unbound,
        "news_submission": sent("社工节活动"),
        "case": all_cases()[0],
        "bulletin": news.issue(pages=[piece], imprint=imprint, by=SYSTEM, at=at),
    }
