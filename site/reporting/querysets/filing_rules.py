"""What the rule rows say of filings: which tables a recipient gets, and whether a stamped paper is kept beside them."""

from __future__ import annotations

from datetime import date

from organisations.models import Organisation, Rule
from organisations.querysets import all_rules
from reporting.rules.filing_tables import BEFORE
from reporting.words import FilingTable, Recipient

TABLES_RULE, SCAN_RULE, SECOND_RULE = "filing.tables", "filing.seal_scan", "filing.second_officer"


def tables_for(organisation: Organisation, recipient: Recipient, *, on: date) -> tuple[FilingTable, ...]:
    """The set in force where the organisation lies; a recipient that the row does not name gets the two tables by place."""
    try:
        row = all_rules().in_force(TABLES_RULE, on=on, area_code=organisation.area_code)
    except Rule.DoesNotExist:
        return BEFORE
    chosen = row.value.get(recipient.value)
    return tuple(table for table in FilingTable if table in chosen) if chosen else BEFORE


def keeps_scans(organisation: Organisation, *, on: date) -> bool:
    """盖章扫描件: kept nowhere unless a row of the place says so."""
    return _is_on(SCAN_RULE, organisation, on=on)


def needs_second_officer(organisation: Organisation, *, on: date) -> bool:
    """Whether another officer of the body reviews a filing before it goes up; a county with one officer asks for none."""
    return _is_on(SECOND_RULE, organisation, on=on)


def _is_on(key: str, organisation: Organisation, *, on: date) -> bool:
    """For all bureaus of the place, or for those of the lines that the row names."""
    try:
        value = all_rules().in_force(key, on=on, area_code=organisation.area_code).value
    except Rule.DoesNotExist:
        return False
    return organisation.line in value if isinstance(value, list) else value is True
