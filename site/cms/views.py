"""The only doors to stored files."""

from __future__ import annotations

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

from cms import media
from cms.models import Recording

# Sized pictures alone: originals stay with the editors, documents have their own door.
OPEN_FOLDER = "images/"


@require_safe
def stored_file(request: HttpRequest, path: str) -> HttpResponse:
    """A sized picture, for whoever is logged in. Everything else does not exist."""
    if not request.user.is_authenticated or not path.startswith(OPEN_FOLDER) or ".." in path.split("/"):
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, SuspiciousOperation, ValueError) as error:
        raise Http404 from error
    return media.send(request, file, name=path.rsplit("/", 1)[-1])


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> HttpResponse:
    """A document, for whoever is logged in, always as a download. Takes the place of Wagtail's own view."""
    if not request.user.is_authenticated:
        raise Http404
    found = get_object_or_404(get_document_model(), pk=document_id)
    if found.filename != filename:
        raise Http404
    try:
        file = found.file.open("rb")
    except OSError as error:
        raise Http404 from error
    return media.send(request, file, name=filename, as_download=True)


@require_safe
def recording(request: HttpRequest, recording_id: int) -> HttpResponse:
    """Audio or video, for whoever is logged in; in parts, so that one may jump ahead."""
    found = _recording(request, recording_id)
    return _sent(request, found.file, name=f"{found.pk}.{found.format.lower()}")


@require_safe
def captions(request: HttpRequest, recording_id: int) -> HttpResponse:
    """The captions of a recording, for whoever is logged in."""
    found = _recording(request, recording_id)
    if not found.captions:
        raise Http404
    return _sent(request, found.captions, name="captions.vtt")


def _recording(request: HttpRequest, recording_id: int) -> Recording:
    if not request.user.is_authenticated:
        raise Http404
    return get_object_or_404(Recording, pk=recording_id)


def _sent(request: HttpRequest, stored: FieldFile, *, name: str) -> HttpResponse:
    try:
        file = stored.open("rb")
    except OSError as error:
        raise Http404 from error
    return media.send(request, file, name=name)
