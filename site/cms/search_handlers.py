"""What follows when something that can be searched was changed: the index reads it again."""

from cms.services import search_index
from core import events
from core.models import Event


@events.on("cms.page.changed")
def page_changed(event: Event) -> None:
    search_index.refresh_tree(path=event.data["path"])


@events.on("cms.text.changed")
def texts_changed(event: Event) -> None:
    search_index.refresh_objects(kind=event.data["kind"], object_ids=event.data["objects"])
