"""Files that play, as far as anybody asks, and a recording kept from one."""

from datetime import datetime

from django.core.files.base import ContentFile

from cms.models import Recording
from cms.services import recordings
from organisations.authority import SYSTEM

MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(150 * 1024)
MP3 = b"ID3\x04" + bytes(20 * 1024)
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\n先问好，再说明来意。\n".encode()


def a_video(*, at: datetime) -> Recording:
    """150 kB with captions and a transcript."""
    made = Recording(title="走访怎样开口", transcript="先问好，再说明来意。")
    made.file = ContentFile(MP4, name="走访.mp4")
    made.captions = ContentFile(CAPTIONS, name="zh.vtt")
    return recordings.keep(recording=made, by=SYSTEM, at=at)


def an_audio(*, at: datetime) -> Recording:
    """20 kB, with nothing beside it."""
    made = Recording(title="一段问候")
    made.file = ContentFile(MP3, name="问候.MP3")
    return recordings.keep(recording=made, by=SYSTEM, at=at)
