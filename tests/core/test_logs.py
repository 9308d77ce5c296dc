"""Logs are JSON lines in which no identity number and no phone number stands, wherever it came from."""

import json
import logging

import pytest

from core.logs import JsonFormatter, NoPersonalData, without_personal_data

IDENTITY = "990000199001010010"
PHONE = "13800138000"


def _line(message: str, *arguments: object, **extra: object) -> str:
    record = logging.LogRecord("probe", logging.INFO, "", 0, message, arguments, None)
    record.__dict__.update(extra)
    NoPersonalData().filter(record)
    return JsonFormatter().format(record)


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY, IDENTITY[:-1] + "X", PHONE, f"+86{PHONE}", f"86 {PHONE}", "138-0013-8000", "138 0013 8000",
        f"电话{PHONE}，证件{IDENTITY}。", f"/people/?q={IDENTITY}", f"{{'phone': '{PHONE}'}}",
    ],
)  # fmt: skip
def test_numbers_of_people_are_struck_out_of_message_arguments_and_extras(text: str) -> None:
    for line in (_line(text), _line("%s", text), _line("%(x)s", {"x": text}), _line("x", path=text)):
        assert not any(number in line for number in (IDENTITY[:-1], PHONE, "0013")), line
        assert "[id]" in line or "[phone]" in line


def test_a_traceback_is_cleaned_too() -> None:
    try:
        raise ValueError(f"no such person: {IDENTITY}")
    except ValueError as error:
        record = logging.LogRecord(
            "probe", logging.ERROR, "", 0, "failed", (), (ValueError, error, error.__traceback__)
        )
    line = JsonFormatter().format(record)
    assert "ValueError" in line
    assert IDENTITY not in line


def test_other_numbers_stay_readable() -> None:
    line = json.loads(_line("delivery %s took %s ms at %s", 1234567890, 15, "2026-03-16T10:00:00"))
    assert line["message"] == "delivery 1234567890 took 15 ms at 2026-03-16T10:00:00"
    assert line["level"] == "INFO"


def test_an_address_that_is_a_password_is_struck_out() -> None:
    line = "GET /classes/calendar/k3J_x-9dQmWv7pRt2LsYbN4cZaHfEgUo.ics 200 1834 12ms"
    assert without_personal_data(line) == "GET /classes/calendar/[secret].ics 200 1834 12ms"
