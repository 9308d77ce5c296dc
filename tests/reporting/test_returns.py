"""退回: remarks on single numbers, shown at them, and an answer where no number changes."""

from datetime import date, datetime

import pytest
from django.test import Client

from core.errors import RuleBroken
from organisations.authority import SYSTEM
from organisations.roles import Role
from reporting.models import Filing, FilingRemark
from reporting.querysets.duties import all_returns
from reporting.rules.figures import TOTAL, Tier
from reporting.rules.periods import Period
from reporting.services import duties, filings
from reporting.services.duties import CellRemark
from reporting.words import Figure, FilingState, Side
from tests.cast import Cast, Places
from tests.reporting import series
from tests.reporting.test_filings_pages import posted, text_of

ROUNDS = CellRemark(TOTAL, Side.ORGANISER, Figure.ROUNDS, "期数和通知不符")


@pytest.fixture
def filing(places: Places, cast: Cast, at: datetime) -> Filing:
    worker = cast.worker("陈小燕", places.station)
    held = series.hold_class("A", places.county, first_day=date(2026, 3, 2), at=at)
    series.attend_all(held, worker, at=at)
    series.close(held)
    return filings.file(organisation=places.county, period=Period(report_year=2026), by=SYSTEM, at=at)


@pytest.fixture
def station_row(places: Places) -> Tier:
    return Tier("990121", places.station.pk)


def give_back(filing: Filing, *cells: CellRemark) -> None:
    duties.give_back(filing=filing, remark="请核对", cells=cells, by=SYSTEM, at=filing.filed_at)


def test_remarks_are_kept_by_row_and_column(filing: Filing, station_row: Tier) -> None:
    people = CellRemark(station_row, Side.PARTICIPANT, Figure.PEOPLE, " 少一人 ")
    give_back(filing, ROUNDS, people)
    kept = FilingRemark.objects.values_list("county", "unit", "side", "figure", "remark")
    assert list(kept) == [
        ("", None, "organiser", "rounds", "期数和通知不符"),
        ("990121", station_row.unit, "participant", "people", "少一人"),
    ]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ((CellRemark(Tier("990122"), Side.ORGANISER, Figure.PEOPLE, "没有这一行"),), "return.no_such_cell"),
        ((CellRemark(TOTAL, Side.ORGANISER, Figure.PEOPLE, " "),), "return.no_such_cell"),
        ((ROUNDS, ROUNDS), "return.cell_twice"),
    ],
)
def test_a_remark_is_on_a_number_of_the_table_and_once(
    filing: Filing, cells: tuple[CellRemark, ...], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        give_back(filing, *cells)
    assert refused.value.code == code
    assert not all_returns().exists()
    assert FilingRemark.objects.count() == 0


def test_a_returned_filing_is_answered_though_nothing_differs(filing: Filing, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        filings.correct(filing=filing, reason="数字无误", by=SYSTEM, at=at)
    assert refused.value.code == "filing.no_difference"
    give_back(filing, ROUNDS)
    with pytest.raises(RuleBroken):
        filings.correct(filing=filing, reason=" ", by=SYSTEM, at=at)
    answer = filings.correct(filing=filing, reason="已核对通知，数字无误", by=SYSTEM, at=at)
    assert Filing.objects.get(pk=filing.pk).state is FilingState.SUPERSEDED
    assert Filing.objects.get(pk=answer.pk).state is FilingState.COUNTY_PASSED
    assert not all_returns().unanswered().exists()
    assert filings.reproduce(answer).is_equal
    assert answer.check_code != filing.check_code


def test_the_city_picks_row_and_column_and_the_county_reads_it_at_the_number(
    client: Client, filing: Filing, places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("市局", Role.OFFICER, places.city)))
    address = f"/filings/{filing.public_id}/return/"
    cell = {
        "remark": "有一处不符", "row-1": f"990121/{places.station.pk}", "column-1": "participant.people",
        "note-1": "名册有两人",
    }  # fmt: skip
    half = client.post(address, posted(client.get(address)) | cell | {"row-2": "/"})
    assert half.status_code == 422
    assert "请把行、列和意见都填好" in text_of(half)
    assert "名册有两人" in half.content.decode()
    done = client.post(address, posted(half) | cell | {"row-2": ""})
    assert done.status_code == 302
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    page = client.get(f"/filings/{filing.public_id}/")
    assert "[1] 东湖县青石镇社工站 · 按参训人员统计 · 人数：名册有两人" in text_of(page)
    assert 'id="note-1"' in page.content.decode()
    assert page.content.decode().count('href="#note-1"') == 1
    assert "名册有两人" not in text_of(client.get(f"/filings/{filing.public_id}/print/"))
    form = client.get(f"/filings/{filing.public_id}/correct/")
    assert "有一处不符" in text_of(form)
    sent = posted(form, reason="名册上一人已离岗，数字无误")
    answered = client.post(f"/filings/{filing.public_id}/correct/", sent)
    new = Filing.objects.get(corrects=filing)
    assert answered["Location"] == f"/filings/{new.public_id}/"
    assert "理由：名册上一人已离岗" in text_of(client.get(answered["Location"]))
