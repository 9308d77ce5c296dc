"""Audio and video for lessons. No browser loads one before somebody presses play."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cms.rules.files import extension_of
from cms.words import RecordingKind


def stored_as(recording: Recording, name: str) -> str:
    """A name that says nothing of who uploaded what, and is never used again for other bytes."""
    return f"recordings/{uuid.uuid4().hex}.{extension_of(name)}"


class Recording(models.Model):
    """音视频: a file with its transcript and, for a video, its captions."""

    title = models.CharField(_("标题"), max_length=120)
    kind = models.CharField(_("种类"), max_length=10, choices=RecordingKind.choices, editable=False)
    file = models.FileField(
        _("文件"), upload_to=stored_as, help_text=_("音频用MP3或M4A，视频用MP4或WebM，不超过100MB。")
    )
    size_bytes = models.PositiveIntegerField(_("大小（字节）"), editable=False)
    captions = models.FileField(
        _("字幕"), upload_to=stored_as, blank=True, help_text=_("WebVTT 文件（.vtt）。听不见的人靠它看视频。")
    )
    transcript = models.TextField(
        _("文字稿"), blank=True, help_text=_("说了什么，画面上有什么。流量不够的人、听不见的人靠它学习。")
    )
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("音视频")
        verbose_name_plural = _("音视频")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(size_bytes__gt=0), name="recording_not_empty")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def format(self) -> str:
        """MP3, M4A, MP4 or WEBM."""
        return extension_of(self.file.name or "").upper()
