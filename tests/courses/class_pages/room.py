"""What the tests of class pages share: addresses and posting as a browser does."""

import uuid

from django.test import Client
from django.urls import reverse

from core import actions
from courses.models import ClassSession, TrainingClass
from people.models import Person
from tests.cast import Cast


def url(name: str, subject: TrainingClass | ClassSession) -> str:
    return reverse(f"courses:{name}", args=[subject.public_id])


def post(client: Client, address: str, **fields: object) -> object:
    return client.post(address, {actions.FIELD: str(uuid.uuid4()), **fields})


def logged_in(cast: Cast, person: Person) -> Client:
    client = Client()
    client.force_login(cast.account(person))
    return client
