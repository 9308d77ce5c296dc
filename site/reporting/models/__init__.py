"""What reporting keeps of its own: filings. Everything else it reads from below."""

from reporting.models.duties import FilingDuty, FilingRemark, FilingReturn
from reporting.models.filings import Filing
from reporting.models.prepared import PreparedFile

__all__ = ["Filing", "FilingDuty", "FilingRemark", "FilingReturn", "PreparedFile"]
