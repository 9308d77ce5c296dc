"""Which areas a place lies in, so that a bureau's open class finds its people."""

import pytest

from courses.rules.audiences import areas_around, organisations_above


@pytest.mark.parametrize(
    ("code", "inside", "outside"),
    [
        ("990121101", {"990000", "990100", "990121", "990121101", "990121101000"}, {"990122", "990121102"}),
        ("990121101003", {"990121", "990121101", "990121101003"}, {"990121101004"}),
        ("990121", {"990000", "990100", "990121"}, {"990122", "980000"}),
        ("990100", {"990000", "990100"}, {"990121"}),
    ],
)
def test_a_place_lies_in_its_town_county_city_and_province(
    code: str, inside: set[str], outside: set[str]
) -> None:
    assert inside <= areas_around(code)
    assert not outside & areas_around(code)


def test_nothing_lies_around_an_empty_code() -> None:
    assert areas_around("") == frozenset()


def test_a_path_names_everything_above() -> None:
    assert organisations_above("1/5/12/") == frozenset({1, 5, 12})
    assert organisations_above("") == frozenset()
