"""What the tests of sign-in share: logging in, addresses, posting as a browser does."""

import uuid
from datetime import datetime

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core import actions
from courses.models import ClassSession
from courses.services import enrolments, sign_in
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast


def logged_in(cast: Cast, person: Person) -> Client:
    client = Client()
    client.force_login(person.account or cast.account(person))
    return client


def enrolled(session: ClassSession, person: Person, at: datetime) -> Person:
    enrolments.enrol(training_class=session.training_class, person=person, by=SYSTEM, at=at)
    return person


def url(name: str, session: ClassSession) -> str:
    return reverse(f"courses:{name}", args=[session.public_id])


def code_address(session: ClassSession, at: datetime) -> str:
    code = sign_in.code_of(session, timing=sign_in.timing_for(session), at=at)
    return reverse("courses:scan", args=[code])


def post(client: Client, address: str, **fields: object) -> HttpResponse:
    answer = client.post(address, {actions.FIELD: str(uuid.uuid4()), **fields})
    assert isinstance(answer, HttpResponse)
    return answer


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


# The scan
