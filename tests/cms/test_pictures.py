"""What is not picture does not survive the upload; what is no picture is refused."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from cms.models import SiteImage
from cms.pictures import NotAPicture, reencode

SCRIPT = b"<script>alert(1)</script>"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> BytesIO:
    written = BytesIO()
    Image.new("RGB", size, "navy").save(written, format=kind, **options)  # type: ignore[arg-type]
    written.seek(0)
    return written


def test_a_script_behind_the_picture_is_gone() -> None:
    polyglot = BytesIO(picture().getvalue() + SCRIPT)
    assert SCRIPT not in reencode(polyglot).read()


def test_place_device_and_comments_are_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera of somebody", 6  # maker; turned by 90 degrees
    clean = reencode(picture(exif=exif, comment=b"at home"))
    with Image.open(clean) as opened:
        assert not opened.getexif()
        assert "comment" not in opened.info
        assert opened.size == (40, 60)


def test_a_huge_picture_becomes_one_that_a_page_can_use() -> None:
    with Image.open(reencode(picture("PNG", size=(4000, 1000)))) as opened:
        assert opened.size == (1600, 400)


def test_the_stored_name_says_nothing_about_the_upload() -> None:
    upload = picture()
    upload.name = "陈小燕家.jpg"
    name = str(reencode(upload).name)
    assert name.endswith(".jpg")
    assert "陈" not in name


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SCRIPT,
        b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        picture().getvalue()[:200],
        b"GIF89a" + SCRIPT,
        b"%PDF-1.7",
    ],
    ids=["empty", "html", "svg", "cut off", "gif", "pdf"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        reencode(BytesIO(content))


def test_too_many_pixels_are_refused_before_they_are_decoded(settings: object) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000  # type: ignore[attr-defined]
    with pytest.raises(NotAPicture, match="too many pixels"):
        reencode(picture("PNG"))


@pytest.mark.django_db
def test_whoever_stores_a_picture_stores_it_re_encoded(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    stored = SiteImage(title="图")
    stored.file = ContentFile(picture().getvalue() + SCRIPT, name="evil.jpg")
    stored.save()
    assert SCRIPT not in Path(stored.file.path).read_bytes()
    assert (stored.width, stored.height) == (60, 40)
