"""What reporting keeps of its own: filings. Everything else it reads from below."""

from reporting.models.drafts import FilingDraft
from reporting.models.duties import FilingAct, FilingDuty, FilingRemark, FilingReturn, FilingScan
from reporting.models.filings import Filing
from reporting.models.prepared import PreparedFile
from reporting.models.received_tables import FilledTable, ReceivedTable, TableMapping

__all__ = [
    "Filing",
    "FilingAct",
    "FilingDraft",
    "FilingDuty",
    "FilingRemark",
    "FilingReturn",
    "FilingScan",
    "FilledTable",
    "PreparedFile",
    "ReceivedTable",
    "TableMapping",
]
