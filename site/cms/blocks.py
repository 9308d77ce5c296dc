"""What an editor may build a text of: no block holds raw HTML, and rich text knows bold and lists only."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms import form_registry
from cms.law_blocks import LawBlock
from cms.recording_blocks import AudioBlock, DocumentBlock, VideoBlock
from cms.words import CaseOrigin

PLAIN_FEATURES = ["bold", "ol", "ul"]


class PictureBlock(blocks.StructBlock):
    """A picture never stands alone: whoever cannot see it reads what it shows."""

    image = ImageChooserBlock(label=_("图片"))
    alt = blocks.CharBlock(
        label=_("替代文字"), max_length=400, help_text=_("写给看不见图的人：图上有什么，说明什么。")
    )
    caption = blocks.CharBlock(label=_("图注"), max_length=200)

    class Meta:
        icon = "image"
        label = _("图片")
        template = "cms/blocks/picture.html"


class CaseBlock(blocks.StructBlock):
    """A case to think about. Nobody may be found in it, whether it was composed or happened."""

    title = blocks.CharBlock(label=_("标题"), max_length=60)
    text = blocks.TextBlock(label=_("情境"), help_text=_("不出现真实的姓名、号码、学校和单位。"))
    origin = blocks.ChoiceBlock(label=_("来历"), choices=CaseOrigin.choices, default=CaseOrigin.COMPOSED)

    class Meta:
        icon = "group"
        label = _("案例")
        template = "cms/blocks/case.html"


class ReflectionBlock(blocks.StructBlock):
    """A question without a right answer. What a learner writes is kept by the id of the block."""

    prompt = blocks.TextBlock(
        label=_("反思问题"), rows=2, help_text=_("问学员自己的经验和打算，不问真实服务对象的情况。")
    )

    class Meta:
        icon = "edit"
        label = _("反思问题")
        template = "cms/blocks/reflection.html"


class FormBlock(blocks.StructBlock):
    """A form of the library to download. Nothing is shown before the library has it."""

    code = blocks.CharBlock(
        label=_("表格代码"), max_length=60, help_text=_("表格库里的代码。表格公布之前，这里不显示。")
    )

    class Meta:
        icon = "download"
        label = _("表格")
        template = "cms/blocks/form.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"form_link": form_registry.find(value["code"])}


class TextBlocks(blocks.StreamBlock):
    """The body of a lesson or a help page. Its template tells each block its own id (`block_id`)."""

    heading = blocks.CharBlock(
        label=_("小标题"), max_length=60, icon="title", template="cms/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(label=_("正文"), features=PLAIN_FEATURES, icon="pilcrow")
    image = PictureBlock()
    key_points = blocks.ListBlock(
        blocks.CharBlock(label=_("要点"), max_length=200),
        label=_("要点"),
        icon="list-ul",
        template="cms/blocks/key_points.html",
    )
    case = CaseBlock()
    law = LawBlock()
    reflection = ReflectionBlock()
    form = FormBlock()
    audio = AudioBlock()
    video = VideoBlock()
    document = DocumentBlock()

    class Meta:
        template = "cms/blocks/text.html"
