"""The papers of a class: blank and with names, for a day and for all; every page names its class."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from courses.models import ClassSession
from courses.services import outside_learners
from courses.words import HalfDay
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, session_of
from tests.courses.sign_in.room import enrolled, logged_in, text

PAPERS = (
    "class_prints",
    "class_sheet_daily",
    "class_sheet_wide",
    "class_roster_print",
    "class_timetable_print",
    "class_cards",
)
PATHS = {"class_prints": "", "class_sheet_daily": "daily/", "class_sheet_wide": "wide/", "class_roster_print": "roster/",
         "class_timetable_print": "timetable/", "class_cards": "cards/"}  # fmt: skip


@pytest.fixture
def client(session: ClassSession, teacher: Person, cast: Cast, at: datetime) -> Client:
    """Three half days: two today, one tomorrow."""
    session_of(session.training_class, at, half_day=HalfDay.AFTERNOON)
    session_of(session.training_class, at, held_on=TODAY + timedelta(days=1))
    return logged_in(cast, teacher)


def paper(client: Client, session: ClassSession, name: str, query: str = "") -> str:
    answer = client.get(f"/classes/{session.training_class.public_id}/print/{PATHS[name]}{query}")
    assert answer.status_code == 200
    return text(answer)  # type: ignore[arg-type]


def rows_of(page: str) -> int:
    return page.count('<td class="number">')


def test_a_day_has_a_sheet_with_its_half_days_blank_or_with_names(
    client: Client, session: ClassSession, learner: Person, at: datetime
) -> None:
    enrolled(session, learner, at)
    blank, named = (paper(client, session, "class_sheet_daily", query) for query in ("", "?names=1"))
    assert blank.count('<article class="print-sheet') == 2
    assert rows_of(blank) == rows_of(named) == 40
    assert ("陈小燕" in blank, named.count("陈小燕")) == (False, 2)
    one = paper(client, session, "class_sheet_daily", f"?day={TODAY.isoformat()}&names=1")
    assert one.count('<article class="print-sheet') == 1
    assert "上午签名" in one
    assert "下午签名" in one
    nowhere = f"/classes/{session.training_class.public_id}/print/daily/?day=2020-01-01"
    assert client.get(nowhere).status_code == 404


def test_guests_stand_behind_the_list_and_are_marked(
    client: Client, session: ClassSession, learner: Person, at: datetime
) -> None:
    enrolled(session, learner, at)
    people = [("王建军", "东湖县人民检察院")]
    outside_learners.add_many(training_class=session.training_class, people=people, by=SYSTEM, at=at)
    for name in ("class_sheet_daily", "class_sheet_wide", "class_roster_print"):
        page = paper(client, session, name, "?names=1")
        row = page.split("王建军")[1].split("</tr>")[0]
        assert "东湖县人民检察院" in row
        assert "外单位" in row
        assert "外单位" not in page.split("陈小燕")[1].split("</tr>")[0]
        if name != "class_roster_print":
            assert "应到1人，另有外单位学员1人" in page
            assert rows_of(page) == 20 * page.count('<article class="print-sheet')
    assert "王建军" not in paper(client, session, "class_sheet_daily")
    assert "王建军" in paper(client, session, "class_cards")
    of_session = text(client.get(f"/classes/sessions/{session.public_id}/sheet/?names=1"))  # type: ignore[arg-type]
    assert "外单位" in of_session.split("王建军")[1].split("</tr>")[0]


def test_the_wide_sheet_has_a_column_a_half_day_under_its_date(client: Client, session: ClassSession) -> None:
    page = paper(client, session, "class_sheet_wide")
    assert "print-sheet-wide" in page
    assert re.search(r'colspan="2">03-16<', page)
    assert re.search(r'colspan="1">03-17<', page)


def test_a_long_class_takes_a_second_wide_sheet(client: Client, session: ClassSession, at: datetime) -> None:
    for day in range(2, 11):
        session_of(session.training_class, at, held_on=TODAY + timedelta(days=day))
    assert paper(client, session, "class_sheet_wide").count('<article class="print-sheet') == 2


def test_the_heading_that_repeats_on_each_page_names_the_class(
    client: Client, session: ClassSession, places: Places, cast: Cast, at: datetime
) -> None:
    for number in range(21):
        enrolled(session, cast.worker(f"学员{number}", places.station), at)
    for name in ("class_sheet_daily", "class_sheet_wide", "class_roster_print"):
        for head in re.findall(r"<thead>.*?</thead>", paper(client, session, name, "?names=1"), re.DOTALL):
            assert session.training_class.name in head
    assert rows_of(paper(client, session, "class_sheet_wide", "?names=1")) == 40
    of_session = text(client.get(f"/classes/sessions/{session.public_id}/sheet/?names=1"))  # type: ignore[arg-type]
    head = re.search(r"<thead>.*?</thead>", of_session, re.DOTALL)
    assert head
    assert session.training_class.name in head.group()


def test_roster_timetable_and_cards_say_who_when_and_where(
    client: Client, session: ClassSession, learner: Person, at: datetime
) -> None:
    enrolled(session, learner, at)
    roster, timetable, cards = (
        paper(client, session, name)
        for name in ("class_roster_print", "class_timetable_print", "class_cards")
    )
    assert "陈小燕" in roster
    assert "东湖县青石镇社工站" in roster
    assert "990000" not in roster
    assert timetable.count("入户走访") == 3
    assert 'rowspan="2"' in timetable
    assert cards.count("陈小燕") == 2  # both sides of the fold


def test_papers_of_an_empty_class_say_so(client: Client, session: ClassSession) -> None:
    session.training_class.sessions.all().delete()
    pages = [paper(client, session, name) for name in PAPERS]
    assert sum("还没有" in page for page in pages) >= 5


@pytest.mark.parametrize("name", PAPERS)
def test_only_whoever_runs_the_class_prints(
    session: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime, name: str
) -> None:
    address = f"/classes/{session.training_class.public_id}/print/{PATHS[name]}"
    for person in (
        cast.with_role("钱主管", Role.OFFICER, places.other_county),
        enrolled(session, learner, at),
    ):
        assert logged_in(cast, person).get(address).status_code == 404


@pytest.mark.parametrize(
    "name", ["class_sheet_daily", "class_sheet_wide", "class_roster_print", "class_cards"]
)
def test_twenty_names_take_as_many_queries_as_one(
    client: Client, session: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime, name: str,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    enrolled(session, learner, at)
    paper(client, session, name, "?names=1")
    one = count_queries(lambda: paper(client, session, name, "?names=1"))
    for number in range(19):
        enrolled(session, cast.worker(f"学员{number}", places.station), at)
    assert count_queries(lambda: paper(client, session, name, "?names=1")) == one
