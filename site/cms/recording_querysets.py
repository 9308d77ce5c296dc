"""Which pages play a recording."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from cms.models import Recording


def pages_with(recording: Recording) -> list[Page]:
    """What is read today, by the index of references; and drafts, which stand in no index, one by one."""
    indexed = ReferenceIndex.get_references_to(recording).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    found = list(Page.objects.filter(pk__in=[int(pk) for pk in indexed.values_list("object_id", flat=True)]))
    known = {page.pk for page in found}
    drafts = Page.objects.filter(Q(has_unpublished_changes=True) | Q(live=False)).exclude(pk__in=known)
    return found + [
        page for page in drafts.specific() if _plays(page.get_latest_revision_as_object(), recording)
    ]


def _plays(page: Page, recording: Recording) -> bool:
    return any(
        found[0] is Recording and str(found[1]) == str(recording.pk)
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
        for found in field.stream_block.extract_references(getattr(page, field.name))
    )
