"""The parts of the design, one tag each: data in, marked-up text out. `/styleguide/` shows them in all their states.

Each has a template `templates/parts/<name>.html` and a stylesheet `site/static/css/parts/<name>.css`.
"""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core import bound_fields
from core.charts import Chart

register = template.Library()
TONES = {"plain", "done", "due", "problem", "confidential"}
KINDS = {"main", "secondary", "warning"}


def _known(word: str, words: set[str]) -> None:
    if word not in words:
        raise ValueError(f"{word!r} is none of {sorted(words)}")


# The frame of a page: for base.html alone


@register.inclusion_tag("parts/skip_link.html")
def skip_link() -> dict[str, object]:
    """The first stop of the keyboard."""
    return {}


@register.inclusion_tag("parts/header.html", takes_context=True)
def header(context: template.Context, label: str = "") -> dict[str, Any]:
    """Name, large type, log-in or account; nothing that needs a role."""
    names = ("request", "viewer", "csrf_token", "is_large", "unread_messages", "here")
    return {name: context.get(name) for name in names} | {"label": label}


@register.inclusion_tag("parts/bottom_tabs.html")
def bottom_tabs(items: Iterable[object], label: str = "") -> dict[str, object]:
    """At most four addresses under the thumb: for learners and mentors. Items: label, url, is_current."""
    return {"items": items, "label": label}


@register.inclusion_tag("parts/side_menu.html")
def side_menu(items: Iterable[object], label: str = "", is_open: bool = False) -> dict[str, object]:
    """The officer's menu: left of the page on a desk, behind one row above it on a phone. Items: label, url, is_current."""
    return {"items": items, "label": label, "is_open": is_open}


@register.inclusion_tag("parts/desk_switch.html", takes_context=True)
def desk_switch(context: template.Context, desks: Iterable[object], action: str) -> dict[str, object]:
    """身份：学员 / 督导员 / 主管. Desks: key, label, is_current; posted as `desk` to the action."""
    return {"desks": desks, "action": action, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("parts/offline_bar.html")
def offline_bar(owner: str, text: str = "", refused: Iterable[object] = ()) -> dict[str, object]:
    """Says that there is no network and what waits on this device; hidden until js/offline.js has something to say.

    `owner` tells accounts apart, and says no more. Refused: title, url of the page to fill in again.
    """
    return {"owner": owner, "text": text, "refused": refused}


@register.inclusion_tag("parts/conflict.html")
def conflict(form: Any) -> dict[str, object]:
    """Stands inside a form that changes what stands: the mark of what was seen, and what two people wrote."""
    return {"seen": getattr(form, "seen", ""), "differences": getattr(form, "differences", ())}


# Lists, states, actions


@register.inclusion_tag("parts/task_list.html")
def task_list(items: Iterable[object]) -> dict[str, object]:
    """What is to be done, a row each. Items: title, url (empty: cannot start yet), status, tone, hint."""
    return {"items": items}


@register.inclusion_tag("parts/summary_list.html")
def summary_list(rows: Iterable[object]) -> dict[str, object]:
    """Facts, or answers to check. Rows: label, value; url and action where the answer can be changed."""
    return {"rows": rows}


@register.simple_block_tag
def card(content: SafeString, title: str = "", level: int = 2) -> SafeString:
    """A case on white. The title is a heading of the given level."""
    return render_to_string("parts/card.html", {"content": content, "title": title, "level": level})


@register.inclusion_tag("parts/status.html")
def status(text: str, tone: str = "plain") -> dict[str, str]:
    """A status in words; tone is plain, done, due, problem or confidential."""
    _known(tone, TONES)
    return {"text": text, "tone": tone}


@register.inclusion_tag("parts/button.html")
def button(
    label: str, kind: str = "main", url: str = "", name: str = "", value: str = "", *, wide: bool = False,
    disabled: bool = False, form: str = "", id: str = "", describes: str = "",
) -> dict[str, object]:  # fmt: skip
    """A button that submits, or a link that looks like one where a url is given. Kind is main, secondary or warning.

    `describes` is what is only heard: the row that the button is about.
    """
    _known(kind, KINDS)
    return {
        "label": label, "kind": kind, "url": url, "name": name, "value": value, "wide": wide, "disabled": disabled,
        "form": form, "id": id, "describes": describes,
    }  # fmt: skip


# Forms


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A form field by the part that fits its widget: label, hint, errors, input."""
    return _field(bound, bound_fields.part_of(bound))


def _field(bound: BoundField, part: str) -> SafeString:
    return render_to_string(f"parts/{part}.html", bound_fields.shown(bound))


@register.simple_tag
def text_input(bound: BoundField) -> SafeString:
    """One line of text, a number, a secret, or a choice from a long list."""
    return _field(bound, "text_input")


@register.simple_tag
def textarea(bound: BoundField) -> SafeString:
    """Several lines, with the count of what may still be written where the form has a limit."""
    return _field(bound, "textarea")


@register.simple_tag
def radios(bound: BoundField) -> SafeString:
    """One of a few."""
    return _field(bound, "radios")


@register.simple_tag
def checkboxes(bound: BoundField) -> SafeString:
    """Any of a few, or a single yes; as chips where the widget is one of core.forms."""
    return _field(bound, "checkboxes")


@register.simple_tag
def date_input(bound: BoundField) -> SafeString:
    """A day: in three fields (core.forms.DateInParts) or by the device's picker (core.forms.DatePicker)."""
    return _field(bound, "date_input")


@register.simple_tag
def file_upload(bound: BoundField) -> SafeString:
    """A file from the device. The form needs enctype="multipart/form-data"."""
    return _field(bound, "file_upload")


@register.inclusion_tag("parts/error_summary.html")
def error_summary(form: forms.BaseForm | None, *more: forms.BaseForm) -> dict[str, object]:
    """Above the title of a page whose form was refused: the same words as at the fields, each a link to its field."""
    bound = [one for one in (form, *more) if isinstance(one, forms.BaseForm) and one.is_bound]
    return {"problems": [problem for one in bound for problem in bound_fields.problems(one)]}


@register.inclusion_tag("parts/error_message.html")
def error_message(text: str, id: str) -> dict[str, str]:
    """An error at its place; name the id in the input's aria-describedby."""
    return {"text": text, "id": id}


# Boxes


@register.simple_block_tag
def inset(content: SafeString) -> SafeString:
    """Set off from the text around it: an example, a condition."""
    return render_to_string("parts/inset.html", {"content": content})


@register.simple_block_tag
def notice(content: SafeString, tone: str = "plain", title: str = "") -> SafeString:
    """What one must know before reading on. Tone as of a status; confidential is for supervision alone."""
    _known(tone, TONES)
    return render_to_string("parts/notice.html", {"content": content, "tone": tone, "title": title})


@register.simple_block_tag
def confirmation(content: SafeString, title: str, number: str = "", level: int = 1) -> SafeString:
    """The page after a deed: its title is the page's main heading, its number what one quotes later."""
    told = {"title": title, "number": number, "level": level}
    return render_to_string("parts/confirmation.html", {"content": content} | told)


@register.simple_block_tag
def scroll_table(content: SafeString, caption: str, sticky: bool = True, kind: str = "") -> SafeString:
    """A table that scrolls sideways inside its own region; the first column stays where `sticky`."""
    return render_to_string(
        "parts/scroll_table.html", {"content": content, "caption": caption, "sticky": sticky, "kind": kind}
    )


@register.simple_block_tag
def print_sheet(
    content: SafeString, form_number: str = "", number: str = "", check_code: str = "", wide: bool = False
) -> SafeString:
    """A sheet of A4, upright or wide, with the form's number, the filing's and its check code on every page."""
    marks = {"form_number": form_number, "number": number, "check_code": check_code, "wide": wide}
    return render_to_string("parts/print_sheet.html", {"content": content} | marks)


# Where one stands


@register.inclusion_tag("parts/pagination.html", takes_context=True)
def pagination(context: template.Context, page: object, label: str = "") -> dict[str, object]:
    """Back and forth between the pages of a list; keeps its filters. Nothing where there is one page."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode(), "label": label}


@register.inclusion_tag("parts/progress_line.html")
def progress_line(done: float, target: float, unit: str = "") -> dict[str, object]:
    """How much of a target is reached: a sentence with both numbers, and a bar that repeats it to the eye."""
    share = min(max(done / target, 0), 1) if target else 0
    return {"done": done, "target": target, "unit": unit, "width": round(share * 100, 1)}


@register.inclusion_tag("parts/chart.html")
def chart(figure: Chart) -> dict[str, object]:
    """A picture of core.charts: its table one tap away or before it, and what was counted under it."""
    return {"chart": figure}


@register.inclusion_tag("parts/timeline.html")
def timeline(items: Iterable[object]) -> dict[str, object]:
    """What happened, newest first. Items: when (datetime, date or text), title, detail."""
    return {"items": items}
