"""Drafts around a class as files for Word and WPS: for the officers of the organiser."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from core.downloads import attachment
from courses.class_documents import notice_of, summary_of
from courses.class_handbook import handbook_of
from courses.views.places import managed_class
from people.access import member_required
from people.requests import BanyanRequest


@member_required
def class_notice(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """培训通知."""
    training_class = managed_class(request, public_id)
    return attachment(notice_of(training_class), name=f"class-notice-{training_class.starts_on}.docx")


@member_required
def class_summary(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """培训总结."""
    training_class = managed_class(request, public_id)
    return attachment(summary_of(training_class), name=f"class-summary-{training_class.starts_on}.docx")


@member_required
def class_handbook(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """学员手册."""
    training_class = managed_class(request, public_id)
    return attachment(handbook_of(training_class), name=f"class-handbook-{training_class.starts_on}.docx")
