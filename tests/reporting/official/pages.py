"""Addresses of official forms, and their files reopened."""

import io

import openpyxl

from courses.models import TrainingClass
from people.models import Person
from reporting.rules.official.declared import FORMS
from reporting.rules.official.shape import Asks


def asked(code: str, held: TrainingClass | None) -> str:
    """What the form asks for, about a class or about somebody who was in it."""
    asks = FORMS[code].asks
    if asks is Asks.CLASS:
        assert held is not None
        return f"training_class={held.public_id}"
    if asks is Asks.PERSON:
        return f"person={Person.objects.get(name='陈小燕').public_id}"
    return "year=2026"


def address(code: str, held: TrainingClass | None, page: str = "") -> str:
    return f"/figures/forms/{code}/{page}?{asked(code, held)}"


def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def texts(sheet) -> list[list[str]]:
    return [[str(cell) for cell in line if cell is not None] for line in sheet.iter_rows(values_only=True)]


def cells(content: bytes) -> set[str]:
    """Everything that stands in any sheet, as text."""
    return {text for sheet in book(content) for line in texts(sheet) for text in line}
