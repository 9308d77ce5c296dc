"""Showing sentences and words in the language of the request."""

from django.utils.html import escape
from django.utils.translation import gettext, ngettext

from core.sentences import Sentence, speak_with


def shown(text: str) -> str:
    """A sentence in the language of the request, with all that was put into it; other texts stand as they are."""
    if not isinstance(text, Sentence):
        return text
    if not text.values:
        return gettext(text.msgid) if text.msgid else ""
    count = text.values.get("count")
    pattern = ngettext(text.msgid, text.msgid, count) if isinstance(count, int) else gettext(text.msgid)
    return pattern % {
        name: shown(value) if isinstance(value, str) else value for name, value in text.values.items()
    }


def _in_a_template(sentence: Sentence) -> str:
    return escape(shown(sentence))


speak_with(_in_a_template)
