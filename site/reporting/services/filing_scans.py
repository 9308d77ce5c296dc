"""Keep the stamped paper of a filing, where the place asks for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import clock, events, records
from core.errors import RuleBroken
from core.uploads import Refused, kind_of
from organisations.authority import Authority
from organisations.permissions import require
from organisations.roles import Permission
from reporting.models import Filing, FilingScan
from reporting.querysets.filing_rules import keeps_scans
from reporting.querysets.filing_scans import all_scans
from reporting.services.filing_steps import hold

KINDS = ("pdf", "jpg", "png")


@transaction.atomic
def add(*, filing: Filing, content: bytes, by: Authority, at: datetime) -> FilingScan:
    """The paper of the filing; what was uploaded before stays. The same file again is the one that stands.

    Raises RuleBroken where the place keeps no papers, for a file that is not taken, or without the right to file.
    """
    require(by, Permission.FILE_FIGURES, filing.organisation)
    if not keeps_scans(filing.organisation, on=clock.date_of(at)):
        raise RuleBroken("scan.not_kept", "本单位没有启用盖章扫描件，不用上传。")
    kind = _kind(content)
    hold(filing)
    digest = records.digest(content)
    standing = all_scans().filter(filing=filing).defer("file").first()
    if standing is not None and standing.sha256 == digest:
        return standing
    made = FilingScan.objects.create(
        filing=filing, file=content, file_kind=kind, sha256=digest, uploaded_by=by.person_id, uploaded_at=at
    )
    events.record(
        "reporting.filing.scanned", by=by, at=at, subject=filing, data={"number": filing.number, "sha256": digest}
    )  # fmt: skip
    return made


def _kind(content: bytes) -> str:
    try:
        kind = kind_of(content)
    except Refused as refused:
        raise RuleBroken("scan.file", refused.said) from refused
    if kind not in KINDS:
        raise RuleBroken("scan.file_kind", "扫描件只收 .pdf、.jpg 和 .png。请另存为其中一种再上传。")
    return kind
