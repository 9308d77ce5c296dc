"""Pages leave compressed: a worker pays for every kilobyte."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "application/json", "image/svg+xml")


class CompressedPages(GZipMiddleware):
    """Texts leave compressed, their length padded at random against guessing by length (BREACH), as Django does it.

    Pictures and workbooks are compressed already; static files were when they were collected.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)
