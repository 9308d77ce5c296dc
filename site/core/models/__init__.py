"""Events with their deliveries, action keys, the staging tables of imports, and what leaves the site."""

from core.models.actions import ActionKey
from core.models.events import Delivery, Event
from core.models.imports import ImportBatch, ImportChange, ImportFile, ImportRow
from core.models.sending import Outgoing

__all__ = [
    "ActionKey",
    "Delivery",
    "Event",
    "ImportBatch",
    "ImportChange",
    "ImportFile",
    "ImportRow",
    "Outgoing",
]
