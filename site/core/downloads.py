"""Files that are saved and never shown: one answer for all of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from core.media_types import MEDIA_TYPES


def attachment(content: bytes | memoryview, *, name: str) -> HttpResponse:
    """The file under this name; its ending says what it is. Nothing inside it can run on our address.

    Raises KeyError for an ending that is not in MEDIA_TYPES.
    """
    answer = HttpResponse(bytes(content), content_type=MEDIA_TYPES[name.rpartition(".")[2]])
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
