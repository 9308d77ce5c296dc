"""The one business-rule exception. Services raise it; pages and commands show its message."""

from core.language import shown
from core.sentences import Sentence


class RuleBroken(Exception):
    """A rule of the domain says no. Nothing was written.

    `code` is for programs (`app.rule`). `message` is the Chinese message id, with %(name)s for what `values` name;
    it says what is wrong and how to mend it, and carries no personal data.
    """

    def __init__(self, code: str, message: str, /, **values: object) -> None:
        self.code = code
        self.said = message if isinstance(message, Sentence) else Sentence(message, values)
        super().__init__(str(self.said))

    @property
    def message(self) -> str:
        """In the language of the request."""
        return shown(self.said)
