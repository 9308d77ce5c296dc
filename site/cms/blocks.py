"""What an editor may build a text of: no block holds raw HTML, and rich text knows bold and lists only."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

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
    """A composed case. Real ones do not belong in a course."""

    title = blocks.CharBlock(label=_("标题"), max_length=60)
    text = blocks.TextBlock(
        label=_("情境"), help_text=_("只写编写的情境，不写真实个案；不出现姓名、号码和单位。")
    )

    class Meta:
        icon = "group"
        label = _("案例")
        template = "cms/blocks/case.html"


class TextBlocks(blocks.StreamBlock):
    """The body of a lesson or a help page."""

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
