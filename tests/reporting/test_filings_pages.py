"""Check, file, print, download, prove and correct on the screen."""

import io
import re
import uuid
from datetime import date, datetime, timedelta
from html import unescape

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import records
from courses.models import ClassSession
from courses.words import AttendanceState
from organisations.authority import SYSTEM
from organisations.roles import Role
from organisations.services import organisations
from people.models import Person
from reporting.models import Filing
from reporting.rules.periods import Period
from reporting.services import filings
from tests.cast import Cast, Places
from tests.reporting import series

FIRST = date(2026, 3, 2)


@pytest.fixture
def worker(places: Places, cast: Cast, at: datetime) -> Person:
    """In a class of the county, two days."""
    found = cast.worker("陈小燕", places.station)
    series.attend_all(series.hold_class("A", places.county, first_day=FIRST, days=2, at=at), found, at=at)
    return found


@pytest.fixture
def officer(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    return client


def text_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def filed(organisation, at: datetime, **wanted) -> Filing:
    period = wanted.pop("period", Period(report_year=2026))
    return filings.file(organisation=organisation, period=period, by=SYSTEM, at=at)


def catch_up(cast: Cast, places: Places, at: datetime) -> None:
    session = ClassSession.objects.select_related("training_class__organiser").order_by("pk").first()
    series.attend(session, cast.worker("补课人", places.station), state=AttendanceState.MAKE_UP, at=at)


def posted(page, **changed: str) -> dict[str, str]:
    """What the form of a page would send, every question answered."""
    text = page.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
    found |= dict.fromkeys(re.findall(r'name="(answer-[a-z_]+)"', text), "explained")
    found |= dict.fromkeys(re.findall(r'name="(remark-[a-z_]+)"', text), "已核实")
    return found | changed


def test_an_officer_checks_and_files_and_the_same_form_again_files_nothing_more(
    officer: Client, places: Places, worker: Person
) -> None:
    form = officer.get("/filings/new/")
    assert "东湖县民政局" in form.content.decode()
    check = officer.get(f"/filings/new/?organisation={places.county.public_id}&year=2026&visits=session")
    assert "人次 4 4 人·课次" in text_of(check)
    assert Filing.objects.count() == 0
    sent = posted(check)
    answers = [officer.post("/filings/new/", sent) for _ in range(2)]
    filing = Filing.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/filings/{filing.public_id}/"] * 2
    assert (filing.number, filing.visits) == ("2026-990121-0001", "session")
    page = text_of(officer.get(answers[0]["Location"]))
    for words in (
        f"报送编号 {filing.number}",
        filing.code,
        "现在的数与已报送的没有差异",
        "一人到一课次（半天）计1人次",
    ):
        assert words in page
    assert "这个统计期已经报送" in text_of(
        officer.get(f"/filings/new/?organisation={places.county.public_id}&year=2026")
    )


def test_the_print_page_has_headings_definitions_sign_off_and_the_code(
    officer: Client, places: Places, worker: Person, at: datetime
) -> None:
    filing = filed(places.county, at)
    words = text_of(officer.get(f"/filings/{filing.public_id}/print/"))
    for expected in (
        "东湖县民政局2026年度社会工作者培训统计表", "按主办统计", "按参训人员统计", "时长（小时）", "填表人：", "审核人：",
        "单位负责人（盖章）：", "填报日期：", "联系电话：", f"报送编号 {filing.number} 校验码 {filing.code}", "口径：",
        f"快照摘要 {filing.sha256[:16]}", f"台账链头 {filing.chain_head[:16]}", "规则版本 figures@1", "附表：分单位",
        "东湖县青石镇社工站 0 0 0 0 0 0 0 1 1 1 2 4 12 12",
    ):  # fmt: skip
        assert expected in words
    assert "陈小燕" not in words


def test_the_workbook_is_the_stored_one_and_holds_no_formula(
    officer: Client, places: Places, worker: Person, at: datetime
) -> None:
    organisations.rename(organisation=places.station, name='=HYPERLINK("http://x","站")', by=SYSTEM, at=at)
    filing = filed(places.county, at)
    response = officer.get(f"/filings/{filing.public_id}/workbook/")
    assert records.digest(response.content) == filing.workbook_sha256
    assert response["Content-Disposition"] == f'attachment; filename="{filing.number}.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert '　=HYPERLINK("http://x","站")' in {cell.value for cell in cells}
    assert book.sheetnames == ["统计表", "分单位", "培训班"]
    assert [cell.value for cell in book["统计表"][6]][1:9] == ["合计", 1, 1, 1, 2, 4, 12, 12]


def test_a_late_make_up_shows_as_a_difference_and_a_correction_tells_it_in_a_table(
    officer: Client, places: Places, worker: Person, cast: Cast, at: datetime
) -> None:
    filing = filed(places.county, at)
    address = f"/filings/{filing.public_id}/"
    catch_up(cast, places, at)
    page = text_of(officer.get(address))
    assert "现在的数与已报送的差异" in page
    assert "合计 按主办统计 人数 1 2 +1" in page
    assert "可复现" in text_of(officer.get(f"{address}proof/"))
    form = officer.get(f"{address}correct/")
    assert "新增的记录，共1条" in text_of(form)
    assert "补课人" not in text_of(form)
    assert officer.post(f"{address}correct/", posted(form, reason="")).status_code == 422
    sent = posted(officer.get(f"{address}correct/"), reason="一人补课")
    answers = [officer.post(f"{address}correct/", sent) for _ in range(2)]
    correction = Filing.objects.get(corrects=filing)
    assert {answer["Location"] for answer in answers} == {f"/filings/{correction.public_id}/"}
    told = text_of(officer.get(answers[0]["Location"]))
    for words in (
        "理由：一人补课",
        "这次更正了什么",
        "合计 按参训人员统计 人时 12 15 +3",
        "补课 180",
        "没有差异",
    ):
        assert words in told
    assert f"已由这份更正 {correction.number}" in text_of(officer.get(address))
    assert "可复现" in text_of(officer.get(f"{address}proof/"))


def test_what_was_tampered_with_is_said_to_be(
    officer: Client, places: Places, worker: Person, at: datetime
) -> None:
    filing = filed(places.county, at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reporting_filing DISABLE TRIGGER reporting_filing_append_only")
        cursor.execute("UPDATE reporting_filing SET sha256 = %s", ["0" * 64])
        cursor.execute("ALTER TABLE reporting_filing ENABLE TRIGGER reporting_filing_append_only")
    assert "不一致" in text_of(officer.get(f"/filings/{filing.public_id}/proof/"))


def test_filings_of_others_do_not_exist_and_readers_do_not_file(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    theirs, ours = filed(places.other_county, at), filed(places.county, at)
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    pages = ("", "print/", "workbook/", "proof/", "correct/")
    for page in pages:
        assert client.get(f"/filings/{theirs.public_id}/{page}").status_code == 404
        assert client.get(f"/filings/{uuid.uuid4()}/{page}").status_code == 404
        assert client.get(f"/filings/{ours.public_id}/{page}").status_code == 200
    listed = client.get("/filings/").content.decode()
    assert ours.number in listed
    assert theirs.number not in listed
    for organisation in (places.other_county, places.city):
        assert client.get(f"/filings/new/?organisation={organisation.public_id}&year=2025").status_code == 404
    client.force_login(cast.account(cast.with_role("省里的人", Role.READER, places.province)))
    assert client.get(f"/filings/{theirs.public_id}/").status_code == 200
    assert client.get("/filings/new/").status_code == 403
    assert client.get(f"/filings/{ours.public_id}/correct/").status_code == 403


def test_a_refused_correction_is_said_in_words(
    officer: Client, places: Places, worker: Person, at: datetime
) -> None:
    filing = filed(places.county, at)
    answered = {"answer-not_closed": "explained", "remark-not_closed": "已核实"}
    sent = {"action_key": str(uuid.uuid4()), "reason": "没有变化"} | answered
    response = officer.post(f"/filings/{filing.public_id}/correct/", sent)
    assert response.status_code == 409
    assert "没有差异，不需要更正" in response.content.decode()


def test_the_list_takes_the_same_number_of_queries_for_one_filing_and_for_twenty(
    officer: Client, places: Places, at: datetime
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert officer.get("/filings/").status_code == 200
        return len(queries)

    filed(places.county, at)
    before = count()
    for number in range(20):
        filed(places.county, at, period=Period(FIRST, FIRST + timedelta(days=number)))
    assert count() == before


def test_what_is_checked_first_is_a_list_of_steps_that_lead_there(
    officer: Client, places: Places, worker: Person
) -> None:
    check = officer.get(f"/filings/new/?organisation={places.county.public_id}&year=2026&visits=session")
    steps = re.findall(r'class="task-link" href="([^"]+)"', check.content.decode())
    assert len(steps) == 8
    assert [officer.get(unescape(step)).status_code for step in steps[:5]] == [200] * 5
    assert all(f'id="{step[1:]}"' in check.content.decode() for step in steps[5:])


def test_a_filed_period_says_that_it_is_locked_and_leads_to_the_correction(
    officer: Client, places: Places, worker: Person, at: datetime
) -> None:
    filing = filed(places.county, at)
    assert "数字不再变动。要改请办理更正。 办理更正" in text_of(officer.get(f"/filings/{filing.public_id}/"))
