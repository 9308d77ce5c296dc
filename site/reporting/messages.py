"""What officers are told of filings and imports."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from core import clock
from core.models import Event, ImportBatch
from core.words import gettext_noop as _
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells
from organisations.roles import Role
from people.querysets import all_grants
from reporting.models import Filing
from reporting.querysets.duties import all_duties
from reporting.querysets.filings import all_filings

ASKED = register(
    Kind(
        "reporting.filing.asked_for",
        _("上级要求%(organisation)s报送%(year)s年度培训学时。"),
        _("有一项报送要求。"),
    )
)
FILED = register(
    Kind("reporting.filing.filed", _("%(organisation)s报送了%(number)s。"), _("收到下级的一份报送。"))
)
CORRECTED = register(
    Kind(
        "reporting.filing.corrected",
        _("%(organisation)s更正了报送，新的编号是%(number)s。"),
        _("收到下级的一份更正。"),
    )
)
RETURNED = register(
    Kind("reporting.filing.returned", _("报送%(number)s被退回，意见写在报送页面。"), _("一份报送被退回。"))
)
REVIEWED = register(
    Kind("reporting.filing.reviewed", _("报送%(number)s已通过市级审核。"), _("一份报送通过了审核。"))
)
GATHERED = register(
    Kind("reporting.filing.gathered", _("报送%(number)s已由省级汇总。"), _("一份报送已汇总。"))
)
ARCHIVED = register(Kind("reporting.filing.archived", _("报送%(number)s已归档。"), _("一份报送已归档。")))
UNDONE = register(
    Kind("core.import.undone", _("您确认的一批名册导入已由他人撤销。"), _("一批名册导入已撤销。"))
)


@tells("reporting.filing.asked_for")
def filing_asked_for(event: Event) -> Told | None:
    duty = all_duties().select_related("organisation").filter(pk=event.subject_id).first()
    if duty is None:
        return None
    place = duty.organisation
    page = f"{reverse('reporting:filing_new')}?organisation={place.public_id}&year={duty.report_year}"
    said = {"organisation": place.name, "year": str(duty.report_year)}
    return Told(ASKED, _officers_of(place.pk, on=clock.date_of(event.occurred_at)), page, said)


@tells("reporting.filing.filed")
def filing_filed(event: Event) -> Told | None:
    """Where a second officer reviews first, the body above hears of it afterwards."""
    filing = _filing(event)
    return None if filing is None or filing.needs_check else _told_above(FILED, event)


@tells("reporting.filing.checked")
def filing_checked(event: Event) -> Told | None:
    filing = _filing(event)
    return None if filing is None else _told_above(CORRECTED if filing.corrects_id else FILED, event)


@tells("reporting.filing.corrected")
def filing_corrected(event: Event) -> Told | None:
    filing = _filing(event)
    return None if filing is None or filing.needs_check else _told_above(CORRECTED, event)


@tells("reporting.filing.returned")
def filing_returned(event: Event) -> Told | None:
    return _told_filer(RETURNED, event)


@tells("reporting.filing.reviewed")
def filing_reviewed(event: Event) -> Told | None:
    return _told_filer(REVIEWED, event)


@tells("reporting.filing.gathered")
def filing_gathered(event: Event) -> Told | None:
    return _told_filer(GATHERED, event)


@tells("reporting.filing.archived")
def filing_archived(event: Event) -> Told | None:
    return _told_filer(ARCHIVED, event)


@tells("core.import.undone")
def import_undone(event: Event) -> Told | None:
    batch = ImportBatch.objects.filter(pk=event.subject_id).first()
    if batch is None or batch.staged_by is None:
        return None
    return Told(UNDONE, [batch.staged_by], reverse("reporting:import_page", args=[batch.public_id]))


def _told_filer(kind: Kind, event: Event) -> Told | None:
    filing = _filing(event)
    if filing is None:
        return None
    people = _officers_of(filing.organisation_id, on=clock.date_of(event.occurred_at))
    return Told(kind, people, _page(filing), {"number": filing.number})


def _told_above(kind: Kind, event: Event) -> Told | None:
    """For the officers of the body that the filing goes to."""
    filing = _filing(event)
    if filing is None or filing.organisation.parent_id is None:
        return None
    people = _officers_of(filing.organisation.parent_id, on=clock.date_of(event.occurred_at))
    said = {"organisation": filing.organisation.name, "number": filing.number}
    return Told(kind, people, _page(filing), said)


def _filing(event: Event) -> Filing | None:
    return all_filings().light().filter(pk=event.subject_id).first()


def _page(filing: Filing) -> str:
    return reverse("reporting:filing", args=[filing.public_id])


def _officers_of(organisation_id: int, *, on: date) -> list[int]:
    """Whoever files for this very organisation: nobody is told of what a colleague elsewhere has to do."""
    held = all_grants().unbound().in_force(on).filter(role=Role.OFFICER, organisation=organisation_id)
    return list(held.values_list("person_id", flat=True))
