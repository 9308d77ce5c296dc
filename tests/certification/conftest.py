"""A worker who has finished a course, and a clock that stands at the tests' moment."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.core.cache import cache
from django.test import Client

from certification.models import CompletionCertificate
from certification.services import certificates
from core.keys import KeyStore
from courses.models import Course, CourseCompletion
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places

LogIn = Callable[[Person], Client]


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def finish_course(
    person: Person, at: datetime, *, title: str = "岗前培训", minutes: int = 95
) -> CourseCompletion:
    """The fact that courses keep of a finished course."""
    return CourseCompletion.objects.create(
        person=person, course=Course.objects.create(), finished_at=at, title=title, minutes=minutes
    )


def issue(person: Person, at: datetime, **about: object) -> CompletionCertificate:
    completion = finish_course(person, at, **about)  # type: ignore[arg-type]
    certificate = certificates.issue(completion_id=completion.pk, by=SYSTEM, at=at)
    assert certificate is not None
    return certificate


@pytest.fixture
def certificate(worker: Person, at: datetime) -> CompletionCertificate:
    return issue(worker, at)


@pytest.fixture
def clock_at(at: datetime) -> Iterator[None]:
    """Pages ask the clock: it stands at the tests' moment. Nobody has checked anything yet."""
    cache.clear()
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def log_in(cast: Cast) -> LogIn:
    """A client of its own for each person."""

    def enter(person: Person) -> Client:
        client = Client()
        client.force_login(person.account or cast.account(person))
        return client

    return enter


def keys_after_rotation(folder: Path, retired: Mapping[int, bytes]) -> KeyStore:
    """Keys of which only the public half is kept, and a newer one that signs."""
    for key_id, public in retired.items():
        (folder / f"public-{key_id}.pem").write_bytes(public)
    signing = Ed25519PrivateKey.generate()
    pem = signing.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / f"signing-{max(retired) + 1}.pem").write_bytes(pem)
    return KeyStore(folder, may_create=True)


def public_pem(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def key() -> dict[str, str]:
    return {"action_key": str(uuid.uuid4())}
