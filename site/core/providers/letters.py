"""What a provider gets, and what it says when another try is useless."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """One text on its way out. `key` is the same at every try: a gateway that knows it sends once."""

    key: str
    to: str
    text: str
    purpose: str


class Refused(Exception):
    """The other side will never take this letter. The reason is a status or a code, never its words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Later(Exception):
    """The other side could not take it now. The reason is a status or a code, never its words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
