"""What certification hears from below."""

from certification.services import certificates
from core import events
from core.models import Event
from organisations.authority import SYSTEM


@events.on("courses.course.finished")
def issue_certificate(event: Event) -> None:
    certificates.issue(completion_id=event.data["completion"], by=SYSTEM, at=event.occurred_at)
