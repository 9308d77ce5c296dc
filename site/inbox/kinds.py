"""What messages say. Each app registers its kinds; the inbox shows them and knows none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from core.words import gettext_noop


@dataclass(frozen=True)
class Kind:
    """Both texts are Chinese message ids. `outside` is read on a locked telephone: it names nobody and nothing."""

    name: str  # app.noun.past_participle
    text: str  # with %(name)s for what the message's data holds
    outside: str
    words: tuple[str, ...] = ()  # the data that are words of ours, to be translated with the sentence

    def said(self, data: Mapping[str, str]) -> str:
        """The sentence in the language of the request."""
        return gettext(self.text) % {
            name: gettext(value) if name in self.words else value for name, value in data.items()
        }


# Said for a kind that is registered no more, and wherever others read along.
ANY = Kind("inbox.message", gettext_noop("您有一条消息。"), gettext_noop("您有一条新消息。"))
_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Name a kind; the same name again replaces it."""
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> Kind:
    return _kinds.get(name, ANY)


def all_kinds() -> list[Kind]:
    return list(_kinds.values())
