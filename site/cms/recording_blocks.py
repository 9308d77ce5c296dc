"""Audio, video and documents in a text. Whoever can't play or open them learns from the words beside them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.recording_choosing import RecordingChooserBlock
from cms.words import RecordingKind

# Below that, nobody needs to be told before pressing play.
SMALL_BYTES = 100 * 1024


class RecordingBlock(blocks.StructBlock):
    """Published only with its key points in words; it is downloaded when somebody presses play, never before."""

    kind: ClassVar[RecordingKind]
    wrong_kind: ClassVar[Any]

    recording = RecordingChooserBlock(label=_("文件"))
    key_points = blocks.ListBlock(
        blocks.CharBlock(label=_("要点"), max_length=200),
        label=_("文字要点"),
        min_num=1,
        help_text=_("不播放的人读这几条，也要学得到。"),
    )

    class Meta:
        icon = "media"
        template = "cms/blocks/recording.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["recording"] is not None and cleaned["recording"].kind != self.kind:
            raise blocks.StructBlockValidationError({"recording": ValidationError(self.wrong_kind)})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        recording = value.get("recording")
        return context | {"is_large": recording is not None and recording.size_bytes > SMALL_BYTES}


class AudioBlock(RecordingBlock):
    kind = RecordingKind.AUDIO
    wrong_kind = _("这是一段视频。请用“视频”。")

    class Meta:
        label = _("音频")


class VideoBlock(RecordingBlock):
    kind = RecordingKind.VIDEO
    wrong_kind = _("这是一段音频。请用“音频”。")

    class Meta:
        label = _("视频")


class DocumentBlock(blocks.StructBlock):
    """A PDF, Word or Excel file, always handed out as a download."""

    document = DocumentChooserBlock(label=_("文件"))
    purpose = blocks.CharBlock(label=_("用途"), max_length=200, help_text=_("里面是什么，什么时候用得到。"))

    class Meta:
        icon = "doc-full"
        label = _("文档")
        template = "cms/blocks/document.html"
