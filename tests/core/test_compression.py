"""Pages leave compressed and padded; what is compressed already is left alone."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from core.compression import CompressedPages

ACCEPTS = {"Accept-Encoding": "gzip, deflate, br"}


def _sent(response: HttpResponse | StreamingHttpResponse) -> HttpResponse | StreamingHttpResponse:
    return CompressedPages(lambda request: response)(RequestFactory().get("/", headers=ACCEPTS))


def test_a_page_is_compressed_for_whoever_accepts_it(db: None, client: Client) -> None:
    plain = client.get("/accounts/login/")
    packed = client.get("/accounts/login/", headers=ACCEPTS)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.content) < len(plain.content)
    assert "登录" in gzip.decompress(packed.content).decode()


def test_the_same_text_has_no_length_to_guess_from() -> None:
    text = "待办" * 500
    assert len({len(_sent(HttpResponse(text)).content) for _time in range(20)}) > 5


@pytest.mark.parametrize(
    "kind", ["image/webp", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]
)
def test_pictures_and_workbooks_are_left_alone(kind: str) -> None:
    sent = _sent(HttpResponse(b"x" * 5_000, content_type=kind))
    assert "Content-Encoding" not in sent.headers
    assert len(sent.content) == 5_000


def test_a_stream_keeps_its_length() -> None:
    sent = _sent(StreamingHttpResponse(["x" * 5_000], headers={"Content-Length": "5000"}))
    assert sent.headers["Content-Length"] == "5000"
