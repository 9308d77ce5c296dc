"""A table is kept, mapped once, filled from the ledger, frozen, and recognised when its next period comes."""

import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from django.db import DatabaseError, transaction

from core import records
from core.errors import RuleBroken
from core.models import Event
from core.services.rotation import encrypted_columns
from courses.models import TrainingClass
from courses.words import AttendanceState
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from reporting.models import FilledTable, ReceivedTable, TableMapping
from reporting.querysets.received_tables import (
    all_filled,
    all_mappings,
    all_received,
    grids_of,
    named_places,
    resolved,
)
from reporting.rules.periods import Period
from reporting.rules.received.mapping import Point
from reporting.services import received_tables
from reporting.words import Axis
from tests.cast import Cast, Places
from tests.reporting import series
from tests.reporting.received.pointing import mapped, quarterly_points, received
from tests.reporting.received.workbooks import (
    members,
    quarterly,
    saved,
    with_member,
    with_picture_and_second_sheet,
)

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))


@pytest.fixture
def table(places: Places, second_station: Organisation, at: datetime) -> ReceivedTable:
    made = received(places.county, at=at, content=saved(with_picture_and_second_sheet()))
    mapped(made, quarterly_points(places.station, second_station, places.county), at=at)
    return made


def sheet_of(filled: FilledTable):
    return openpyxl.load_workbook(io.BytesIO(filled.content))["表一"]


def test_the_file_is_filled_from_the_ledger(table: ReceivedTable, held: TrainingClass, at: datetime) -> None:
    made = received_tables.fill(table=table, period=QUARTER, by=SYSTEM, at=at)
    sheet = sheet_of(made)
    values = {cell: sheet[cell].value for cell in ("B5", "B6", "B7", "C5", "C6", "C7", "E7")}
    # 3 people of 10 half days of 4 学时 each: 5 half days in all.
    assert values == {"B5": 2, "B6": 1, "B7": 3, "C5": 2, "C6": 1, "C7": "=SUM(C5:C6)", "E7": 6.7}
    assert sheet["F5"].value is None
    record = json.loads(bytes(made.record))
    assert {one["label"]: one["reason"] for one in record["by_hand"]} == {
        "F5 · 东湖县青石镇社工站 · 备注": "选了手填",
        "F6 · 东湖县白鹭镇社工站 · 备注": "选了手填",
        "F7 · 合计 · 备注": "选了手填",
        "D5 · 东湖县青石镇社工站 · 经费（元）": "没有对应的指标",
        "D6 · 东湖县白鹭镇社工站 · 经费（元）": "没有对应的指标",
        "D7 · 合计 · 经费（元）": "没有对应的指标",
        "E5 · 东湖县青石镇社工站 · 人均学时": "没有对应的指标",
        "E6 · 东湖县白鹭镇社工站 · 人均学时": "没有对应的指标",
    }
    assert record["cells"][0]["definition"]["unit"] == "人"
    assert "figures@1" in record["cells"][0]["version"]
    assert made.ledger_position > 0
    told = Event.objects.get(name="reporting.received_table.filled")
    assert told.data["cells"] == made.cells == 6


def test_a_filled_table_never_changes(table: ReceivedTable, held: TrainingClass, at: datetime) -> None:
    made = received_tables.fill(table=table, period=QUARTER, by=SYSTEM, at=at)
    for attempt in (
        lambda: FilledTable.objects.filter(pk=made.pk).update(cells=9),
        lambda: FilledTable.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
            attempt()
    again = all_filled().get(pk=made.pk)
    again.save(update_fields=["content"])  # sealed anew
    assert records.digest(all_filled().get(pk=made.pk).content) == made.sha256
    columns = {(model.__name__, field.name) for model, field in encrypted_columns()}
    assert {("ReceivedTable", "content"), ("FilledTable", "content")} <= columns


def test_later_sign_ins_change_a_new_filling_and_not_the_old_one(
    table: ReceivedTable, held: TrainingClass, places: Places, cast: Cast, at: datetime
) -> None:
    before = received_tables.fill(table=table, period=QUARTER, by=SYSTEM, at=at)
    person = cast.worker("林月", places.station)
    session = held.sessions.order_by("starts_at")[0]
    series.attend(session, person, state=AttendanceState.LATE_MARK, reason="补录", at=at)
    after = received_tables.fill(table=table, period=QUARTER, by=SYSTEM, at=at)
    assert [sheet_of(one)["B5"].value for one in (before, after)] == [2, 3]
    assert all_filled().get(pk=before.pk).content == before.content
    assert after.ledger_position > before.ledger_position


def test_the_next_period_of_the_same_table_is_filled_by_the_kept_mapping(
    table: ReceivedTable, held: TrainingClass, places: Places, at: datetime
) -> None:
    later = received(places.county, at=at, content=saved(quarterly("2026年第二季度社会工作培训情况统计表")))
    made = received_tables.fill(table=later, period=Period(report_year=2026), by=SYSTEM, at=at)
    assert sheet_of(made)["B7"].value == 3
    assert TableMapping.objects.count() == 1


def test_another_layout_is_not_filled_and_what_moved_is_known(
    table: ReceivedTable, places: Places, at: datetime
) -> None:
    book = quarterly()
    book["表一"].insert_rows(5)
    later = received(places.county, at=at, content=saved(book))
    with pytest.raises(RuleBroken) as refused:
        received_tables.fill(table=later, period=QUARTER, by=SYSTEM, at=at)
    assert refused.value.code == "received.nothing_to_fill"
    [grid] = grids_of(later)
    assert all_mappings().of_sheet(places.county, grid) is None
    assert all_mappings().nearest(places.county, grid) is not None
    assert all_mappings().nearest(places.other_county, grid) is None


def test_a_mapping_belongs_to_its_organisation(table: ReceivedTable, places: Places, at: datetime) -> None:
    theirs = received(places.other_county, at=at)
    assert resolved(places.other_county, grids_of(theirs)[0]).targets == {}


def test_headings_are_proposed_by_their_exact_names(places: Places, second_station: Organisation) -> None:
    found = named_places(
        places.city, ["东湖县", "西山县民政局", "青石镇社工站", "东湖县白鹭镇社工站", "合计"]
    )
    assert {text: one.pk for text, one in found.items()} == {
        "东湖县": places.county.pk,
        "西山县民政局": places.other_county.pk,
        "东湖县白鹭镇社工站": second_station.pk,
    }
    assert named_places(places.county, ["西山县"]) == {}


def test_no_point_reaches_outside_the_organisation(places: Places, at: datetime) -> None:
    made = received(places.county, at=at)
    with pytest.raises(RuleBroken) as refused:
        mapped(made, [Point(Axis.ROW, 5, 1, scope=str(places.other_station.public_id))], at=at)
    assert refused.value.code == "received.scope"
    assert not TableMapping.objects.exists()


@pytest.mark.parametrize(
    ("point", "code"),
    [
        (Point(Axis.CELL, 7, 3, metric="people"), "received.not_blank"),  # a formula
        (Point(Axis.CELL, 3, 3, metric="people"), "received.not_blank"),  # inside a merged range
        (Point(Axis.CELL, 4, 2, metric="people"), "received.not_blank"),  # a heading
        (Point(Axis.COLUMN, 4, 99, metric="people"), "received.no_such_cell"),
        (Point("diagonal", 4, 2, metric="people"), "received.no_such_cell"),
        (Point(Axis.COLUMN, 4, 2, metric="happiness"), "received.no_such_metric"),
    ],
)
def test_a_point_that_cannot_be_is_refused(places: Places, at: datetime, point: Point, code: str) -> None:
    made = received(places.county, at=at)
    with pytest.raises(RuleBroken) as refused:
        mapped(made, [point], at=at)
    assert refused.value.code == code
    assert not TableMapping.objects.exists()


def test_who_saved_second_is_told(table: ReceivedTable, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        mapped(table, [Point(Axis.COLUMN, 4, 2, by_hand=True)], at=at)
    assert refused.value.code == "received.changed_meanwhile"
    assert TableMapping.objects.get().revision == 1


def test_a_point_is_taken_back_by_one_that_says_nothing(table: ReceivedTable, at: datetime) -> None:
    received_tables.point(table=table, sheet=0, points=[Point(Axis.CELL, 7, 5)], seen=1, by=SYSTEM, at=at)
    grid = grids_of(table)[0]
    assert (7, 5) not in resolved(table.organisation, grid).targets


XLSM = with_member(saved(quarterly()), "xl/vbaProject.bin", b"macro")
DOCTYPE = members(saved(quarterly()))["xl/worksheets/sheet1.xml"].replace(
    b"<worksheet", b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><worksheet', 1
)


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "表.xls", "旧格式 .xls"),
        (XLSM, "表.xlsx", "带有宏"),
        (saved(quarterly()), "表.xlsm", "带宏"),
        (b"a,b\n1,2\n", "表.xlsx", "CSV"),
        (b"", "表.xlsx", "空的"),
        (b"PK\x03\x04 broken", "表.xlsx", "已损坏"),
        (b"PK\x03\x04" + b"x" * 5 * 1024 * 1024, "表.xlsx", "超过5 MB"),
        (with_member(saved(quarterly()), "xl/worksheets/sheet1.xml", DOCTYPE), "表.xlsx", "已损坏"),
        (with_member(saved(quarterly()), "xl/media/a.xml", b" " * 60_000_000), "表.xlsx", "解开后过大"),
        (saved(openpyxl.Workbook()), "表.xlsx", "没有文字"),
    ],
    ids=["xls", "macros", "xlsm", "csv", "empty", "damaged", "large", "doctype", "bomb", "blank"],
)
def test_what_is_no_table_is_refused_with_what_to_do(
    places: Places, at: datetime, content: bytes, name: str, told: str
) -> None:
    with pytest.raises(RuleBroken, match=told) as refused:
        received_tables.receive(organisation=places.county, name=name, content=content, by=SYSTEM, at=at)
    assert any(word in refused.value.message for word in ("请", "另存"))
    assert not ReceivedTable.objects.exists()


def test_a_data_set_is_no_form(places: Places, at: datetime) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].cell(301, 1, "第301行")
    with pytest.raises(RuleBroken, match="300行"):
        received(places.county, at=at, content=saved(book))


def test_only_the_tree_above_sees_and_only_its_officers_write(
    places: Places, table: ReceivedTable, held: TrainingClass, cast: Cast, at: datetime
) -> None:
    made = received_tables.fill(table=table, period=QUARTER, by=SYSTEM, at=at)
    seen = {}
    for name, role, place in (
        ("县局", Role.OFFICER, places.county),
        ("市局", Role.OFFICER, places.city),
        ("邻县", Role.OFFICER, places.other_county),
        ("审计", Role.READER, places.county),
    ):
        by = cast.by(cast.with_role(name, role, place))
        seen[name] = (
            all_received().visible_to(by).exists(), all_filled().visible_to(by).exists(), all_received().editable_by(by).exists(),
        )  # fmt: skip
        if role is Role.READER or place == places.other_county:
            with pytest.raises(RuleBroken) as refused:
                received_tables.fill(table=table, period=QUARTER, by=by, at=at)
            assert refused.value.code == "permission.missing"
    assert seen == {
        "县局": (True, True, True), "市局": (True, True, True), "邻县": (False, False, False), "审计": (True, True, False),
    }  # fmt: skip
    assert made.cells
