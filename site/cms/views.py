"""The only doors to stored files."""

from __future__ import annotations

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

from cms import media

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
