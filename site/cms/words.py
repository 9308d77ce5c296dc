"""Words of content."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class CaseOrigin(Word):
    """Where a case comes from. A real one is told so that nobody can be found in it."""

    COMPOSED = "composed", _("编写的情境")
    DEIDENTIFIED = "deidentified", _("真实个案，已去标识")


class NewsTier(Word):
    """The column that a piece of news stands in: whose news it is."""

    CITY = "city", _("市级动态")
    COUNTY = "county", _("县（市、区）动态")
    STATION = "station", _("社工站动态")


class SubmissionState(Word):
    """What became of a piece that a station sent in."""

    WAITING = "waiting", _("待处理")
    ADOPTED = "adopted", _("已采用")
    RETURNED = "returned", _("已退回")


class RecordingKind(Word):
    """What a recording is."""

    AUDIO = "audio", _("音频")
    VIDEO = "video", _("视频")


AUDIO_EXTENSIONS: frozenset[str] = frozenset({"mp3", "m4a"})
VIDEO_EXTENSIONS: frozenset[str] = frozenset({"mp4", "webm"})
