"""Official forms: computed once, shown three times; every number opens its rows, and nobody else's names are on them."""

import html
import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import fields
from core.sheets.writing import write_workbook
from courses.models import TrainingClass
from hours.showing import XueshiRule
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from organisations.scope import scope_of
from people.models import Person
from people.services import grants
from reporting.querysets.figures import table
from reporting.querysets.matrix import Group, matrix
from reporting.querysets.official.asked import Question
from reporting.querysets.official.computing import COMPUTE, compute
from reporting.querysets.places import gazetteer
from reporting.querysets.sql import Selection
from reporting.rules.figures import TOTAL
from reporting.rules.official.declared import FORMS
from reporting.rules.official.layout import plans
from reporting.rules.official.shape import Asks
from reporting.rules.periods import Period
from reporting.words import Dimension, Side
from tests.cast import HIRED, Cast, Places
from tests.reporting import series
from tests.reporting.official.conftest import FIRST
from tests.reporting.official.pages import address, book, texts
from tests.reporting.test_figures_page import text_of
from tests.reporting.test_figures_sql import some_training

YEAR = Period(report_year=2026)
XUESHI = XueshiRule(45, 4, is_verified=False)


@pytest.mark.parametrize("code", FORMS)
def test_each_form_is_a_page_a_paper_a_workbook_and_csv_with_the_same_numbers(
    officer: Client, held: TrainingClass, code: str
) -> None:
    page = officer.get(address(code, held))
    paper = officer.get(address(code, held, "print/"))
    workbook = officer.get(address(code, held, "workbook/"))
    plain = officer.get(address(code, held, "csv/"))
    assert {one.status_code for one in (page, paper, workbook, plain)} == {200}
    assert plain.content.startswith(b"\xef\xbb\xbf")
    on_screen, on_paper = text_of(page), text_of(paper)
    shown = book(workbook.content)
    for sheet in shown:
        assert sheet.print_title_rows
        assert sheet.print_area
        cells = [cell for line in sheet.iter_rows() for cell in line]
        assert not any(cell.data_type == "f" for cell in cells)
        assert "填表人：" in {cell.value for cell in cells}
        for line in texts(sheet)[4:6]:
            for text in line:
                plain_text = re.sub(r"^\d+\. |^　+", "", text)
                assert plain_text in on_screen, (code, sheet.title, text)
                assert plain_text in on_paper
    assert workbook.content == officer.get(address(code, held, "workbook/")).content
    assert "990000" not in on_screen + on_paper


def test_every_form_has_a_title_of_its_own_and_a_way_to_be_computed() -> None:
    assert COMPUTE.keys() == FORMS.keys()
    assert len({form.title for form in FORMS.values()}) == len(FORMS)
    assert [form.number for form in FORMS.values()] == sorted(form.number for form in FORMS.values())
    for form in FORMS.values():
        for one in form.tables:
            keys = [column.key for column in one.columns]
            assert len(set(keys)) == len(keys), form.code


def test_the_register_counts_a_class_and_both_kinds_of_post(officer: Client, held: TrainingClass) -> None:
    words = text_of(officer.get(address("class-register", held)))
    # 合计3，服务性1、事务性1、其他1；人次3；时长6；学时4×4；出勤率 4/5
    assert "培训班A" in words
    assert re.search(r"3 1 1 1 3 6 16 80 ", words), words
    split = text_of(officer.get(address("class-register", held) + "&post=service"))
    assert re.search(r"1 1 0 0 1 6 8 100 ", split), split


def test_merged_headings_stand_over_their_columns(officer: Client, held: TrainingClass) -> None:
    sheet = book(officer.get(address("class-register", held, "workbook/")).content).active
    heading = next(cell for cell in sheet[3] if cell.value == "实到人数")
    span = next(one for one in sheet.merged_cells.ranges if heading.coordinate in one)
    assert span.size == {"columns": 4, "rows": 1}
    assert [sheet.cell(4, heading.column + at).value for at in range(4)] == [
        "合计",
        "服务性",
        "事务性",
        "其他",
    ]


def test_the_sign_in_sheets_tell_late_leave_and_late_mark(officer: Client, held: TrainingClass) -> None:
    words = text_of(officer.get(address("sign-in", held)))
    assert "2026年3月2日上午 政策" in words
    assert "请假" in words
    assert "补签：手机没电" in words
    assert "服务性岗位1人，事务性岗位1人，其他1人。" in words


def test_rosters_mask_and_rosters_of_others_do_not_exist(
    officer: Client, client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    other = series.hold_class("B", places.other_county, first_day=FIRST, at=at)
    series.attend_all(other, cast.worker("外县人", places.other_station), at=at)
    for code in ("roster", "sign-in"):
        for page in ("", "print/", "workbook/", "csv/"):
            assert officer.get(address(code, other, page)).status_code == 404
    for organisation in (places.other_county, places.city):
        for code in (code for code, form in FORMS.items() if form.asks is Asks.PERIOD):
            found = officer.get(f"/figures/forms/{code}/?scope={organisation.public_id}&year=2026")
            assert found.status_code == 404
    assert officer.get("/figures/forms/none/").status_code == 404
    assert officer.get("/figures/forms/roster/?training_class=x").status_code == 404


def test_a_reader_gets_the_numbers_of_a_form_and_no_names(
    client: Client, places: Places, cast: Cast, at: datetime, held: TrainingClass
) -> None:
    cast.worker("新来的人", places.station, hired=date(2026, 3, 1))
    client.force_login(cast.account(cast.with_role("省里的人", Role.READER, places.province)))
    with time_machine.travel(at, tick=False):
        found = text_of(client.get(f"/figures/forms/pre-service/?scope={places.county.public_id}&year=2026"))
        assert "应训" in found
        assert "新来的人" not in found
        assert client.get(address("personal-hours", held)).status_code == 404
        assert client.get(address("roster", held)).status_code == 404


def test_each_number_of_the_annual_report_opens_lines_that_come_to_it(
    officer: Client, places: Places, held: TrainingClass
) -> None:
    page = html.unescape(officer.get(address("annual-report", held)).content.decode())
    links = re.findall(r'<td class="number"><a href="([^"]+)">([\d.]+)</a>', page)
    assert len(links) > 60
    for url, number in links:
        total = text_of(officer.get(url))
        assert number in total or "per_person" in url or float(number) > 0, url
    service = next(url for url, _ in links if "post=service" in url and "level=people" in url)
    words = text_of(officer.get(service))
    assert "陈小燕" in words
    assert "黄建国" not in words


@pytest.mark.parametrize("seed", range(4))
def test_the_matrix_agrees_with_the_figures_and_its_values_with_the_whole(
    places: Places, cast: Cast, at: datetime, seed: int
) -> None:
    some_training(places, cast, at, seed)

    selection = Selection(gazetteer(scope_of(places.city)), YEAR)
    counted, figures = matrix(selection, xueshi=XUESHI), table(selection)
    rows = {
        (group.side, group.tier): counts.figures for group, counts in counted.items() if not group.dimension
    }
    assert rows == {key: found for key, found in figures.items() if found.person_sessions}
    for side in Side:
        whole = counted.get(Group(side, TOTAL))
        if whole is None:
            continue
        for dimension in Dimension:
            parts = [
                one for group, one in counted.items() if (group.side, group.dimension) == (side, dimension)
            ]
            assert sum(one.figures.person_minutes for one in parts) == whole.figures.person_minutes
            assert sum(one.xueshi for one in parts) == whole.xueshi


def test_the_yunfu_year_stands_in_the_annual_report(places: Places, at: datetime) -> None:
    series.yunfu(at)

    city = Organisation.objects.get(name="云浮市民政局")
    asked = Question(FORMS["annual-report"], SYSTEM, at, city, Period(report_year=2022))
    computed = compute(asked)
    whole = computed.parts[0].rows[-1]
    assert [value.shown for value in whole.values[1:6]] == [5, 465, 3260, 390, 6520 * 4]
    again = write_workbook(plans(computed), title="年报")
    assert again == write_workbook(plans(compute(asked)), title="年报")


def test_personal_hours_open_no_sealed_field(
    places: Places, held: TrainingClass, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither identity numbers nor phones stand in it, so nobody's are read: they would be, 30,000 times."""

    def refuse(stored: bytes) -> bytes:
        raise AssertionError(len(stored))

    Person.objects.update(identity_number="990000199001010017")
    monkeypatch.setattr(fields, "decrypt", refuse)
    asked = Question(FORMS["personal-hours"], SYSTEM, at, places.county, Period(report_year=2026))
    assert compute(asked).length == 3


def test_personal_hours_open_line_by_line_and_follow_the_person(
    officer: Client, places: Places, cast: Cast, held: TrainingClass
) -> None:
    page = officer.get(address("personal-hours", held))
    assert re.search(r"陈小燕 东湖县青石镇社工站 服务性 \S+ 6 0 6 8", text_of(page)), text_of(page)
    link = re.search(r'href="([^"]+person=[^"]+)">陈小燕', page.content.decode())
    detail = text_of(officer.get(html.unescape(link.group(1))))
    assert "逐条明细" in detail
    assert detail.count("培训班A") >= 2
    assert "黄建国" not in detail


def test_the_pre_service_form_lists_who_is_late(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    cast.worker("新来的人", places.station, hired=date(2026, 3, 1))
    words = text_of(officer.get("/figures/forms/pre-service/?year=2026"))
    assert "新来的人" in words
    assert re.search(r"合计 1 0 0 0 1 0 0 ", words), words
    cast.worker("点上的人", places.county, hired=date(2026, 3, 2))
    page = html.unescape(officer.get("/figures/forms/pre-service/?year=2026").content.decode())
    station = re.search(r'青石镇社工站</th><td class="number"><a href="([^"]+)">1</a>', page).group(1)
    rows = text_of(officer.get(station))
    assert "新来的人" in rows
    assert "点上的人" not in rows


def test_a_period_that_cannot_be_is_said_in_words(officer: Client) -> None:
    found = officer.get("/figures/forms/annual-report/?first_day=2026-02-01&last_day=2026-01-01")
    assert found.status_code == 422
    assert "止日不能早于起日" in found.content.decode()
    assert officer.get("/figures/forms/roster/").status_code == 200


def test_the_forms_take_the_same_number_of_queries_for_few_people_and_for_many(
    officer: Client, places: Places, cast: Cast, at: datetime, held: TrainingClass
) -> None:
    cast.worker("新来一", places.station, hired=date(2026, 3, 1))

    def counts() -> list[int]:
        found = []
        for code in FORMS:
            with CaptureQueriesContext(connection) as queries:
                assert officer.get(address(code, held)).status_code == 200
            found.append(len(queries))
        return found

    counts()
    before = counts()
    for number in range(3):
        made = series.hold_class(
            f"B{number}", places.county, first_day=FIRST + timedelta(days=number + 1), at=at
        )
        series.attend_all(made, *[cast.worker(f"{number}号{n}", places.station) for n in range(4)], at=at)
    people = [cast.worker(f"甲{n}", places.station, hired=date(2026, 3, 1)) for n in range(4)]
    for session in held.sessions.all():
        series.attend(session, *people, at=at)
    assert counts() == before


@pytest.mark.parametrize(
    "page",
    ["/figures/", *(f"/figures/forms/{code}/" for code, form in FORMS.items() if form.asks is Asks.PERIOD)],
)
def test_whoever_has_two_bureaus_begins_at_that_of_the_first_grant_everywhere(
    client: Client, places: Places, cast: Cast, at: datetime, page: str
) -> None:
    """Not at the one whose area code comes first: somebody helps out in the city and works in the county."""
    officer = cast.with_role("县局的人", Role.OFFICER, places.county)
    grants.grant(
        person=officer,
        role=Role.OFFICER,
        organisation=places.city,
        starts_on=HIRED,
        ends_on=None,
        by=SYSTEM,
        at=at,
    )
    client.force_login(cast.account(officer))
    with time_machine.travel(at, tick=False):
        form = client.get(page).context["form"]
    assert form["scope"].value() == str(places.county.public_id)
