"""What an editor uploads: told by its bytes, not by its name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.documents.forms import BaseDocumentForm

from cms.models import Recording
from cms.rules.files import HEAD_BYTES, extension_of, is_what_it_says
from cms.words import AUDIO_EXTENSIONS, VIDEO_EXTENSIONS

LARGEST_BYTES = 100 * 1024 * 1024
LARGEST_CAPTIONS_BYTES = 500 * 1024
NOT_A_RECORDING = _("这个文件不能播放。请换一个MP3、M4A、MP4或WebM文件。")
TOO_LARGE = _("文件超过100MB，手机上很难打开。请剪短，或降低清晰度后再传。")
NOT_CAPTIONS = _("这个文件不是 WebVTT 字幕。请换一个以 WEBVTT 开头的 .vtt 文件，不超过500KB。")
NOT_A_DOCUMENT = _("文件内容和扩展名对不上。请换一个 PDF、DOCX 或 XLSX 文件。")


class RecordingForm(WagtailAdminModelForm):
    class Meta:
        model = Recording
        fields = ["title", "file", "captions", "transcript"]

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return uploaded
        if uploaded.size > LARGEST_BYTES:
            raise ValidationError(TOO_LARGE)
        if extension_of(uploaded.name) not in AUDIO_EXTENSIONS | VIDEO_EXTENSIONS or not _is_true(uploaded):
            raise ValidationError(NOT_A_RECORDING)
        return uploaded

    def clean_captions(self) -> Any:
        uploaded = self.cleaned_data["captions"]
        if not uploaded or "captions" not in self.changed_data:
            return uploaded
        is_captions = extension_of(uploaded.name) == "vtt" and uploaded.size <= LARGEST_CAPTIONS_BYTES
        if not is_captions or not _is_true(uploaded):
            raise ValidationError(NOT_CAPTIONS)
        return uploaded


class SiteDocumentForm(BaseDocumentForm):
    """Wagtail asks for the extension only; a page of HTML called 表格.pdf is refused here."""

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        if "file" in self.changed_data and not _is_true(uploaded):
            raise ValidationError(NOT_A_DOCUMENT)
        return uploaded


def _is_true(uploaded: File[bytes]) -> bool:
    uploaded.seek(0)
    head = uploaded.read(HEAD_BYTES)
    uploaded.seek(0)
    return is_what_it_says(uploaded.name or "", head)
