"""What the tests of class pages share: addresses and posting as a browser does."""

import uuid

from django.test import Client
from django.urls import reverse

from core import actions
from courses.models import ClassSession, TrainingClass
from people.models import Person
from tests.cast import Cast, Places


def url(name: str, subject: TrainingClass | ClassSession) -> str:
    return reverse(f"courses:{name}", args=[subject.public_id])


def post(client: Client, address: str, **fields: object) -> object:
    return client.post(address, {actions.FIELD: str(uuid.uuid4()), **fields})


def logged_in(cast: Cast, person: Person) -> Client:
    client = Client()
    client.force_login(cast.account(person))
    return client


def class_fields(places: Places, **changes: object) -> dict[str, object]:
    return {
        "organiser": places.county.pk, "code": "2026-07", "name": "青石镇岗前班", "programme_name": "岗前培训",
        "starts_on": "2026-04-01", "ends_on": "2026-04-03", "capacity": "30", "tier": "county",
        "audience": "new_worker", "kind": "pre_service", "delivery_mode": "in_person", "state": "open", **changes,
    }  # fmt: skip
