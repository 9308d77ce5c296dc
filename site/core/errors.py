"""The one business-rule exception. Services raise it; pages and commands show its message."""


class RuleBroken(Exception):
    """A rule of the domain says no. Nothing was written.

    `code` is for programs (`app.rule`), `message` is Chinese, says what is wrong and how to mend it,
    and carries no personal data.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
