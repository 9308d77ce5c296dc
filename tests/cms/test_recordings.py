"""Audio, video and documents: what they are by their bytes, for whom, and never before somebody presses play."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.blocks import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form

from cms.blocks import TextBlocks
from cms.models import Recording
from cms.recording_blocks import AudioBlock, VideoBlock
from cms.recording_forms import RecordingForm
from cms.rules.files import is_what_it_says
from cms.services import recordings
from core.errors import RuleBroken
from courses.models import CoursePage
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.lessons import pages
from tests.recordings import CAPTIONS, MP3, MP4, a_video, an_audio

PAGE = b"<html><script>alert(1)</script></html>"


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]


@pytest.fixture
def member(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    return client


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.mp4", MP4, True),
        ("a.MP3", MP3, True),
        ("a.mp3", b"\xff\xfb\x90\x00", True),
        ("a.webm", b"\x1a\x45\xdf\xa3", True),
        ("a.vtt", CAPTIONS, True),
        ("a.pdf", b"%PDF-1.7", True),
        ("a.mp4", PAGE, False),
        ("a.pdf", PAGE, False),
        ("a.mp4", b"", False),
        ("a.html", PAGE, False),
        ("mp4", MP4, False),
        ("a.svg", b"<svg", False),
    ],
)
def test_a_file_is_what_its_bytes_say(name: str, head: bytes, *, expected: bool) -> None:
    assert is_what_it_says(name, head) is expected


def form(name: str, content: bytes, captions: tuple[str, bytes] | None = None) -> RecordingForm:
    files = {"file": SimpleUploadedFile(name, content)}
    if captions:
        files["captions"] = SimpleUploadedFile(*captions)
    return RecordingForm({"title": "一段视频", "transcript": ""}, files)


@pytest.mark.django_db
def test_the_form_takes_what_plays_and_tells_why_it_takes_nothing_else() -> None:
    assert form("走访.mp4", MP4, ("zh.vtt", CAPTIONS)).is_valid()
    refused = form("走访.mp4", PAGE)
    assert refused.errors["file"] == ["这个文件不能播放。请换一个MP3、M4A、MP4或WebM文件。"]
    assert "file" in form("表.pdf", b"%PDF-1.7").errors
    assert "WEBVTT" in str(form("走访.mp4", MP4, ("zh.vtt", PAGE)).errors["captions"])


@pytest.mark.django_db
def test_a_document_that_is_something_else_is_refused() -> None:
    def sent(content: bytes) -> list[str]:
        made = get_document_form(get_document_model())
        errors = made({"title": "表"}, {"file": SimpleUploadedFile("表.pdf", content)}).errors
        return [error["message"] for error in errors.get_json_data().get("file", [])][:1]

    assert sent(b"%PDF-1.7 ...") == []
    assert sent(PAGE) == ["文件内容和扩展名对不上。请换一个 PDF、DOCX 或 XLSX 文件。"]


@pytest.mark.django_db
def test_whoever_is_logged_in_plays_it_in_parts_and_nobody_else_learns_of_it(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    video, audio = a_video(at=at), an_audio(at=at)
    assert client.get(f"/recordings/{video.pk}/").status_code == 404
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    part = client.get(f"/recordings/{video.pk}/", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part["Content-Type"], part["X-Content-Type-Options"]) == (
        206, "video/mp4", "nosniff",
    )  # fmt: skip
    assert b"".join(part.streaming_content) == b"ftyp"  # type: ignore[attr-defined]
    whole, captions = (
        client.get(f"/recordings/{audio.pk}/"),
        client.get(f"/recordings/{video.pk}/captions.vtt"),
    )
    assert [answer["Content-Type"] for answer in (whole, captions)] == ["audio/mpeg", "text/vtt"]
    assert [b"".join(answer.streaming_content) for answer in (whole, captions)] == [MP3, CAPTIONS]  # type: ignore[attr-defined]
    assert client.get(f"/recordings/{audio.pk}/captions.vtt").status_code == 404
    assert "走访" not in Recording.objects.get(pk=video.pk).file.name


@pytest.mark.django_db
def test_only_editors_keep_recordings(places: Places, cast: Cast, at: datetime) -> None:
    worker = cast.by(cast.worker("陈小燕", places.station))
    with pytest.raises(RuleBroken):
        recordings.keep(recording=Recording(title="一段"), by=worker, at=at)


def shown(kind: str, recording: Recording | None, points: list[str]) -> str:
    block = TextBlocks()
    raw = [{"type": kind, "value": {"recording": recording and recording.pk, "key_points": points}}]
    return str(block.render(block.to_python(raw)))


@pytest.mark.django_db
def test_nothing_is_loaded_before_somebody_presses_play_and_the_size_is_told(at: datetime) -> None:
    html = shown("video", a_video(at=at), ["先说明来意"])
    assert 'preload="none"' in html
    assert "autoplay" not in html
    assert '<track kind="captions"' in html
    assert "150.0" in html
    assert "先说明来意" in html
    assert "文字稿" in html
    small = shown("audio", an_audio(at=at), ["先问好"])
    assert "点播放之后才下载" not in small
    assert "<details" not in small
    assert shown("video", None, ["还在"]).strip() == ""


@pytest.mark.django_db
def test_a_recording_is_not_published_without_key_points_nor_under_the_wrong_kind(at: datetime) -> None:
    video = a_video(at=at)
    block = VideoBlock()
    good = block.to_python({"recording": video.pk, "key_points": ["先说明来意"]})
    assert block.clean(good)["recording"] == video
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"recording": video.pk, "key_points": []}))
    with pytest.raises(StructBlockValidationError):
        AudioBlock().clean(AudioBlock().to_python({"recording": video.pk, "key_points": ["先说明来意"]}))


@pytest.mark.parametrize("is_live", [True, False])
def test_a_recording_that_a_page_plays_is_not_deleted(
    client: Client, places: Places, cast: Cast, course: CoursePage, at: datetime, *, is_live: bool
) -> None:
    video = a_video(at=at)
    client.force_login(cast.account(cast.with_role("周编辑", Role.EDITOR, places.city)))
    page = pages(course)[0]
    page.body.append(("video", {"recording": video, "key_points": ["先说明来意"]}))
    revision = page.save_revision()
    if is_live:
        revision.publish()
    told = client.post(f"/cms/recordings/delete/{video.pk}/", follow=True).content.decode()
    assert page.title in told
    assert Recording.objects.filter(pk=video.pk).exists()
    page.body.pop()
    page.save_revision().publish()
    client.post(f"/cms/recordings/delete/{video.pk}/")
    assert not Recording.objects.filter(pk=video.pk).exists()
