"""Events with their deliveries, action keys, and the staging tables of imports."""

from core.models.actions import ActionKey
from core.models.events import Delivery, Event
from core.models.imports import ImportBatch, ImportChange, ImportFile, ImportRow

__all__ = ["ActionKey", "Delivery", "Event", "ImportBatch", "ImportChange", "ImportFile", "ImportRow"]
