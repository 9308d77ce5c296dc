"""The officer's home: to-dos, the table in area-code order, three lists; the station head's people; nobody else's."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from courses.models import CoursePage
from courses.services import plans
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from reporting.rules.periods import Period
from reporting.services import duties, filings
from reporting.words import Recipient
from tests.cast import Cast, Places
from tests.courses.classroom import open_class
from tests.lessons import complete, pages


def table_of(page: str) -> list[list[str]]:
    """The rows of the first table, as text."""
    found = re.search(r"<table.*?</table>", page, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", found.group() if found else "", re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


def finish(course: CoursePage, person: Person, at: datetime) -> None:
    for place, page in enumerate(pages(course)):
        complete(page, person, at - timedelta(days=place))


@pytest.fixture
def workers(course: CoursePage, places: Places, cast: Cast, at: datetime) -> list[Person]:
    """Two new workers in the first county, one of whom has finished; one in the other; an old hand."""
    hired = at.date() - timedelta(days=40)
    found = [
        cast.worker("林晓雯", places.station, hired=hired),
        cast.worker("覃小梅", places.station, hired=hired - timedelta(days=10)),
        cast.worker("黄建国", places.other_station, hired=hired),
    ]
    cast.worker("老同事", places.station, hired=date(2020, 1, 6))
    finish(course, found[0], at)
    plans.load(by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    return found


def test_who_is_behind_is_seen_without_a_click(
    client: Client, workers: list[Person], places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("谢海燕", Role.OFFICER, places.city)))
    page = client.get("/desk/").content.decode()
    head, *rows = table_of(page)
    assert head == ["县（市、区）、单位", "应训", "完成", "完成率", "本月督导", "报送状态"]
    assert rows == [
        ["东湖县", "2", "1", "50.0%（1/2）", "0", "没有要求"],
        ["西山县", "1", "0", "0.0%（0/1）", "0", "没有要求"],
        ["合计", "3", "1", "33.3%（1/3）", "0", ""],
    ]
    assert "数据截止" in page
    assert page.index("覃小梅") < page.index("黄建国")  # the longest overdue first
    assert "林晓雯" not in page


def test_the_state_of_each_county_s_filing_stands_in_its_row(
    client: Client, workers: list[Person], places: Places, cast: Cast, at: datetime
) -> None:
    client.force_login(cast.account(cast.with_role("谢海燕", Role.OFFICER, places.city)))

    def states() -> list[str]:
        return [row[-1] for row in table_of(client.get("/desk/").content.decode())[1:3]]

    duties.ask(organisation=places.county, report_year=2026, due_on=date(2026, 3, 25), by=SYSTEM, at=at)
    earlier = at - timedelta(days=30)
    duties.ask(
        organisation=places.other_county, report_year=2025, due_on=date(2026, 3, 2), by=SYSTEM, at=earlier
    )
    assert states() == ["2026年度 待报，3月25日截止", "2025年度 未报，已过3月2日"]
    filing = filings.file(
        organisation=places.county, period=Period(report_year=2026), unit=None, by=SYSTEM, at=at
    )
    assert states()[0] == "2026年度 已报送"
    duties.give_back(filing=filing, remark="请核对", by=SYSTEM, at=at)
    assert states()[0] == "2026年度 退回"


def test_a_filing_to_the_other_line_leaves_the_own_one_due(
    client: Client, workers: list[Person], places: Places, cast: Cast, at: datetime
) -> None:
    client.force_login(cast.account(cast.with_role("谢海燕", Role.OFFICER, places.county)))
    duties.ask(organisation=places.county, report_year=2026, due_on=date(2026, 3, 25), by=SYSTEM, at=at)
    year = Period(report_year=2026)
    filings.file(organisation=places.county, period=year, recipient=Recipient.SOCIAL_WORK, by=SYSTEM, at=at)
    page = f"/filings/new/?organisation={places.county.public_id}&amp;year=2026"
    assert (
        client.get("/desk/").content.decode().count(page) == 2
    )  # among the to-dos, and where filings are due
    filings.file(organisation=places.county, period=year, by=SYSTEM, at=at)
    assert page not in client.get("/desk/").content.decode()


def test_the_table_is_sorted_by_the_reader_s_click(
    client: Client, workers: list[Person], places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("谢海燕", Role.OFFICER, places.city)))

    def order(address: str) -> list[str]:
        return [row[0] for row in table_of(client.get(address).content.decode())[1:3]]

    assert order("/desk/") == order("/desk/?order=hours") == ["东湖县", "西山县"]
    assert "?order=rate" in client.get("/desk/").content.decode()
    assert order("/desk/?order=rate") == ["西山县", "东湖县"]


def test_a_county_sees_its_stations_and_nothing_of_the_other(
    client: Client, workers: list[Person], places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("邓丽珊", Role.OFFICER, places.county)))
    page = client.get("/desk/").content.decode()
    assert table_of(page)[1:] == [["东湖县青石镇社工站", "2", "1", "50.0%（1/2）", "0"]]
    assert "黄建国" not in page
    assert "西山县" not in page
    assert client.get(f"/desk/behind/?organisation={places.other_station.public_id}").status_code == 404
    assert client.get("/desk/behind/?organisation=1").status_code == 404
    behind = client.get(f"/desk/behind/?organisation={places.station.public_id}").content.decode()
    assert "覃小梅" in behind
    assert "共1人" in behind


def test_the_other_line_of_the_county_reads_the_same_table(
    client: Client, workers: list[Person], places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("彭建新", Role.OFFICER, places.department)))
    assert table_of(client.get("/desk/").content.decode())[1:] == [
        ["东湖县青石镇社工站", "2", "1", "50.0%（1/2）", "0"]
    ]


def test_a_reader_sees_the_counts_and_no_names(
    client: Client, workers: list[Person], places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("郑伟明", Role.READER, places.province)))
    page = client.get("/desk/").content.decode()
    assert table_of(page)[1] == ["东湖县", "2", "1", "50.0%（1/2）", "0", "没有要求"]
    assert "覃小梅" not in page
    assert "/desk/behind/" not in page


def test_a_station_head_sees_the_people_of_the_station_those_behind_first(
    client: Client, workers: list[Person], places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("黄秋萍", Role.STATION_HEAD, places.station)))
    rows = table_of(client.get("/desk/").content.decode())[1:]
    assert [tuple(row) for row in rows] == [
        ("覃小梅社工", "已超期 已学0节，共5节，应于2月24日前完成"),
        ("林晓雯社工", "已完成"),
        ("黄秋萍社工", "入职已满一年，不要求"),
        ("老同事社工", "入职已满一年，不要求"),
    ]


def test_a_new_county_is_led_to_the_import(
    client: Client, course: CoursePage, places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("邓丽珊", Role.OFFICER, places.county)))
    assert 'href="/imports/new/">导入名册<' in client.get("/desk/").content.decode()
    cast.worker("陈小燕", places.station)
    assert "导入名册<" not in client.get("/desk/").content.decode()


def test_a_class_teacher_sees_classes_and_no_table(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    open_class(places.county, at, provider=places.school)
    client.force_login(cast.account(cast.with_role("周志远", Role.CLASS_TEACHER, places.school)))
    page = client.get("/desk/").content.decode()
    assert "岗前培训班2026-01" in page
    assert "<table" not in page
    assert client.get("/desk/behind/").status_code == 403


@pytest.mark.parametrize(
    ("role", "place"), [(Role.OFFICER, "city"), (Role.OFFICER, "county"), (Role.STATION_HEAD, "station")]
)
def test_the_desk_takes_as_many_queries_for_twenty_as_for_one(
    client: Client, course: CoursePage, places: Places, cast: Cast, at: datetime, role: Role, place: str,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    client.force_login(cast.account(cast.with_role("邓丽珊", role, getattr(places, place))))
    asked = iter(range(2000, 2100))

    def grow(number: int) -> int:
        for _ in range(number):
            open_class(places.county, at, code=f"2026-{cast.count:03d}")
            for station in (places.station, places.other_station):
                cast.worker(f"新人{cast.count}", station, hired=at.date() - timedelta(days=20))
            year = next(asked)
            duties.ask(
                organisation=places.county, report_year=year, due_on=date(2026, 4, 1), by=SYSTEM, at=at
            )
        plans.assign(by=SYSTEM, at=at)
        return count_queries(lambda: client.get("/desk/"))

    plans.load(by=SYSTEM, at=at)

    assert grow(1) == grow(19)


def test_the_list_of_those_behind_takes_as_many_queries_for_twenty_as_for_one(
    client: Client, course: CoursePage, places: Places, cast: Cast, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    client.force_login(cast.account(cast.with_role("邓丽珊", Role.OFFICER, places.county)))

    def grow(number: int) -> int:
        for _ in range(number):
            cast.worker(f"新人{cast.count}", places.station, hired=at.date() - timedelta(days=20))
        plans.assign(by=SYSTEM, at=at)
        return count_queries(lambda: client.get("/desk/behind/"))

    plans.load(by=SYSTEM, at=at)

    assert grow(1) == grow(19)
