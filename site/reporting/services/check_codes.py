"""Which filing a check code belongs to, and whether that filing still is what it was. Reads, never writes."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.models import Filing
from reporting.querysets.filings import all_filings
from reporting.services.filing_codes import code_of, typed_code
from reporting.services.filings import Reproduction, reproduce


@dataclass(frozen=True)
class Checked:
    """`filing` and `made` are empty where no filing has the code; `is_mistyped` where no filing can have it."""

    is_mistyped: bool = False
    filing: Filing | None = None
    made: Reproduction | None = None

    @property
    def is_genuine(self) -> bool:
        """The same bytes, and the code is that of these bytes."""
        if self.filing is None or self.made is None:
            return False
        code = self.filing.check_code
        return self.made.is_equal and code_of(self.filing.sha256, length=len(code)) == code


def look_up(typed: str) -> Checked:
    """A mistyped code asks no database."""
    code = typed_code(typed)
    if not code:
        return Checked(is_mistyped=True)
    related = all_filings().select_related("organisation", "correction", "returned")
    filing = related.filter(check_code=code).first()
    return Checked(filing=filing, made=reproduce(filing)) if filing else Checked()
