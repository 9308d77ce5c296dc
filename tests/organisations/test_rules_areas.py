"""Area codes and short names, as tables."""

import pytest

from organisations.rules import area_prefix, is_area_code, lies_inside, moved_code, short_name


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("440000", "44"),
        ("445300", "4453"),
        ("445302", "445302"),
        ("441900", "4419"),
        ("445302001", "445302001"),
        ("445302001003", "445302001003"),
        ("445302001000", "445302001"),
        ("445302000000", "445302"),
        ("445300000000", "4453"),
        ("", ""),
    ],
)
def test_the_prefix_of_an_area_is_what_every_code_inside_begins_with(code: str, prefix: str) -> None:
    assert area_prefix(code) == prefix


@pytest.mark.parametrize(
    ("code", "area", "inside"),
    [
        ("445302001", "440000", True),
        ("445302001", "445300", True),
        ("445302001", "445302", True),
        ("445302", "445302", True),
        ("445303001", "445302", False),
        ("445302", "445302001", False),
        ("445302", "", False),
        ("", "445302", False),
    ],
)
def test_a_code_lies_inside_an_area_or_not(code: str, area: str, inside: bool) -> None:
    assert lies_inside(code, area) is inside


@pytest.mark.parametrize(
    ("code", "fits"),
    [
        ("445302", True),
        ("445302001", True),
        ("445302001003", True),
        ("", False),
        ("4453", False),
        ("44530A", False),
    ],
)
def test_an_area_code_has_six_nine_or_twelve_digits(code: str, fits: bool) -> None:
    assert is_area_code(code) is fits


@pytest.mark.parametrize(
    ("code", "moved"),
    [
        ("990121101", "990122105"),
        ("990121101003", "990122105003"),
        ("990121102", "990121102"),
        ("", ""),
    ],
)
def test_codes_inside_follow_the_code_that_moves(code: str, moved: str) -> None:
    assert moved_code(code, old="990121101", new="990122105") == moved


def test_a_code_of_another_rank_is_not_followed() -> None:
    assert moved_code("990121101003", old="990121101", new="990122") == "990121101003"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("东湖县青石镇社工站", "东湖县青石镇"),
        ("青石镇社会工作服务站", "青石镇"),
        ("社工站", "社工站"),
        ("市民政局", "市民政局"),
    ],
)
def test_sheets_shorten_the_name_of_a_station(name: str, short: str) -> None:
    assert short_name(name) == short
