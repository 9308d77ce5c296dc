"""The frozen value: counted again from its own rows, it is the same; nothing outside is needed."""

import json
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.records import canonical_json
from core.sheets.writing import write_workbook
from courses.words import AttendanceState
from reporting.rules.differences import figure_changes, line_changes
from reporting.rules.figures import TOTAL, Figures, Line, Tier
from reporting.rules.filing_document import (
    Contents,
    FrozenNames,
    Heading,
    Held,
    Rows,
    compose,
    counted,
    lines_of,
    table_of,
)  # fmt: skip
from reporting.rules.filing_sheet import plans
from reporting.rules.periods import Period
from reporting.rules.places import Gazetteer, Unit
from reporting.words import Figure, Side, VisitsUnit

HEADING = Heading("2026-990100-0001", "2026-03-16T10:00:00+08:00", 1, "榕江市民政局", ("1/",), ("9901",), 99)
UNITS = [
    Unit(1, "榕江市民政局", "bureau", "civil_affairs", "990100", "1/"),
    Unit(2, "东湖县民政局", "bureau", "civil_affairs", "990121", "1/2/"),
    Unit(3, "青石镇社工站", "station", "civil_affairs", "990121101", "1/2/3/"),
    Unit(4, "青石镇第一社工点", "point", "civil_affairs", "", "1/2/3/4/"),
    Unit(5, "西山县民政局", "bureau", "civil_affairs", "990122", "1/5/"),
]
OUTSIDE = {9: Unit(9, "外市社工站", "station", "civil_affairs", "990201101", "8/9/")}
CLASSES = (
    Held(1, "A", "甲班", 1, 2026, 1),
    Held(2, "B", "乙班", 2, 2026, -1),
    Held(3, "C", "外班", 9, 2026, 1),
)
ORGANISERS = {held.id: held.organiser for held in CLASSES}
PLACES = Gazetteer.of(UNITS)


@dataclass(frozen=True)
class Frozen:
    """A line with the learner's organisation, which stands beside it in a filing."""

    line: Line
    organisation: int | None


def frozen(entry: int, person: int, session: int, organisation: int | None) -> Frozen:
    """Session n belongs to class n % 3 + 1 and is held on day n of March."""
    held = CLASSES[session % 3]
    place = PLACES.places.get(organisation) if organisation else None
    state = list(AttendanceState)[entry % 5].value
    line = Line(
        entry, person, 180, state, date(2026, 3, session), session, 180, f"课{session % 2}", held.id, held.organiser,
        held.report_year, held.round_number, PLACES.places.get(held.organiser), place,
    )  # fmt: skip
    return Frozen(line, organisation)


def contents(*found: Frozen, unit: VisitsUnit = VisitsUnit.PERSON_DAY) -> Contents:
    lines = [one.line for one in found]
    sessions = {
        line.session: [line.session, line.training_class, line.day.isoformat(), "morning", line.topic, 180]
        for line in lines
    }
    rows = Rows(
        [
            [line.entry, line.person, one.organisation, line.session, line.minutes, line.state]
            for one, line in zip(found, lines, strict=True)
        ],
        [sessions[pk] for pk in sorted(sessions)],
    )
    held = tuple(one for one in CLASSES if one.id in {line.training_class for line in lines})
    return Contents(
        Period(report_year=2026), unit, PLACES, rows, held, OUTSIDE, "figures@1", date(2026, 3, 16)
    )


rows_drawn = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 12), st.sampled_from([2, 3, 4, 5, 9, None])), max_size=40
)


@given(rows_drawn)
def test_a_frozen_value_is_counted_from_its_rows_as_the_lines_were(drawn: list) -> None:
    lines = [frozen(entry, *row) for entry, row in enumerate(drawn, start=1)]
    document = compose(contents(*lines), HEADING)
    assert lines_of(document) == [one.line for one in lines]
    assert table_of(document) == slowly_counted([one.line for one in lines])
    read_again = json.loads(canonical_json(document))
    assert canonical_json(counted(read_again)) == canonical_json(document)
    assert line_changes(document, read_again) == line_changes(read_again, document)
    assert not line_changes(document, read_again)


def slowly_counted(lines: list[Line]) -> dict:
    """Row by row, as the definitions read."""
    found = {(side, TOTAL): [] for side in Side}
    for number, line in enumerate(lines):
        for side, place in ((Side.ORGANISER, line.organiser_place), (Side.PARTICIPANT, line.place)):
            twins = [
                one for one in lines[:number] if (one.person, one.session) == (line.person, line.session)
            ]
            if place is None or any(
                one.organiser_place if side is Side.ORGANISER else one.place for one in twins
            ):
                continue
            for tier in (TOTAL, Tier(place.county), Tier(place.county, place.unit)):
                found.setdefault((side, tier), []).append(line)
    return {key: slow_row(lines) for key, lines in found.items()}


def slow_row(lines: list[Line]) -> Figures:
    sessions = {line.session: line.session_minutes for line in lines}
    return Figures(
        people=len({line.person for line in lines}),
        rounds=len({(line.organiser, line.report_year, line.round_number) for line in lines}),
        classes=len({line.training_class for line in lines}),
        delivered_minutes=sum(sessions.values()),
        person_days=len({(line.person, line.day) for line in lines}),
        person_sessions=len({(line.person, line.session) for line in lines}),
        person_courses=len({(line.person, line.training_class, line.topic) for line in lines}),
        person_classes=len({(line.person, line.training_class) for line in lines}),
        person_minutes=sum(line.minutes for line in lines),
    )


@given(rows_drawn)
def test_its_sheets_are_laid_out_and_written_the_same_twice(drawn: list) -> None:
    document = compose(contents(*[frozen(n, *row) for n, row in enumerate(drawn, start=1)]), HEADING)
    first, second = (plans(document, sha256="a" * 64, code="ABCD-EFGH") for _ in range(2))
    assert write_workbook(first) == write_workbook(second)


def test_a_point_counts_in_its_station_and_a_guest_only_by_organiser() -> None:
    document = compose(contents(frozen(1, 1, 3, 4), frozen(2, 2, 3, 9)), HEADING)
    table = table_of(document)
    people = {(side, tier.unit): row.people for (side, tier), row in table.items() if tier.unit}
    assert people == {(Side.ORGANISER, 1): 2, (Side.PARTICIPANT, 3): 1}
    assert table[(Side.PARTICIPANT, TOTAL)].people == 1


def test_nothing_to_report_is_a_table_of_zeros_with_every_county() -> None:
    document = compose(contents(), HEADING)
    sheet = plans(document, sha256="a" * 64, code="ABCD-EFGH")[0]
    texts = [cell.value for cell in sheet.cells]
    assert "东湖县" in texts
    assert "西山县" in texts
    assert sum(cell.value == 0 for cell in sheet.cells) == 3 * 2 * len(Figure)


def test_the_sheet_carries_headings_definitions_sign_off_and_code() -> None:
    sheet = plans(compose(contents(frozen(1, 1, 3, 4)), HEADING), sha256="b" * 64, code="ABCD-EFGH")[0]
    texts = "\n".join(str(cell.value) for cell in sheet.cells)
    for words in (
        "榕江市民政局2026年度社会工作者培训统计表", "按主办统计", "按参训人员统计", "人次（人·天）", "时长（小时）", "填表人：",
        "审核人：", "单位负责人（盖章）：", "填报日期：", "联系电话：", "报送编号：2026-990100-0001", "校验码：ABCD-EFGH", "口径：",
        "一人一天计1人次", "bbbbbbbbbbbbbbbb",
    ):  # fmt: skip
        assert words in texts
    assert sheet.repeat_rows == (3, 4)


@pytest.mark.parametrize("side", list(Side))
def test_a_difference_names_the_row_the_figure_and_the_line(side: Side) -> None:
    before = compose(contents(frozen(1, 1, 3, 4)), HEADING)
    after = compose(contents(frozen(1, 1, 3, 4), frozen(2, 2, 3, 3)), HEADING)
    found = figure_changes(table_of(before), table_of(after), FrozenNames.of(after), VisitsUnit.PERSON_DAY)
    changes = [
        (one.label, one.figure, one.before, one.after, one.difference) for one in found if one.side is side
    ]
    assert ("合计", Figure.PEOPLE, 1, 2, 1) in changes
    assert ("合计", Figure.PERSON_HOURS, 3, 6, 3) in changes
    assert all(one.figure is not Figure.HOURS_DELIVERED for one in found)
    lines = line_changes(before, after)
    assert [(one.entry, one.day, one.unit, one.training_class) for one in lines.came] == [
        (2, "2026年3月3日", "青石镇社工站", "甲班")
    ]
    assert (lines.went, lines.altered) == ((), ())
    assert line_changes(after, before).went == lines.came


def test_a_row_that_is_gone_is_a_difference_too() -> None:
    before, after = compose(contents(frozen(1, 1, 3, 4)), HEADING), compose(contents(), HEADING)
    found = figure_changes(table_of(before), table_of(after), FrozenNames.of(before), VisitsUnit.SESSION)
    assert {one.label for one in found} == {"合计", "榕江市", "榕江市民政局", "东湖县", "青石镇社工站"}
