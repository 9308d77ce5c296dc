"""Posting a form as a browser does: with its action key."""

import uuid

from django.http import HttpResponse
from django.test import Client


def post(client: Client, address: str, **answers: object) -> HttpResponse:
    """Post the answers with a fresh action key."""
    return client.post(address, {"action_key": str(uuid.uuid4()), **answers})
