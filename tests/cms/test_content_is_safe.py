"""What content may hold: no raw HTML, few kinds of rich text, nothing that leads to a person."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, get_page_models

from cms.recording_forms import SiteDocumentForm
from cms.words import AUDIO_EXTENSIONS, VIDEO_EXTENSIONS

OURS = ("cms", "courses", "desks", "assessment")


def stream_fields() -> list[StreamField]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]


def walk(block: blocks.Block) -> Iterator[blocks.Block]:
    yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from walk(child)
    if isinstance(block, blocks.ListBlock):
        yield from walk(block.child_block)


def every_block() -> list[blocks.Block]:
    return [block for field in stream_fields() for block in walk(field.stream_block)]


def test_no_block_of_any_stream_field_takes_raw_html() -> None:
    assert len(every_block()) > 10
    assert not [block.name for block in every_block() if isinstance(block, blocks.RawHTMLBlock)]


def test_no_block_shows_what_another_host_serves() -> None:
    """What is played or downloaded lies here: no embeds, no addresses typed by hand."""
    assert not [block.name for block in every_block() if isinstance(block, (EmbedBlock, blocks.URLBlock))]


def test_whatever_plays_is_told_in_words_too() -> None:
    playing = [block for block in every_block() if "recording" in getattr(block, "child_blocks", {})]
    assert {block.name for block in playing} == {"audio", "video"}
    for block in playing:
        points = block.child_blocks["key_points"]
        assert points.meta.min_num == 1
        assert points.child_block.required


def test_rich_text_knows_bold_and_lists_only() -> None:
    rich = [block for block in every_block() if isinstance(block, blocks.RichTextBlock)]
    assert rich
    assert all(block.features == ["bold", "ol", "ul"] for block in rich)
    assert not [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, RichTextField)
    ]


def test_every_picture_block_asks_for_its_words() -> None:
    pictures = [block for block in every_block() if "image" in getattr(block, "child_blocks", {})]
    structs = [block for block in pictures if isinstance(block, blocks.StructBlock)]
    assert structs
    assert all(block.child_blocks[name].required for block in structs for name in ("alt", "caption"))


def test_no_page_has_a_field_of_its_own_that_leads_to_a_person() -> None:
    inherited = {field.name for field in Page._meta.get_fields()}
    for model in get_page_models():
        own = [
            field for field in model._meta.get_fields() if field.name not in inherited and field.is_relation
        ]
        assert not [field for field in own if field.related_model._meta.app_label == "people"], model


def test_page_classes_have_names_of_their_own_and_chinese_titles() -> None:
    ours = [model for model in get_page_models() if model is not Page]
    assert len({model.__name__ for model in ours}) == len(ours)
    assert all(not str(model._meta.verbose_name).isascii() for model in ours)


def test_uploads_are_allow_lists() -> None:
    assert set(settings.WAGTAILIMAGES_EXTENSIONS) == {"png", "jpg", "jpeg", "webp"}
    assert set(settings.WAGTAILDOCS_EXTENSIONS) == {"pdf", "docx", "xlsx"}
    assert {"mp3", "m4a", "mp4", "webm"} == AUDIO_EXTENSIONS | VIDEO_EXTENSIONS
    assert issubclass(get_document_form(get_document_model()), SiteDocumentForm)
    assert get_image_model()._meta.label == "cms.SiteImage"
    assert get_document_model()._meta.label == "wagtaildocs.Document"


def test_the_admin_speaks_chinese_where_wagtail_alone_does_not() -> None:
    with translation.override("zh-hans"):
        assert [gettext(text) for text in ("Exploring", "Schedule to publish", "Page type")] == [
            "浏览", "定时发布", "页面类型",
        ]  # fmt: skip
