"""The only writer of a page that was created by pressing 发布 and then held back."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page


@transaction.atomic
def hold_new(*, page: Page) -> None:
    """Make a page a draft that was never published.

    Wagtail stores a new page as live before it asks whether it may be published. A page that has been published
    before keeps its published text. Who created it stands in Wagtail's own log, so no event is recorded here.
    """
    if page.live and page.live_revision_id is None and page.revisions.count() == 1:
        page.live, page.has_unpublished_changes = False, True
        type(page)._default_manager.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
