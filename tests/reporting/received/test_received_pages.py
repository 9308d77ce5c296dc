"""The pages of a higher body's table: point, fill, open a cell's rows; others' tables do not exist."""

import html
import io
import re
from datetime import datetime

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import TrainingClass
from organisations.models import Organisation
from organisations.roles import Role
from reporting.models import FilledTable, ReceivedTable, TableMapping
from reporting.rules.metrics import METRICS
from reporting.rules.quantities import Ratio
from reporting.rules.received.mapping import Point
from reporting.rules.received.measures import OFFERED
from reporting.views.received_shown import record_of
from reporting.words import Axis
from tests.cast import Cast, Places
from tests.pages import post
from tests.reporting import series
from tests.reporting.received.pointing import mapped, quarterly_points, received
from tests.reporting.received.workbooks import quarterly, saved
from tests.reporting.test_figures_page import text_of


@pytest.fixture
def table(places: Places, second_station: Organisation, at: datetime) -> ReceivedTable:
    made = received(places.county, at=at)
    mapped(made, quarterly_points(places.station, second_station, places.county), at=at)
    return made


@pytest.fixture
def filled(officer: Client, table: ReceivedTable, held: TrainingClass) -> FilledTable:
    assert post(officer, f"/figures/received/{table.public_id}/fill/", year="2026").status_code == 302
    return FilledTable.objects.get()


def upload(client: Client, places: Places, content: bytes, name: str = "季报.xlsx"):
    file = SimpleUploadedFile(name, content)
    return post(client, "/figures/received/new/", organisation=str(places.county.public_id), workbook=file)


def test_from_upload_to_the_rows_of_a_cell(
    officer: Client, places: Places, second_station: Organisation, held: TrainingClass
) -> None:
    assert "上级来表" in text_of(officer.get("/figures/?year=2026"))
    page = officer.get(upload(officer, places, saved(quarterly()))["Location"])
    told = text_of(page)
    assert "东湖县白鹭镇社工站 → 东湖县白鹭镇社工站" in told
    assert "合计 →" not in told
    address = page.request["PATH_INFO"]
    assert post(officer, f"{address}places/?sheet=0", seen="0").status_code == 302
    said = (
        ("B4", {"axis": "column", "metric": "people", "side": "participant"}),
        ("C4", {"axis": "column", "metric": "visits.person-day", "side": "participant"}),
        ("A7", {"axis": "row", "scope": str(places.county.public_id)}),
    )
    for seen, (cell, answers) in enumerate(said, start=1):
        pointed = officer.get(f"{address}?sheet=0&at={cell}")
        assert f'name="seen" value="{seen}"' in pointed.content.decode()
        done = post(officer, f"{address}point/?sheet=0&at={cell}", seen=str(seen), **answers)
        assert done.status_code == 302, text_of(done)
    told = text_of(officer.get(address))
    assert "这张工作表有5格可以填" in told
    assert "D5 · 东湖县青石镇社工站 · 经费（元）" in told
    result = officer.get(post(officer, f"{address}fill/?sheet=0", year="2026")["Location"])
    rows = re.findall(
        r'<th scope="row">([^<]*)</th><td class="number"><a href="([^"]*)">(\d+)', result.content.decode()
    )
    assert [(label.split(" · ")[0], value) for label, _, value in rows] == [
        ("表一 B5", "2"), ("表一 C5", "2"), ("表一 B6", "1"), ("表一 C6", "1"), ("表一 B7", "3"),
    ]  # fmt: skip
    people = officer.get(html.unescape(rows[0][1]))
    assert {"陈小燕", "黄建国"} <= set(re.findall(r"[\u4e00-\u9fff]{3}", text_of(people)))
    assert "何志明" not in text_of(people)
    [file] = re.findall(r'href="([^"]*/workbook/)"', result.content.decode())
    first, again = officer.get(file), officer.get(file)
    assert first.content == again.content
    assert "attachment" in first["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(first.content))["表一"]["B7"].value == 3


def test_every_cell_opens_rows_that_say_its_number(
    officer: Client, places: Places, second_station: Organisation, held: TrainingClass, at: datetime
) -> None:
    """Each metric that can be asked for, in a cell of its own."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "指标"
    points = []
    for row, metric in enumerate(OFFERED, start=2):
        sheet.cell(row, 1, str(metric.name))
        sheet.cell(row, 3, "。")
        points.append(Point(Axis.CELL, row, 2, metric=metric.code, side="organiser"))
    made = received(places.county, at=at, content=saved(book))
    mapped(made, points, at=at)
    post(officer, f"/figures/received/{made.public_id}/fill/", year="2026")
    page = officer.get(reverse("reporting:received_filled", args=[FilledTable.objects.get().public_id]))
    rows = re.findall(r'<td class="number"><a href="([^"]*)">([\d.]+)', page.content.decode())
    assert len(rows) + text_of(page).count("没有可除的数") == len(OFFERED)
    filled_with = [cell["measure"]["metric"] for cell in record_of(FilledTable.objects.get())["cells"]]
    for (address, value), code in zip(rows, filled_with, strict=True):
        opened = officer.get(html.unescape(address))
        assert opened.status_code == 200
        if not issubclass(METRICS[code].counts, Ratio):  # of those the rows have both parts
            assert value == "0" or value in text_of(opened), code


def test_a_kept_mapping_is_proposed_and_a_moved_layout_is_not(
    officer: Client, places: Places, table: ReceivedTable, held: TrainingClass, at: datetime
) -> None:
    with time_machine.travel(at.replace(hour=15), tick=False):
        second = officer.get(
            upload(officer, places, saved(quarterly("2026年第二季度社会工作培训情况统计表")))["Location"]
        )
        book = quarterly()
        book["表一"].insert_rows(6)
        third = officer.get(upload(officer, places, saved(book))["Location"])
    assert "沿用以前的对应" in text_of(second)
    assert "这张工作表有6格可以填" in text_of(second)
    told = text_of(third)
    assert "版式变了，没有沿用以前的对应" in told
    assert "“合计”原来在A7，现在在A8" in told
    assert "这张工作表有0格可以填" in told
    refused = post(officer, f"{third.request['PATH_INFO']}fill/", year="2026")
    assert refused.status_code == 422
    assert "还没有可填的格" in text_of(refused)


def test_what_is_refused_says_why_and_loses_nothing(
    officer: Client, places: Places, table: ReceivedTable
) -> None:
    address = f"/figures/received/{table.public_id}/"
    formula = post(officer, f"{address}point/?sheet=0&at=C7", seen="1", axis="cell", metric="staff")
    assert (formula.status_code, "公式" in text_of(formula)) == (422, True)
    empty = post(officer, f"{address}point/?sheet=0&at=B4", seen="1", axis="column")
    assert "请至少选一项" in text_of(empty)
    no_side = post(officer, f"{address}point/?sheet=0&at=D5", seen="1", axis="cell", metric="people")
    assert "没有选按主办还是按参训人员统计" in text_of(no_side)
    split = post(
        officer, f"{address}point/?sheet=0&at=D5", seen="1", axis="cell", metric="staff", split="tier:county"
    )
    assert "不能按" in text_of(split)
    stale = post(officer, f"{address}point/?sheet=0&at=B4", seen="0", axis="column", metric="staff")
    assert "别人刚改过" in text_of(stale)
    assert '<option value="staff" selected' in stale.content.decode()
    assert 'name="seen" value="1"' in stale.content.decode()
    no_period = post(officer, f"{address}fill/")
    assert "请填年度" in text_of(no_period)
    assert TableMapping.objects.get().revision == 1
    assert not FilledTable.objects.exists()


def test_a_cell_is_cleared(officer: Client, table: ReceivedTable) -> None:
    address = f"/figures/received/{table.public_id}/"
    post(officer, f"{address}point/?sheet=0&at=B4", seen="1", clear="1")
    assert "这张工作表有3格可以填" in text_of(officer.get(address))


@pytest.mark.parametrize("query", ["sheet=9", "sheet=x", "at=ZZ9", "at=B99", "at=5", "at=B0"])
def test_addresses_of_nothing_are_not_found(officer: Client, table: ReceivedTable, query: str) -> None:
    assert officer.get(f"/figures/received/{table.public_id}/?{query}").status_code == 404


def test_an_upload_that_is_no_table_says_so(officer: Client, places: Places) -> None:
    refused = upload(officer, places, b"\xd0\xcf\x11\xe0 old", "旧.xls")
    assert (refused.status_code, "旧格式 .xls" in text_of(refused)) == (422, True)
    assert not ReceivedTable.objects.exists()


def test_later_sign_ins_are_seen_beside_the_frozen_values(
    officer: Client, filled: FilledTable, held: TrainingClass, places: Places, cast: Cast, at: datetime
) -> None:
    address = f"/figures/received/filled/{filled.public_id}/"
    assert "没有差异" in text_of(officer.get(f"{address}?compare=1"))
    series.attend(held.sessions.order_by("starts_at")[0], cast.worker("林月", places.station), at=at)
    told = text_of(officer.get(f"{address}?compare=1"))
    assert "填表之后台账有变化" in told
    assert "台账有变化" not in text_of(officer.get(address))


def test_another_county_finds_nothing_and_a_reader_writes_nothing(
    officer: Client, filled: FilledTable, places: Places, cast: Cast
) -> None:
    table = filled.table
    addresses = [
        f"/figures/received/{table.public_id}/",
        f"/figures/received/filled/{filled.public_id}/",
        f"/figures/received/filled/{filled.public_id}/workbook/",
    ]
    posts = [f"{addresses[0]}{name}/" for name in ("point", "places", "fill")]
    stranger, reader = Client(), Client()
    stranger.force_login(cast.account(cast.with_role("邻县", Role.OFFICER, places.other_county)))
    reader.force_login(cast.account(cast.with_role("审计", Role.READER, places.county)))
    assert {stranger.get(address).status_code for address in addresses} == {404}
    assert {post(stranger, address, year="2026").status_code for address in posts} == {404}
    assert table.name not in text_of(stranger.get("/figures/received/"))
    assert {reader.get(address).status_code for address in addresses} == {200}
    assert {post(reader, address, year="2026").status_code for address in posts} == {403}
    assert FilledTable.objects.count() == 1


def test_texts_of_the_table_are_texts_on_the_page(officer: Client, places: Places, at: datetime) -> None:
    book = quarterly("<script>alert(1)</script>")
    made = received(places.county, at=at, content=saved(book))
    assert b"<script>alert" not in officer.get(f"/figures/received/{made.public_id}/").content


def test_the_list_asks_as_much_of_twenty_tables_as_of_one(
    officer: Client, places: Places, at: datetime
) -> None:
    received(places.county, at=at)
    officer.get("/figures/received/")
    with CaptureQueriesContext(connection) as one:
        officer.get("/figures/received/")
    for number in range(19):
        received(places.county, at=at, name=f"表{number}.xlsx")
    with CaptureQueriesContext(connection) as many:
        officer.get("/figures/received/")
    assert len(many) == len(one)


def test_the_page_asks_as_much_of_a_long_table_as_of_a_short_one(
    officer: Client, places: Places, second_station: Organisation, table: ReceivedTable, at: datetime
) -> None:
    book = quarterly()
    for row in range(8, 60):
        book["表一"].cell(row, 1, f"第{row}行")
    long = received(places.county, at=at, content=saved(book))
    mapped(long, quarterly_points(places.station, second_station, places.county), at=at)
    counts = []
    for one in (table, table, long):
        with CaptureQueriesContext(connection) as found:
            assert officer.get(f"/figures/received/{one.public_id}/?sheet=0&at=B4").status_code == 200
        counts.append(len(found))
    assert counts[1] == counts[2]
