"""讲课费: for the officers of the organiser alone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from core import clock
from core.downloads import attachment
from core.sheets.writing import write_workbook
from courses.lecturer_fees import fee_form_of, sheet_of
from courses.models import TrainingClass
from courses.querysets import all_classes
from organisations.roles import Permission
from people.access import member_required
from people.requests import BanyanRequest


@member_required
def class_fees(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    training_class = _managed(request, public_id)
    context = {"class": training_class, "form": fee_form_of(training_class)}
    return render(request, "courses/class_fees.html", context)


@member_required
def class_fees_sheet(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    training_class = _managed(request, public_id)
    content = write_workbook([sheet_of(training_class, fee_form_of(training_class))])
    return attachment(content, name=f"lecturer-fees-{clock.today().isoformat()}.xlsx")


def _managed(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    return get_object_or_404(managed.select_related("organiser"), public_id=public_id)
