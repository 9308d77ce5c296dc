"""Counts by organisation as rows by county or by station, in the order of area codes."""

from organisations.words import Line, OrganisationKind
from reporting.rules.area_rows import AreaRow, area_rows, total
from reporting.rules.completion import Completion
from reporting.rules.places import Gazetteer, Unit

BUREAU, STATION, POINT = OrganisationKind.BUREAU, OrganisationKind.STATION, OrganisationKind.POINT


def unit(pk: int, name: str, kind: OrganisationKind, code: str, path: str) -> Unit:
    return Unit(pk, name, kind, Line.CIVIL_AFFAIRS, code, path)


def rows_of(counts: dict[int, Completion], places: Gazetteer) -> list[AreaRow[Completion]]:
    return area_rows(counts, places, Completion())


CITY = [
    unit(1, "榕江市民政局", BUREAU, "990100", "1/"),
    unit(2, "西山县民政局", BUREAU, "990122", "1/2/"),
    unit(3, "东湖县民政局", BUREAU, "990121", "1/3/"),
    unit(4, "东湖县青石镇社工站", STATION, "990121101", "1/3/4/"),
    unit(5, "青石镇一社工点", POINT, "", "1/3/4/5/"),
    unit(6, "东湖县柳桥镇社工站", STATION, "990121102", "1/3/6/"),
]


def test_a_city_has_a_row_for_each_county_those_without_anybody_too() -> None:
    rows = rows_of({4: Completion(2, 1), 5: Completion(1, 1)}, Gazetteer.of(CITY))
    assert [(row.label, row.unit, row.counts) for row in rows] == [
        ("东湖县", 3, Completion(3, 2)),
        ("西山县", 2, Completion()),
    ]
    assert total(rows, Completion()) == Completion(3, 2)


def test_a_province_has_a_row_for_each_city() -> None:
    province = [
        unit(9, "南岭省民政厅", BUREAU, "990000", "9/"),
        *CITY,
        unit(10, "海湾市民政局", BUREAU, "990200", "9/10/"),
        unit(11, "海湾市渔港区民政局", BUREAU, "990221", "9/10/11/"),
    ]
    rows = rows_of({4: Completion(2, 1), 1: Completion(1, 0)}, Gazetteer.of(province))
    assert [(row.label, row.unit, row.county, row.counts) for row in rows] == [
        ("榕江市", 1, "990100", Completion(3, 1)),
        ("海湾市", 10, "990200", Completion()),
    ]


def test_the_city_s_own_people_have_a_row_where_there_are_any() -> None:
    rows = rows_of({1: Completion(1, 0), 4: Completion(2, 1)}, Gazetteer.of(CITY))
    assert [row.label for row in rows] == ["榕江市", "东湖县", "西山县"]


def test_a_county_has_a_row_for_each_station_and_a_point_counts_in_its_station() -> None:
    county = [one for one in CITY if one.path.startswith("1/3/")]
    rows = rows_of({5: Completion(1, 0)}, Gazetteer.of(county))
    assert [(row.label, row.counts) for row in rows] == [
        ("东湖县青石镇社工站", Completion(1, 0)),
        ("东湖县柳桥镇社工站", Completion()),
    ]


def test_the_bureau_itself_has_a_row_where_somebody_there_is_new() -> None:
    county = [one for one in CITY if one.path.startswith("1/3/")]
    rows = rows_of({3: Completion(1, 1)}, Gazetteer.of(county))
    assert rows[0].label == "东湖县民政局"
