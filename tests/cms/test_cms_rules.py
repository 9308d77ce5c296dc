"""Ranges of bytes, as players of videos and readers of documents ask for them."""

import pytest

from cms.rules import ByteRange, Unsatisfiable, byte_range


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", ByteRange(0, 0)),
        ("bytes=2-5", ByteRange(2, 5)),
        ("bytes=7-", ByteRange(7, 9)),
        ("bytes=7-99", ByteRange(7, 9)),
        ("bytes=-3", ByteRange(7, 9)),
        ("bytes=-99", ByteRange(0, 9)),
        ("", None),
        ("bytes=-", None),
        ("bytes=5-2", None),
        ("bytes=0-1,4-5", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
    ],
)
def test_a_range_of_ten_bytes(header: str, expected: ByteRange | None) -> None:
    assert byte_range(header, size=10) == expected


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_behind_the_end_cannot_be_sent(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        byte_range(header, size=10)
