"""What a form field's part shows: which part, where an error leads, and what it says."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext

from core.forms import Chips, DateParts, RadioChips

# The first that fits: a list of checkboxes is a kind of radios to Django.
PARTS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.CheckboxInput, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (DateParts, "date_input"),
    (forms.DateInput, "date_input"),
    (forms.FileInput, "file_upload"),
    (forms.Textarea, "textarea"),
)


@dataclass(frozen=True)
class Problem:
    """One thing to mend: its words, and the id of the input that they are about."""

    text: str
    target: str


@dataclass(frozen=True)
class DatePart:
    label: str
    name: str
    id: str
    value: str
    is_year: bool


def part_of(bound: BoundField) -> str:
    """The name of the part that shows this field."""
    widget = bound.field.widget
    return next((part for kind, part in PARTS if isinstance(widget, kind)), "text_input")


def first_input(bound: BoundField) -> str:
    """The id of the first input: where a link in the summary leads."""
    widget = bound.field.widget
    if isinstance(widget, DateParts):
        return f"{bound.auto_id}_year"
    if isinstance(widget, forms.RadioSelect):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def messages(bound: BoundField) -> list[str]:
    """The errors of a field, each saying what is wrong and how to mend it."""
    return [text for error in bound.errors.as_data() for text in _words(bound, error)]


def problems(form: forms.BaseForm) -> list[Problem]:
    """All that is to be mended, in the order of the fields; what concerns the whole form comes first, without a target."""
    found = [Problem(str(text), "") for text in form.non_field_errors()]
    for bound in form:
        found += [Problem(text, "" if bound.is_hidden else first_input(bound)) for text in messages(bound)]
    return found


def shown(bound: BoundField) -> dict[str, Any]:
    """What the template of a field's part gets."""
    widget = bound.field.widget
    limit = getattr(bound.field, "max_length", None) if isinstance(widget, forms.Textarea) else None
    return {
        "bound": bound,
        "control": _control(bound, limit),
        "errors": messages(bound),
        "limit": limit,
        "is_single": isinstance(widget, forms.CheckboxInput),
        "is_chips": isinstance(widget, Chips | RadioChips),
        "date_parts": _date_parts(bound) if isinstance(widget, DateParts) else [],
        "is_multipart": isinstance(widget, forms.FileInput),
    }


def _control(bound: BoundField, limit: int | None) -> str:
    """The input; none for a list of choices, which its part draws one by one."""
    if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return ""
    # The browser would cut a pasted text off without a word; the count and the form say it instead.
    return bound.as_widget(attrs={"maxlength": False}) if limit else str(bound)


def _date_parts(bound: BoundField) -> list[DatePart]:
    context = bound.field.widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id})
    labels = (("year", gettext("年")), ("month", gettext("月")), ("day", gettext("日")))
    return [
        DatePart(label, inner["name"], f"{bound.auto_id}_{part}", inner["value"] or "", part == "year")
        for (part, label), inner in zip(labels, context["widget"]["subwidgets"], strict=True)
    ]


def _words(bound: BoundField, error: ValidationError) -> list[str]:
    """Django's own sentences name neither the field nor what to do; a form's own words stand as they are."""
    sentence = None if _is_named(bound.field, error.code) else _sentence(bound, error.code or "")
    if sentence is None:
        return [str(text) for text in error.messages]
    params = error.params or {}
    return [
        sentence % {"label": bound.label, "limit": params.get("limit_value"), "now": params.get("show_value")}
    ]


def _is_named(field: forms.Field, code: str | None) -> bool:
    """Whether the form says this error in words of its own."""
    defaults: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            defaults |= getattr(kind, "default_error_messages", {})
    return field.error_messages.get(code or "") != defaults.get(code or "")


def _sentence(bound: BoundField, code: str) -> str | None:
    sentences = {
        "min_value": gettext("%(label)s不能小于%(limit)s"),
        "max_value": gettext("%(label)s不能大于%(limit)s"),
        "min_length": gettext("%(label)s至少%(limit)s字，现在有%(now)s字"),
        "max_length": gettext("%(label)s最多%(limit)s字，现在有%(now)s字"),
        "invalid_choice": gettext("请在列表中选择%(label)s"),
    }
    if code == "required":
        return _missing(bound)
    if code == "invalid":
        return _unreadable(bound.field)
    return sentences.get(code)


def _missing(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.FileInput):
        return gettext("请选择要上传的文件：%(label)s")
    if isinstance(widget, forms.CheckboxInput):
        return gettext("请勾选“%(label)s”")
    if isinstance(widget, forms.Select | forms.RadioSelect):
        return gettext("请选择%(label)s")
    return gettext("请填写%(label)s")


def _unreadable(field: forms.Field) -> str | None:
    if isinstance(field, forms.IntegerField):
        return gettext("%(label)s请填数字，例如45")
    if isinstance(field, forms.DateField):
        return gettext("%(label)s请写年、月、日，例如2026-11-30")
    if isinstance(field, forms.TimeField):
        return gettext("%(label)s请写时和分，例如09:30")
    return None
