"""A browser whose owner came in by a log-in, which the session records; `force_login` records none."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from django.test import Client

from people.entering import OWNER_OF_METHODS
from people.models import Account


def came_in(client: Client, account: Account, *, by: str = "password") -> Client:
    """Logged in just now, by a method in allauth's words."""
    client.force_login(account)
    session = client.session
    session[METHODS] = [{"method": by, "at": time.time()}]
    session[OWNER_OF_METHODS] = str(account.pk)
    session.save()
    return client
