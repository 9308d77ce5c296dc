"""The only door to stored files: for whoever is logged in, with ranges, and to nothing but sized pictures."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model

from tests.cast import Cast, Places

CONTENT = bytes(range(256)) * 4


@pytest.fixture
def media(settings: object, tmp_path: Path) -> Path:
    """A media folder with a sized picture, an original, and a secret beside it."""
    root = tmp_path / "media"
    for name in ("images/sized.webp", "original_images/whole.png", "imports/roster.xlsx"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(CONTENT)
    (tmp_path / "keys").write_bytes(b"secret")
    settings.MEDIA_ROOT = root  # type: ignore[attr-defined]
    return root


@pytest.fixture
def member(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    return client


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_member_gets_the_picture_and_the_browser_takes_it_for_nothing_else(
    media: Path, member: Client
) -> None:
    answer = member.get("/media/images/sized.webp")
    assert (answer.status_code, body(answer)) == (200, CONTENT)
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Cache-Control"].startswith("private")


@pytest.mark.django_db
def test_whoever_is_not_logged_in_learns_nothing(media: Path, client: Client) -> None:
    assert client.get("/media/images/sized.webp").status_code == 404
    assert client.get("/media/images/missing.webp").status_code == 404


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=0-9", slice(0, 10)), ("bytes=1000-", slice(1000, 1024)), ("bytes=-4", slice(1020, 1024))],
)
def test_a_part_of_a_file_is_sent_alone(media: Path, member: Client, asked: str, part: slice) -> None:
    answer = member.get("/media/images/sized.webp", headers={"range": asked})
    expected = CONTENT[part]
    assert (answer.status_code, body(answer)) == (206, expected)
    assert answer["Content-Range"] == f"bytes {part.start}-{part.stop - 1}/1024"
    assert answer["Content-Length"] == str(len(expected))
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_part_behind_the_end_is_416_and_says_how_long_the_file_is(media: Path, member: Client) -> None:
    answer = member.get("/media/images/sized.webp", headers={"range": "bytes=1024-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */1024")


@pytest.mark.parametrize("header", ["bytes=0-1,5-6", "bytes=9-2", "nonsense"])
def test_a_range_that_means_nothing_gets_the_whole_file(media: Path, member: Client, header: str) -> None:
    answer = member.get("/media/images/sized.webp", headers={"range": header})
    assert (answer.status_code, body(answer)) == (200, CONTENT)


@pytest.mark.parametrize(
    "path",
    [
        "original_images/whole.png",
        "imports/roster.xlsx",
        "images/../imports/roster.xlsx",
        "images/%2e%2e/imports/roster.xlsx",
        "images/..%2f..%2fkeys",
        "images/..%2Foriginal_images/whole.png",
        "../keys",
        "%2fetc/passwd",
        "images//etc/passwd",
        "images/",
        "images",
        "images/a%00.webp",
    ],
)
def test_nothing_but_sized_pictures_comes_out(media: Path, member: Client, path: str) -> None:
    assert member.get(f"/media/{path}").status_code == 404


def test_only_reading_is_answered(media: Path, member: Client) -> None:
    assert member.post("/media/images/sized.webp").status_code == 405
    head = member.head("/media/images/sized.webp")
    assert (head.status_code, head["Content-Length"], head.content) == (200, "1024", b"")


def test_documents_are_for_members_and_never_open_inside_the_site(
    media: Path, member: Client, at: datetime
) -> None:
    document = get_document_model()(title="表")
    document.file.save("form.pdf", ContentFile(CONTENT))
    document.save()
    answer = member.get(document.url, headers={"range": "bytes=0-3"})
    assert (answer.status_code, body(answer)) == (206, CONTENT[:4])
    whole = member.get(document.url)
    assert whole["Content-Disposition"].startswith("attachment")
    assert body(whole) == CONTENT
    assert Client().get(document.url).status_code == 404
