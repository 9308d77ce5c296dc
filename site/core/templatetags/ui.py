"""The parts that every template may use, one tag each; data in, marked-up text out."""

from datetime import date, datetime

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import actions, clock

register = template.Library()


@register.simple_tag
def action_key() -> SafeString:
    """The hidden key of a form that writes."""
    return format_html('<input type="hidden" name="{}" value="{}">', actions.FIELD, actions.new_key())


@register.simple_tag
def url_static(path: str) -> str:
    """The address of a static file, hashed in production."""
    return static(path)


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """2026年11月30日, never broken over two lines."""
    if value is None:
        return ""
    when = clock.date_of(value) if isinstance(value, datetime) else value
    return format_html('<span class="nowrap">{}年{}月{}日</span>', when.year, when.month, when.day)


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
    """Minutes as clock hours with one decimal: 19.5小时."""
    if minutes is None:
        return ""
    return format_html('<span class="nowrap">{}小时</span>', f"{minutes / 60:.1f}")


@register.inclusion_tag("components/field.html")
def field(bound: object) -> dict[str, object]:
    """A form field with its label, hint and error."""
    return {"field": bound}


@register.inclusion_tag("components/errors.html")
def error_summary(form: object) -> dict[str, object]:
    """The summary above the title of a page whose form was refused."""
    return {"form": form}


@register.inclusion_tag("components/status.html")
def status(text: str, tone: str = "plain") -> dict[str, str]:
    """A status in words; tone is plain, done, due, problem or confidential."""
    return {"text": text, "tone": tone}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: object) -> dict[str, object]:
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}
