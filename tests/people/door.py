"""Logging in as a person does: a number, the text that comes, the code in it."""

import re
import uuid
from typing import Any

from django.test import Client

from core.models import Outgoing
from people.models import Person

ASK = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"
WHO = "/accounts/login/who/"
PHONE = "13900000001"


def put_on_roster(person: Person, phone: str) -> Person:
    """As an officer does on the page that corrects somebody's details."""
    from people.services.persons import phone_hash

    person.phone, person.phone_hash = phone, phone_hash(phone)
    person.save(update_fields=["phone", "phone_hash"])
    return person


def ask_for_code(client: Client, phone: str = PHONE, **more: str) -> Any:
    return client.post(ASK, {"phone": phone} | more)


def texts_to(phone: str = PHONE) -> list[str]:
    """What was sent to the number, the newest last."""
    return [one.text or "" for one in Outgoing.objects.order_by("pk") if one.to == phone]


def code_sent_to(phone: str = PHONE) -> str:
    found = re.search(r"验证码(\d{6})，", texts_to(phone)[-1])
    assert found
    return found.group(1)


def confirm(client: Client, code: str, **more: str) -> Any:
    return client.post(CONFIRM, {"code": code, "action_key": str(uuid.uuid4())} | more)


def come_in(client: Client, phone: str = PHONE, **more: str) -> Any:
    """Ask, read the text, confirm; the answer to the code."""
    assert ask_for_code(client, phone, **more).status_code == 302
    return confirm(client, code_sent_to(phone), **more)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def settle(client: Client) -> Client:
    """Past the privacy notice, which the first page after a log-in leads to once."""
    client.get("/privacy/")
    client.get("/desk/")
    return client
