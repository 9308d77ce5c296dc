"""简报 of one class as a file for Word and WPS: for the officers of its organiser."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from core import clock
from core.downloads import attachment
from courses.querysets import all_classes
from organisations.roles import Permission
from people.access import member_required
from people.requests import BanyanRequest
from reporting.class_briefs import brief_of


@member_required
def class_brief(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    found = get_object_or_404(managed.select_related("organiser", "provider"), public_id=public_id)
    return attachment(brief_of(found, at=clock.now()), name=f"class-brief-{found.starts_on}.docx")
