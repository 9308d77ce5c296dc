"""What waits for a person: long jobs, and messages with their channels; and what people say about the platform."""

from inbox.models.complaints import Complaint
from inbox.models.jobs import Job
from inbox.models.messages import Message, MessageChannels

__all__ = ["Complaint", "Job", "Message", "MessageChannels"]
