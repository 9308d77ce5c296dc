"""A higher body asks for filings and gives them back with a remark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from core import clock, events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from reporting.models import Filing, FilingDuty, FilingRemark, FilingReturn
from reporting.querysets.filing_steps import returning_body
from reporting.rules.figures import Tier
from reporting.rules.filing_sheet import ordered
from reporting.services.filing_steps import hold
from reporting.services.filings import document_of
from reporting.words import Figure, FilingStep, Side


@dataclass(frozen=True)
class CellRemark:
    """What is said of one number: row, side and figure."""

    tier: Tier
    side: Side
    figure: Figure
    remark: str


@transaction.atomic
def ask(
    *, organisation: Organisation, report_year: int, due_on: date, by: Authority, at: datetime
) -> FilingDuty:
    """Ask an organisation below one's own to file a year by a day; asked again, the day is moved.

    Raises RuleBroken for a day that has passed, or for whoever is not above the organisation.
    """
    _require_above(organisation, by=by)
    if due_on < clock.date_of(at):
        raise RuleBroken("duty.past", "截止日期已经过去。请填写今天或以后的日期。")
    duty, _ = FilingDuty.objects.update_or_create(
        organisation=organisation,
        report_year=report_year,
        defaults={"due_on": due_on, "set_by": by.person_id, "set_at": at},
    )
    events.record(
        "reporting.filing.asked_for", by=by, at=at, subject=duty, data={"due_on": due_on.isoformat()}
    )
    return duty


@transaction.atomic
def give_back(
    *, filing: Filing, remark: str, cells: Sequence[CellRemark] = (), by: Authority, at: datetime
) -> FilingReturn:
    """Return a filing with a remark, and remarks on single numbers. It stays as filed; the filler files anew.

    Raises RuleBroken without a remark, for a number that the filing does not have or that is named twice, for a filing
    that is corrected, returned or archived already, or for whoever is not above the organisation that filed it, and, once
    a body has passed it, for whoever is below that body.
    """
    hold(filing)
    body = returning_body(filing)
    require(by, Permission.FILE_FIGURES, body)
    if not remark.strip():
        raise RuleBroken("return.remark_missing", "请写明退回意见，让填报单位知道要改什么。")
    if Filing.objects.filter(corrects=filing).exists():
        raise RuleBroken("return.corrected", "这份报送已有更正件。请打开更正件再退回。")
    if filing.acts.filter(step=FilingStep.ARCHIVE).exists():
        raise RuleBroken("return.archived", "这份报送已经归档，不能再退回。有变化时请填报单位办理更正。")
    _require_in_table(filing, cells)
    try:
        with transaction.atomic():
            made = FilingReturn.objects.create(
                filing=filing, remark=remark.strip(), body=body, returned_by=by.person_id, returned_at=at
            )
    except IntegrityError as error:
        raise RuleBroken("return.twice", "这份报送已经退回，不用再退。请等填报单位更正。") from error
    FilingRemark.objects.bulk_create(
        FilingRemark(
            filing_return=made, county=cell.tier.county or "", unit=cell.tier.unit, side=cell.side,
            figure=cell.figure, remark=cell.remark.strip(),
        )
        for cell in cells
    )  # fmt: skip
    events.record("reporting.filing.returned", by=by, at=at, subject=filing)
    return made


def _require_in_table(filing: Filing, cells: Sequence[CellRemark]) -> None:
    tiers = {row.tier for row in ordered(document_of(filing))} if cells else set()
    named = [(cell.tier, cell.side, cell.figure) for cell in cells]
    if any(cell.tier not in tiers or not cell.remark.strip() for cell in cells):
        raise RuleBroken("return.no_such_cell", "报送表里没有这一行，或者没有写意见。请重新选行和列。")
    if len(set(named)) < len(named):
        raise RuleBroken("return.cell_twice", "同一个数写了两条意见。请合成一条。")


def _require_above(organisation: Organisation, *, by: Authority) -> None:
    """Whoever files for the parent may ask and return; nobody returns their own filing."""
    require(by, Permission.FILE_FIGURES, organisation.parent)
