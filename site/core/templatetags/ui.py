"""Values as pages show them, and what every form carries."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import actions, charts, clock
from core.sentences import full_date, say

register = template.Library()


@register.simple_tag
def action_key() -> SafeString:
    """The hidden key of a form that writes."""
    return format_html('<input type="hidden" name="{}" value="{}">', actions.FIELD, actions.new_key())


@register.simple_tag
def url_static(path: str) -> str:
    """The address of a static file, hashed in production."""
    return static(path)


@register.simple_tag
@cache
def static_inside(path: str) -> str:
    """A small picture as an address that holds it: one request less, for the page that many open at once.

    Raises LookupError where there is no such file.
    """
    found = finders.find(path)
    if not isinstance(found, str):
        raise LookupError(path)
    return f"data:image/svg+xml,{quote(Path(found).read_text(encoding='utf-8').strip())}"


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """2026年11月30日 or 30 November 2026, never broken over two lines."""
    if value is None:
        return ""
    when = clock.date_of(value) if isinstance(value, datetime) else value
    return format_html('<span class="nowrap">{}</span>', full_date(when))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """2026-11-30 08:27 in Asia/Shanghai."""
    if value is None:
        return ""
    return format_html(
        '<span class="nowrap">{}</span>', value.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
    )


@register.filter
def hours(minutes: int | None) -> SafeString | str:
    """Minutes as clock hours with one decimal: 19.5小时, 19.5 hours."""
    if minutes is None:
        return ""
    return format_html('<span class="nowrap">{}</span>', say("%(hours)s小时", hours=f"{minutes / 60:.1f}"))


@register.filter
def share_of(part: int, whole: int) -> str:
    """A percentage with its fraction: 94.6%（440/465）."""
    return charts.share(part, whole)
