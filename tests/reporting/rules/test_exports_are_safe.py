"""Forty payloads through every export: reopened, no cell is a formula, and what somebody typed is what stands there."""

import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest

from assessment.formats import workbook as questions
from assessment.rules.wording import QuestionDetails
from assessment.words import QuestionKind
from core.sentences import NOTHING, quote
from core.sheets.csv_writing import write_csv
from core.sheets.writing import write_workbook
from courses.class_test_results import ResultLine, sheet_of
from courses.fee_words import FeeClass
from courses.lecturer_fees import FeeForm
from courses.lecturer_fees import sheet_of as fee_sheet_of
from courses.models import ClassTest, TrainingClass
from courses.rules.lecturer_fees import FeeLine
from reporting.rules.counts import Staff
from reporting.rules.filing_document import Contents, Heading, Held, Rows, compose
from reporting.rules.filing_sheet import plans as filing_plans
from reporting.rules.official.declared import FORMS
from reporting.rules.official.layout import lines, plans
from reporting.rules.official.shape import Computed, Part, row
from reporting.rules.periods import Period
from reporting.rules.places import Gazetteer, Unit
from reporting.words import FilingTable, VisitsUnit
from tests.architecture.source_tree import name_of, python_files
from tests.core.test_csv_writing import ACTS, read_back
from tests.core.test_sheet_writing import FORMULAS

AT = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)
# Every place that writes a workbook, CSV or packed file, with the test that pours payloads through it: a new one joins here.
WRITERS = {
    "courses/views/class_tests.py": "test_results_of_class_tests_hold_texts",
    "courses/views/lecturer_fees.py": "test_forms_of_lecturers_fees_hold_texts",
    "site/assessment/formats/workbook.py": "test_question_files_hold_texts",
    "site/core/documents.py": "",  # Word files have no cells
    "site/core/sheets/csv_writing.py": "test_official_forms_hold_texts",
    "site/core/sheets/writing.py": "test_official_forms_hold_texts",
    "site/reporting/forms/imports.py": "",  # read back by ourselves and never handed out
    "site/reporting/rules/received/package.py": "",  # of ours only numbers go into somebody's file
    "site/reporting/services/filings.py": "test_filings_hold_texts",
    "site/reporting/services/official.py": "test_official_forms_hold_texts",
    "site/reporting/views/official.py": "test_official_forms_hold_texts",
}


def formulas_of(content: bytes) -> tuple[list[str], set[str]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    return (
        [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink],
        {str(cell.value).replace("_x000D_", "\r") for cell in cells if cell.value is not None},
    )


def test_nothing_else_writes_sheets_and_each_writer_has_its_test() -> None:
    made = re.compile(
        r'\bwrite_workbook\(|\bwrite_csv\(|xlsxwriter\.Workbook\(|csv\.writer\(|openpyxl|ZipFile\([^)]*"w"'
    )
    assert {name_of(path) for path in python_files(with_tests=False) if made.search(path.read_text())} == set(
        WRITERS
    )
    assert all(callable(globals()[test]) for test in WRITERS.values() if test)


def official(code: str) -> Computed:
    """A form with a payload in every cell."""
    form = FORMS[code]
    parts = tuple(
        Part(
            table, quote(table.caption),
            tuple(row(table, {column.key: payload for column in table.columns}) for payload in FORMULAS),
        )
        for table in form.tables
    )  # fmt: skip
    paragraphs = tuple(quote(payload) for payload in FORMULAS) if form.has_words else ()
    return Computed(
        form,
        quote("=1+1"),
        ((quote("+1"), quote("@SUM(1)")),),
        parts,
        AT,
        (quote("=2"),),
        paragraphs=paragraphs,
    )


@pytest.mark.parametrize("code", FORMS)
def test_official_forms_hold_texts(code: str) -> None:
    computed = official(code)
    content = write_workbook(plans(computed), title="表")
    formulas, values = formulas_of(content)
    assert formulas == []
    assert {payload for payload in FORMULAS if payload.strip()} <= values
    assert content == write_workbook(plans(official(code)), title="表")
    for line in read_back(write_csv(lines(computed))):
        assert not any(cell.lstrip(" ").startswith(ACTS) for cell in line)


def test_filings_hold_texts() -> None:
    units = [Unit(1, "=1+1", "bureau", "civil_affairs", "990100", "1/")]
    units += [
        Unit(number, payload, "station", "civil_affairs", f"990121{number}", f"1/{number}/")
        for number, payload in enumerate(FORMULAS, start=2)
    ]
    places = Gazetteer.of(units)
    session = [3, 1, "2026-03-03", "morning", "=1+1", 180]
    contents = Contents(
        Period(report_year=2026), VisitsUnit.PERSON_DAY, places,
        Rows([[at, at, unit.id, 3, 180, "present"] for at, unit in enumerate(units, start=1)], [session]),
        (Held(1, "=A", "=1+1", 1, 2026, 1),), {}, "=RULE()", date(2026, 3, 16), {"990121": Staff(1, 1)},
    )  # fmt: skip
    heading = Heading(
        "2026-990100-0001", "2026-03-16T10:00:00+08:00", 1, "=1+1", ("1/",), ("9901",), 99, reason="=2",
        tables=tuple(FilingTable),
    )  # fmt: skip
    content = write_workbook(filing_plans(compose(contents, heading), sha256="0" * 64, code="ABCD-EFGH"))
    formulas, values = formulas_of(content)
    assert formulas == []
    assert sum("=HYPERLINK" in value for value in values) == 1


def test_question_files_hold_texts() -> None:
    asked = [
        QuestionDetails(
            code="", kind=QuestionKind.SINGLE, stem=payload, options=((payload, True), ("=2", False))
        )
        for payload in FORMULAS
    ]
    formulas, values = formulas_of(questions.write(asked).content)
    assert formulas == []
    assert "=1+1" in values


def test_results_of_class_tests_hold_texts() -> None:
    test = ClassTest(title="=1+1", training_class=TrainingClass(name="=2+2"))
    lines_of_test = [
        ResultLine(payload, payload, NOTHING, "plain", "=3", "=4", 1, AT) for payload in FORMULAS
    ]
    formulas, values = formulas_of(write_workbook([sheet_of(test, lines_of_test)]))
    assert formulas == []
    assert {"=1+1", "=3"} <= values


def test_forms_of_lecturers_fees_hold_texts() -> None:
    paid = [
        FeeLine(payload, payload, payload, FeeClass.FULL, is_known=True, sessions=(), xueshi=4, cap=1000)
        for payload in FORMULAS
    ]
    form = FeeForm(paid, not_held=0, unnamed=0, is_verified=False)
    formulas, values = formulas_of(write_workbook([fee_sheet_of(TrainingClass(name="=2+2"), form)]))
    assert formulas == []
    assert "=1+1" in values
