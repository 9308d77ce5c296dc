"""What stands in the way of publishing a page, and what an editor should look at again; each with its place.

A refusal keeps the draft and publishes nothing. A remark is only shown: a guard that looks for names can be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page

from cms import form_registry
from cms.block_text import headings_and_body
from cms.models import SiteImage
from cms.panels import shown_to_editors
from cms.pictures import EXTENSIONS
from cms.rules.files import extension_of
from cms.words import RecordingKind
from core.text_guard import Found, Trace, traces

# As the template of the picture block asks for it.
SHOWN_AS = "width-720|format-webp|webpquality-80"
LARGEST_PICTURE_BYTES = 40 * 1024
LEAST_ALT_CHARACTERS = 4


@dataclass(frozen=True)
class Remark:
    """Where, what and how to mend it, in the language of the request."""

    place: str
    text: str
    is_refusal: bool = False

    def __str__(self) -> str:
        return f"{self.place}：{self.text}"


@shown_to_editors
def remarks(page: Any) -> list[Remark]:
    """Everything found in the texts of a page, in its order; refusals and remarks."""
    found = list(_of_text(_("标题"), page.title))
    for field in page._meta.get_fields():
        if _is_written(field):
            found += _of_text(str(field.verbose_name), getattr(page, field.name))
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for number, child in enumerate(getattr(page, field.name), 1):
                found += _of_block(_place(field, number, child), child)
    return found


def _is_written(field: Any) -> bool:
    """A line of text that editors type; what every page of the library has beside its title isn't shown anywhere."""
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not field.choices and field.model is not Page


def refusals(page: Any) -> list[Remark]:
    """What keeps the page from being published."""
    return [remark for remark in remarks(page) if remark.is_refusal]


def _place(field: StreamField, number: int, child: Any) -> str:
    values = {"field": field.verbose_name, "number": number, "kind": child.block.label}
    return _("“%(field)s”第%(number)s块（%(kind)s）") % values


def _of_block(place: str, child: Any) -> Iterator[Remark]:
    yield from _of_text(place, headings_and_body([child])[1])
    value = child.value
    if child.block_type == "image":
        yield from _of_picture(place, value)
    elif child.block_type in set(RecordingKind) and value.get("recording"):
        yield from _of_recording(place, value["recording"])
    elif child.block_type == "form" and form_registry.find(value["code"]) is None:
        yield Remark(place, _("表格库里还没有这个代码的表格，学员看不到这一块。请核对代码。"))


def _of_text(place: str, text: str) -> Iterator[Remark]:
    for found in traces(text):
        yield _of_trace(place, found)


def _of_trace(place: str, found: Found) -> Remark:
    """Numbers are refused: they are nobody's to publish. Names and schools may be invented; the editor knows."""
    shown = {"text": found.text}
    if found.trace is Trace.IDENTITY_NUMBER:
        return Remark(place, _("有像身份证号的数字。请删去，课程里不写真实号码。"), is_refusal=True)
    if found.trace is Trace.PHONE and found.text.startswith("1"):
        return Remark(place, _("有像手机号的数字。请删去，课程里不写个人号码。"), is_refusal=True)
    if found.trace is Trace.PHONE:
        return Remark(place, _("有电话号码“%(text)s”。请确认是单位公开的电话。") % shown)
    if found.trace is Trace.SCHOOL:
        return Remark(place, _("“%(text)s”像学校名称。如果是真实学校，请改成“某学校”。") % shown)
    return Remark(place, _("“%(text)s”像姓名。如果是真实姓名，请改掉。") % shown)


def _of_picture(place: str, value: Any) -> Iterator[Remark]:
    alt = value["alt"].strip()
    if len(alt) < LEAST_ALT_CHARACTERS or extension_of(alt) in EXTENSIONS.values():
        yield Remark(place, _("没有能读懂的替代文字。请写明图上有什么，说明什么。"), is_refusal=True)
    size = _shown_bytes(value["image"]) if value["image"] else 0
    if size > LARGEST_PICTURE_BYTES:
        told = {"size": -(-size // 1024)}
        yield Remark(
            place,
            _("图片在手机上有%(size)skB，超过40kB。请裁掉无关的部分，或换一张简单的图。") % told,
            is_refusal=True,
        )


def _shown_bytes(image: SiteImage) -> int:
    """What a phone downloads; 0 where the file is gone, which the page itself shows."""
    try:
        return int(image.get_rendition(SHOWN_AS).file.size)
    except OSError:
        return 0


def _of_recording(place: str, recording: Any) -> Iterator[Remark]:
    if not recording.transcript.strip():
        yield Remark(place, _("没有文字稿。听不见、流量不够的学员要靠它学习，请在“音视频”里补上。"))
    if recording.kind == RecordingKind.VIDEO and not recording.captions:
        yield Remark(place, _("没有字幕。请在“音视频”里补上 WebVTT 字幕。"))
