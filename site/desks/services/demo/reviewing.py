"""The demo's editors: a lesson waits for review, and the office rule that it cites will be replaced soon."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cms.law_words import LawKind
from cms.models import Law, LawArticle
from cms.services import editors, laws, releases
from courses.lesson_querysets import published_lessons
from courses.models import LessonPage
from organisations.authority import SYSTEM
from people.models import Person

LAPSES_IN = timedelta(days=20)
IN_FORCE_SINCE = timedelta(days=700)


def build(*, editor: Person, anchor: date, at: datetime) -> None:
    """The editor's draft of the first lesson cites a rule of the invented city, and is submitted."""
    page = published_lessons().first()
    editor.refresh_from_db()
    if page is None or editor.account is None:
        return
    editors.follow_grant(account=editor.account, may_edit=True, may_publish=False)
    article = _office_rule(anchor=anchor, at=at)
    draft = LessonPage.objects.get(pk=page.pk)
    draft.body.append(("law", {"article": article, "note": "第一个月不独自入户，先跟着同事走三次。"}))
    releases.submit(page=draft, account=editor.account, by=SYSTEM, at=at)
    laws.lapse(article=article, on=anchor + LAPSES_IN, by=SYSTEM, at=at)


def _office_rule(*, anchor: date, at: datetime) -> LawArticle:
    """Invented, as the city is: no real law is shown as lapsing."""
    law = Law(
        code="demo-station-rules", title="榕江市社工站工作规定", short_title="社工站工作规定",
        issuer="榕江市民政局", kind=LawKind.DOCUMENT,
    )  # fmt: skip
    laws.write_law(law=law, by=SYSTEM, at=at)
    article = LawArticle(
        law=law, number="第八条", in_force_from=anchor - IN_FORCE_SINCE, is_verified=True,
        gist="新到岗的社工由同事带着入户，满三次以后才独自走访。",
    )  # fmt: skip
    return laws.write_article(article=article, by=SYSTEM, at=at)
