"""Fields and widgets that several apps use: dates in three parts or from the device's picker, and chips."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2200


class DatePicker(forms.DateInput):
    """The device's own picker: for a day near today."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateParts(forms.MultiWidget):
    """Year, month and day in three inputs: for a day that is known by heart or stands on a paper.

    Takes `2026-11-30` under the plain name as well, so that a form may change from one variant to the other.
    """

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric"} | (attrs or {})
        super().__init__({part: forms.TextInput(number) for part in ("year", "month", "day")})

    def decompress(self, value: date | str | None) -> list[str]:
        if isinstance(value, str):
            return value.split("-", 2) if value.count("-") == 2 else [value, "", ""]
        return [str(value.year), str(value.month), str(value.day)] if value else ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        parts = super().value_from_datadict(data, files, name)
        if any(part is not None for part in parts):
            return [(part or "").strip() for part in parts]
        return self.decompress(data.get(name))


class DateInParts(forms.DateField):
    """A date typed as year, month and day. Says which part is missing, and whether there is such a day."""

    widget = DateParts
    default_error_messages = {
        "incomplete": _("请补上%(missing)s"),
        "no_such_day": _("没有这一天，请核对年、月、日"),
        "year": _("年份请写四位数字，例如2026"),
    }

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, list | tuple):
            return super().to_python(value)
        if not any(value):
            return None
        names = (_("年"), _("月"), _("日"))
        if missing := [str(name) for name, part in zip(names, value, strict=True) if not part]:
            raise self._wrong("incomplete", missing="、".join(missing))
        try:
            year, month, day = (int(part) for part in value)
        except ValueError as error:
            raise self._wrong("no_such_day") from error
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise self._wrong("year")
        try:
            return date(year, month, day)
        except ValueError as error:
            raise self._wrong("no_such_day") from error

    def _wrong(self, code: str, **words: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=words or None)


class Chips(forms.CheckboxSelectMultiple):
    """Checkboxes side by side, for many short choices."""


class RadioChips(forms.RadioSelect):
    """Radios side by side, for a few short choices."""
