"""The commonest widgets without their templates: Django draws each option of a list through three nested ones.

Letter for letter what Django's templates give; all other widgets stay with them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData

OPTION = "select_option"
INPUTS = (
    "input", "text", "number", "email", "url", "tel", "search", "password", "hidden", "date", "time", "datetime",
    "checkbox", "file", "input_option", "radio_option", "checkbox_option",
)  # fmt: skip


class DrawnWidgets(DjangoTemplates):
    """Named by FORM_RENDERER."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        draw = DRAWN.get(template_name)
        text = draw(context["widget"]) if draw else None
        return super().render(template_name, context, request) if text is None else text


def _raw(value: object) -> str:
    """As the filter `stringformat:'s'` and the escaping after it."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def _shown(value: Any) -> str:
    """As a variable in a template."""
    return conditional_escape(localize(value))


def _attributes(widget: Mapping[str, Any]) -> str:
    return "".join(
        f" {_shown(name)}" if value is True else f' {_shown(name)}="{_raw(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> str | None:
    """Nothing where Django wraps a label around it."""
    if widget.get("wrap_label"):
        return None
    value = "" if widget["value"] is None else f' value="{_raw(widget["value"])}"'
    named = f'type="{_shown(widget["type"])}" name="{_shown(widget["name"])}"'
    return f"<input {named}{value}{_attributes(widget)}>"


def _option(widget: Mapping[str, Any]) -> str:
    return f'<option value="{_raw(widget["value"])}"{_attributes(widget)}>{_shown(widget["label"])}</option>'


def _select(widget: Mapping[str, Any]) -> str | None:
    """Nothing where a field draws options of its own."""
    parts = [f'<select name="{_shown(widget["name"])}"{_attributes(widget)}>']
    for group, options, _index in widget["optgroups"]:
        parts.append(f'\n  <optgroup label="{_shown(group)}">' if group else "")
        for option in options:
            if option["template_name"] != _address(OPTION):
                return None
            parts.append(f"\n  {_option(option)}\n")
        parts.append("\n  </optgroup>" if group else "")
    return "".join([*parts, "\n</select>"])


def _address(name: str) -> str:
    return f"django/forms/widgets/{name}.html"


DRAWN: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    **{_address(name): _input for name in INPUTS},
    _address(OPTION): _option,
    _address("select"): _select,
}
