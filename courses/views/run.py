"""What the organiser's pages of a session share."""

from __future__ import annotations

from uuid import UUID

import segno
from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString

from courses.models import ClassSession
from courses.querysets import all_sessions
from organisations.roles import Permission
from people.requests import BanyanRequest


def session_run_by(request: BanyanRequest, public_id: UUID) -> ClassSession:
    """A session whose sign-in the actor runs; anybody else's does not exist."""
    sessions = all_sessions().managed_by(request.by, Permission.RUN_SIGN_IN)
    related = ("training_class__organiser", "training_class__provider")
    return get_object_or_404(sessions.select_related(*related), public_id=public_id)


def absolute(name: str, argument: object) -> str:
    """An address with the site's name, for a code that is read by a camera."""
    return str(settings.SITE_ADDRESS).rstrip("/") + reverse(name, args=[argument])


def qr(text: str, title: str) -> SafeString:
    """A QR code as inline SVG. segno escapes the title; the text itself becomes squares."""
    return SafeString(
        segno.make(text, error="m", micro=False).svg_inline(title=title, omitsize=True, border=4)
    )
