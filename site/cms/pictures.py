"""Every uploaded picture is decoded and written anew: what is not picture does not survive it.

Scripts behind the image data, EXIF with places and devices, comments and colour-profile payloads are lost.
"""

from __future__ import annotations

import uuid
import warnings
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

EXTENSIONS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
SAVING: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": True},
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "WEBP": {"quality": 85, "method": 4},
}
LONGEST_SIDE_PX = 1600


class NotAPicture(ValueError):
    """The bytes are not a PNG, JPEG or WebP that can be decoded to its end."""


class CleanPicture(ContentFile):  # type: ignore[type-arg]
    """The outcome of `reencode`, under a name that says nothing about who uploaded what."""


def reencode(source: IO[bytes]) -> CleanPicture:
    """Decode, turn upright, shrink to 1600 px and encode in the format found. Raises NotAPicture."""
    source.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=list(EXTENSIONS)) as opened:
                return _encoded(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotAPicture(str(error)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture("too many pixels") from error


def _encoded(opened: Image.Image) -> CleanPicture:
    kind = str(opened.format)
    if opened.width * opened.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise NotAPicture("too many pixels")
    opened.load()
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    if kind == "JPEG" and upright.mode not in {"L", "RGB"}:
        upright = upright.convert("RGB")
    for name in [name for name in upright.info if name != "transparency"]:
        del upright.info[name]  # EXIF, comments, colour profiles
    written = BytesIO()
    upright.save(written, format=kind, **SAVING[kind])
    return CleanPicture(written.getvalue(), name=f"{uuid.uuid4().hex}.{EXTENSIONS[kind]}")
