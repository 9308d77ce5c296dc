"""CSV that Excel and WPS open as Chinese text: nothing acts, no digit is lost, the same rows give the same bytes."""

import csv
import io

import pytest

from core.sheets.csv_writing import write_csv
from tests.core.test_sheet_writing import FORMULAS

ACTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("payload", FORMULAS)
def test_no_payload_begins_with_what_a_spreadsheet_works_out(payload: str) -> None:
    [[cell]] = read_back(write_csv([[payload]]))
    assert not cell.lstrip(" ").startswith(ACTS)
    assert cell.removeprefix("'") == payload or cell == payload


def test_it_begins_with_a_mark_and_its_lines_end_as_excel_ends_them() -> None:
    content = write_csv([["姓名", "人时"], ["陈小燕", 19.5], [None, 3]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == "姓名,人时\r\n陈小燕,19.5\r\n,3\r\n"
    assert content == write_csv([["姓名", "人时"], ["陈小燕", 19.5], [None, 3]])


@pytest.mark.parametrize("number", ["990000199001010017", "0012", "1234567890123456"])
def test_long_numbers_and_leading_zeros_stay_texts(number: str) -> None:
    assert read_back(write_csv([[number]])) == [["'" + number]]


def test_numbers_and_short_codes_stay_what_they_are() -> None:
    assert read_back(write_csv([[-3, 2026, "445302", "2026-03-16"]])) == [
        ["-3", "2026", "445302", "2026-03-16"]
    ]
