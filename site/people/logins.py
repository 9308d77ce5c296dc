"""What is kept of a finished log-in: the session, so that its holder can see it and end it elsewhere."""

from typing import Any

from allauth.usersessions.models import UserSession

from core import clock
from people.services import sessions


def remember_session(sender: object, **told: Any) -> None:
    """Write down the new session and forget those that are over."""
    request = told["request"]
    sessions.forget_ended(account=request.user, at=clock.now())
    UserSession.objects.create_from_request(request)
