"""A filing of the first county, and a staged import of its own workbooks."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from core.models import ImportBatch
from inbox.models import Job
from inbox.services import jobs
from organisations.authority import SYSTEM, Authority
from organisations.models import Organisation, Rule
from people.models import Person
from reporting.jobs import READ
from reporting.models import Filing, FilingDraft, FilingScan, PreparedFile
from reporting.querysets.filing_rules import SCAN_RULE
from reporting.rules.periods import Period
from reporting.services import duties, filing_drafts, filing_scans, filings, official, training_import
from reporting.words import Recipient
from tests.cast import Cast
from tests.reporting.uploads import Upload


def filed(organisation: Organisation, *, at: datetime) -> Filing:
    """Last year's, before anything happened in it, and the duty of this year."""
    due_on = at.date() + timedelta(days=9)
    duties.ask(organisation=organisation, report_year=at.year, due_on=due_on, by=SYSTEM, at=at)
    return filings.file(
        organisation=organisation, period=Period(report_year=at.year - 1), unit=None, by=SYSTEM, at=at
    )


def begun(organisation: Organisation, *, by: Authority, at: datetime) -> FilingDraft:
    """The draft of an earlier year's filing."""
    target = filing_drafts.Target(organisation, Period(report_year=at.year - 2), Recipient.CIVIL_AFFAIRS)
    return filing_drafts.save(target=target, unit=None, said={}, by=by, at=at)


def stamped(filing: Filing, *, at: datetime) -> FilingScan:
    """The county keeps stamped papers, and this filing has one."""
    Rule.objects.create(
        key=SCAN_RULE,
        jurisdiction=filing.organisation.area_code,
        valid_from=at.date(),
        value=True,
        title="试行",
    )
    return filing_scans.add(filing=filing, content=b"%PDF-1.4 stamped", by=SYSTEM, at=at)


def prepared(owner: Person, cast: Cast, *, at: datetime) -> PreparedFile:
    """A form that a job has made for somebody, of the place of their first grant."""
    [organisation] = owner.role_grants.values_list("organisation__public_id", flat=True)[:1]
    asked = official.Asked("annual-report", str(organisation), {"report_year": at.year}, "", "")
    return official.prepare(asked=asdict(asked), by=cast.by(owner), at=at)


def staged(organisation: Organisation, *, at: datetime) -> ImportBatch:
    return training_import.stage(files=Upload().files(), organisation=organisation, by=SYSTEM, at=at)


def imported(organisation: Organisation, *, at: datetime) -> ImportBatch:
    """Another upload of the same county, confirmed: what may be undone."""
    upload = Upload()
    upload.lists = {"组织机构": [["东湖县泉塘镇社工站", "社工站", organisation.name, "990121111"]]}
    batch = training_import.stage(files=upload.files(), organisation=organisation, by=SYSTEM, at=at)
    return training_import.confirm(batch=batch, by=SYSTEM, at=at)


def started_reading(organisation: Organisation, *, by: Authority, at: datetime) -> Job:
    """An upload that no worker has read yet."""
    batch = training_import.receive(files=Upload().files(), organisation=organisation, by=by, at=at)
    return jobs.start(
        kind=READ, parameters={"batch": batch.pk}, subject=batch, origin="/imports/new/", by=by, at=at
    )
