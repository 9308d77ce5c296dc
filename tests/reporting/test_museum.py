"""What was filed by earlier versions is still laid out byte for byte. Add to the list, never change a line of it."""

import json
from pathlib import Path

import pytest

from core import records
from reporting.rules.filing_document import counted
from reporting.services.filings import render

MUSEUM = Path(__file__).parent / "museum"
KEPT = [
    (
        "filing-1.json",
        "1780f1c7364df5dd3fe17740235b6fc53bbaf2ef126937ead028834690164782",
        "4fd5ef9f3a92aa99539a47bd6e8e92dea1aa3f338a09c2d6f44262774272fd72",
        "2WHC18TP",
    ),
    (
        "filing-2.json",
        "1d9eebf84e90755c040538f0d7af3d5e9b3fba6986241413aaad3911b5fae119",
        "abf65c29ac5807c4e41b1c9b3d45d4d9f42159447148b31605aae4da9ed90150",
        "2WHC18TP",
    ),
]


@pytest.mark.parametrize(("name", "sha256", "workbook", "code"), KEPT)
def test_a_filing_of_an_earlier_version_is_reproduced(
    name: str, sha256: str, workbook: str, code: str
) -> None:
    filed = (MUSEUM / name).read_bytes()
    again = records.canonical_json(counted(json.loads(filed)))
    assert (again, records.digest(again)) == (filed, sha256)
    assert records.digest(render(json.loads(again), sha256, code)) == workbook
