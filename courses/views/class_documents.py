"""Drafts around a class as files for Word and WPS: for the officers of the organiser."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from core.downloads import attachment
from courses.class_documents import notice_of, summary_of
from courses.models import TrainingClass
from courses.querysets import all_classes
from organisations.roles import Permission
from people.access import member_required
from people.requests import BanyanRequest


@member_required
def class_notice(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """培训通知."""
    training_class = _managed(request, public_id)
    return attachment(notice_of(training_class), name=f"class-notice-{training_class.starts_on}.docx")


@member_required
def class_summary(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """培训总结."""
    training_class = _managed(request, public_id)
    return attachment(summary_of(training_class), name=f"class-summary-{training_class.starts_on}.docx")


def _managed(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    return get_object_or_404(managed.select_related("organiser", "provider"), public_id=public_id)
