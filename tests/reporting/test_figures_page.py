"""The figures page: its numbers, their definitions, and the way from each number to its lines."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.words import AttendanceState
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.reporting import series

FIRST = date(2026, 3, 2)


@pytest.fixture
def officer(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    return client


def text_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def links(response) -> dict[str, list[str]]:
    """The addresses behind each linked text."""
    found: dict[str, list[str]] = {}
    for url, text in re.findall(r'<a href="([^"]+)">([^<]+)</a>', response.content.decode()):
        found.setdefault(text, []).append(unescape(url))
    return found


def test_a_county_officer_lands_on_the_own_county_and_the_latest_year(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    held = series.hold_class("A", places.county, year=2025, first_day=FIRST, days=2, at=at)
    series.attend_all(held, *[cast.worker(f"人{number}", places.station) for number in range(3)], at=at)
    response = officer.get("/figures/")
    words = text_of(response)
    assert "东湖县民政局 2025年度" in words
    assert "人次 6 6 人·天 一人一天计1人次" in words
    assert "东湖县青石镇社工站 0 0 0 0 0 0 0 1 1 3 6 12 12 36" in words
    assert "attendance.credit@CN:2009-01-01" in words


def test_a_class_that_is_planned_for_next_year_does_not_lead_there(
    officer: Client, places: Places, at: datetime
) -> None:
    for year in (at.year - 1, at.year + 1):
        series.hold_class(f"A{year}", places.county, year=year, first_day=FIRST, at=at)
    with time_machine.travel(at):
        assert "东湖县民政局 2025年度" in text_of(officer.get("/figures/"))


def test_every_number_leads_to_lines_that_come_to_it(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    people = [cast.worker("陈小燕", places.station), cast.worker("何志明", places.station)]
    series.attend_all(series.hold_class("A", places.county, first_day=FIRST, days=3, at=at), *people, at=at)
    page = officer.get("/figures/")
    numbers = [(text, url) for text, urls in links(page).items() for url in urls if "/figures/lines/" in url]
    assert numbers
    for text, url in numbers:
        assert text in text_of(officer.get(url))
    [visits] = [url for url in links(page)["6"] if "level=classes" in url and "county" not in url][:1]
    days = links(officer.get(visits))["培训班A（东湖县民政局）"][0]
    assert "2026年3月2日 2 2 4 12" in text_of(officer.get(days))
    people_page = officer.get(links(officer.get(days))["2026年3月2日"][0])
    lines = officer.get(links(people_page)["陈小燕 · 东湖县青石镇社工站"][0])
    assert "2026年3月2日 上午 培训班A 政策 陈小燕 东湖县青石镇社工站 出勤 180" in text_of(lines)
    assert "990000" not in lines.content.decode()


def test_late_and_make_up_are_flagged_in_the_lines(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    session = series.hold_class("A", places.county, first_day=FIRST, at=at).sessions.first()
    series.attend(session, cast.worker("陈小燕", places.station), state=AttendanceState.LATE, at=at)
    response = officer.get("/figures/lines/?level=lines")
    assert '<strong class="status status-due">迟到</strong>' in response.content.decode()


def test_figures_and_lines_of_another_county_do_not_exist(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    series.attend_all(
        series.hold_class("B", places.other_county, first_day=FIRST, at=at),
        cast.worker("外县人", places.other_station), at=at,
    )  # fmt: skip
    for organisation in (places.other_county, places.city, places.other_station):
        for page in ("/figures/", "/figures/lines/"):
            assert officer.get(f"{page}?scope={organisation.public_id}&year=2026").status_code == 404
    assert "外县人" not in officer.get("/figures/lines/?level=lines").content.decode()
    for wrong in ("scope=1", "side=x", "level=x", "unit=x", "day=x", "class=x", "person=x"):
        assert officer.get(f"/figures/lines/?year=2026&{wrong}").status_code == 404


def test_a_reader_sees_numbers_and_units_but_no_names(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    series.attend_all(
        series.hold_class("A", places.county, first_day=FIRST, at=at),
        cast.worker("陈小燕", places.station), at=at,
    )  # fmt: skip
    client.force_login(cast.account(cast.with_role("省里的人", Role.READER, places.province)))
    words = text_of(client.get(f"/figures/lines/?scope={places.county.public_id}&year=2026&level=lines"))
    assert "东湖县青石镇社工站" in words
    assert "陈小燕" not in words


def test_a_worker_without_a_role_and_a_stranger_see_nothing(
    client: Client, places: Places, cast: Cast
) -> None:
    assert client.get("/figures/").status_code == 302
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    assert client.get("/figures/").status_code == 403


def test_people_without_a_unit_that_day_are_named_and_count_by_organiser_alone(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    held = series.hold_class("A", places.county, first_day=FIRST, at=at)
    newcomer = cast.worker("入职前就来的人", places.station, hired=FIRST + timedelta(days=5))
    series.attend_all(held, newcomer, cast.worker("陈小燕", places.station), at=at)
    page = officer.get("/figures/")
    assert "人数 2 1 人 不同的人" in text_of(page)
    assert "有1人上课当天没有任职记录" in text_of(page)
    listed = text_of(officer.get(links(page)["看是哪些人"][0]))
    assert "入职前就来的人 · 当天没有任职记录" in listed
    assert "陈小燕" not in listed


def test_a_period_without_a_scope_is_of_the_own_organisation(officer: Client, places: Places) -> None:
    response = officer.get("/figures/?first_day=2026-01-01&last_day=2026-03-31")
    assert "东湖县民政局 2026年1月1日至2026年3月31日" in text_of(response)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "二者填一样"),
        ("year=2026&first_day=2026-01-01", "二者填一样"),
        ("first_day=2026-01-01", "起止日期要两个都填"),
        ("first_day=2026-02-01&last_day=2026-01-01", "止日不能早于起日"),
    ],
)
def test_a_period_that_cannot_be_is_said_in_words(
    officer: Client, places: Places, query: str, words: str
) -> None:
    response = officer.get(f"/figures/?scope={places.county.public_id}&{query}")
    assert response.status_code == 422
    assert words in response.content.decode()


def test_the_unit_of_visits_changes_visits_alone(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    held = series.hold_class("A", places.county, first_day=FIRST, days=2, topics=["甲", "乙", "丙"], at=at)
    series.attend_all(held, cast.worker("陈小燕", places.station), at=at)
    pages = [
        text_of(officer.get(f"/figures/?scope={places.county.public_id}&year=2026&visits={unit}"))
        for unit in ("person-day", "session", "course", "class")
    ]
    assert [re.search(r"人次 (\d+) (\d+) 人·", page).groups() for page in pages] == [
        ("2", "2"), ("4", "4"), ("3", "3"), ("1", "1"),
    ]  # fmt: skip
    assert {re.search(r"人时 (\d+) (\d+) 小时", page).groups() for page in pages} == {("12", "12")}


def test_the_pages_take_the_same_number_of_queries_for_one_line_and_for_many(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    series.attend_all(
        series.hold_class("A", places.county, first_day=FIRST, at=at),
        cast.worker("人", places.station),
        at=at,
    )
    urls = [
        "/figures/",
        *[f"/figures/lines/?level={level}" for level in ("classes", "sessions", "people", "lines")],
    ]

    def counts() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert officer.get(url).status_code == 200
            found.append(len(queries))
        return found

    before = counts()
    for number in range(4):
        held = series.hold_class(
            f"B{number}", places.county, first_day=FIRST + timedelta(days=7 * number + 7), days=3, at=at
        )
        series.attend_all(held, *[cast.worker(f"{number}号{n}", places.station) for n in range(5)], at=at)
    assert counts() == before
    assert before[0] <= 12


def test_the_counties_are_a_picture_largest_first_with_the_other_side_hatched(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    client.force_login(cast.account(cast.with_role("市局的人", Role.OFFICER, places.city)))
    first = series.hold_class("A", places.county, first_day=FIRST, at=at)
    second = series.hold_class("B", places.other_county, first_day=FIRST, days=3, at=at)
    series.attend_all(first, cast.worker("陈小燕", places.station), at=at)
    series.attend_all(second, cast.worker("黄建国", places.other_station), at=at)
    page = client.get("/figures/").content.decode()
    assert "各县（市、区）的人时：共2项，第一项是西山县" in page
    assert 'fill="url(#places-hatch)"' in page
    assert "最多的是3月" in page
    assert "口径：每人到课的课次时长之和" in page
    assert page.count('<svg class="chart-drawing"') == 2


def test_one_place_and_no_hours_need_no_picture(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    assert "chart-drawing" not in officer.get("/figures/").content.decode()
    held = series.hold_class("A", places.county, first_day=FIRST, at=at)
    series.attend_all(held, cast.worker("陈小燕", places.county), at=at)
    assert officer.get("/figures/").content.decode().count("chart-drawing") == 1  # the months alone


def test_months_to_come_are_blank_and_not_nothing(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    held = series.hold_class("A", places.county, first_day=FIRST, at=at)
    series.attend_all(held, cast.worker("陈小燕", places.county), at=at)
    with time_machine.travel(at, tick=False):
        words = text_of(officer.get("/figures/?year=2026"))
    assert "2月 0.0小时" in words
    assert "4月 —" in words


def test_hours_of_another_calendar_year_are_told_in_words(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    for code, day in (("A", FIRST), ("B", date(2027, 1, 4))):
        held = series.hold_class(code, places.county, year=2026, first_day=day, at=at)
        series.attend_all(held, cast.worker(f"人{code}", places.station), at=at)
    page = officer.get("/figures/?year=2026").content.decode()
    assert "小时在2026年以外，不在图里" in page
