"""What reporting keeps of its own: filings. Everything else it reads from below."""

from reporting.models.duties import FilingDuty, FilingReturn
from reporting.models.filings import Filing

__all__ = ["Filing", "FilingDuty", "FilingReturn"]
