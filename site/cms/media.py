"""Send a stored file, whole or in part, so that a browser takes it for what it is and nothing else."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from typing import IO

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from cms.rules import ByteRange, Unsatisfiable, byte_range

CHUNK = 64 * 1024


def send(request: HttpRequest, file: File[bytes], *, name: str, as_download: bool = False) -> HttpResponse:
    """200, 206 or 416 with `nosniff` and a policy under which nothing inside the file can run."""
    size = file.size
    try:
        part = byte_range(request.headers.get("Range", ""), size=size)
    except Unsatisfiable:
        file.close()
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return _marked(refused)
    if request.method == "HEAD":
        return _marked(_head(file, part, name=name))
    if part is None:
        return _marked(FileResponse(file, filename=name, as_attachment=as_download))
    response = StreamingHttpResponse(_bytes_of(file, part), status=206, content_type=_kind(name))
    if as_download:
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Length"] = str(part.length)
    response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    return _marked(response)


def _head(file: File[bytes], part: ByteRange | None, *, name: str) -> HttpResponse:
    """The headers alone; nobody would close the file behind a body that is never read."""
    size = file.size
    file.close()
    response = HttpResponse(status=206 if part else 200, content_type=_kind(name))
    response["Content-Length"] = str(part.length if part else size)
    if part:
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    return response


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _marked(response: HttpResponse | StreamingHttpResponse | FileResponse) -> HttpResponse:
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # File names are generated and never used again for other bytes.
    response["Cache-Control"] = "private, max-age=604800"
    return response  # type: ignore[return-value]


def _bytes_of(file: IO[bytes] | File[bytes], part: ByteRange) -> Iterator[bytes]:
    with file:
        file.seek(part.first)
        left = part.length
        while left > 0:
            chunk = file.read(min(CHUNK, left))
            if not chunk:
                return
            left -= len(chunk)
            yield chunk
