"""Who below has filed a report year, without opening a frozen value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Max

from organisations.models import Organisation
from reporting.models import FilingDuty
from reporting.querysets.filings import all_filings
from reporting.rules.figures import NOTHING
from reporting.rules.rollups import Part
from reporting.words import Handed, Recipient


def year_asked(below: Sequence[Organisation], *, on: date) -> int:
    """The latest report year that was asked of any of them; the year before, where nothing was."""
    asked = FilingDuty.objects.filter(organisation__in=below).aggregate(latest=Max("report_year"))["latest"]
    return asked or on.year - 1


def handed_by_unit(
    body: Organisation, below: Sequence[Organisation], year: int, *, on: date
) -> dict[int, Handed]:
    """As the roll-up says it of each unit, zero reports included; two questions."""
    due = dict(
        FilingDuty.objects.filter(organisation__in=below, report_year=year).values_list(
            "organisation", "due_on"
        )
    )
    standing = all_filings().filter(
        organisation__in=below, report_year=year, correction=None, recipient=Recipient.of_line(body.line)
    )
    filed = {
        organisation: (returned is not None, late_days, is_nil)
        for organisation, returned, late_days, is_nil in standing.values_list(
            "organisation", "returned", "late_days", "is_nil"
        )
    }
    found = {}
    for one in below:
        part = Part(one.pk, one.name, NOTHING, due_on=due.get(one.pk))
        if one.pk in filed:
            is_returned, late_days, is_nil = filed[one.pk]
            part = Part(
                one.pk,
                one.name,
                NOTHING,
                NOTHING,
                is_returned=is_returned,
                is_nil=is_nil,
                late_days=late_days,
            )
        found[one.pk] = part.handed(on)
    return found
