"""The switch between the languages of the site, for the foot of every page."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

register = template.Library()


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context: template.Context) -> dict[str, Any]:
    """A button for every other language, in that language; without script and without log-in."""
    now = get_language() or settings.LANGUAGE_CODE
    others = [(code, name) for code, name in settings.LANGUAGES if code != now]
    return {"others": others, "here": context.get("here", "")}
