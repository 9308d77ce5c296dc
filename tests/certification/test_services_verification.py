"""Checking a certificate believes the signed bytes and nothing else."""

from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from certification.models import CompletionCertificate
from certification.services import certificates
from certification.services.verification import Answer, is_genuine, look_up
from certification.words import Outcome
from core import records
from organisations.authority import SYSTEM
from people.models import Person
from tests.certification.conftest import issue, keys_after_rotation, public_pem

CODE = "7K3M9P2X4T6W8Y1" + records.check_character("7K3M9P2X4T6W8Y1")


def write_behind_the_guard(certificate: CompletionCertificate, **columns: object) -> None:
    """What somebody with the database's password could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE certification_completioncertificate DISABLE TRIGGER USER")
        CompletionCertificate.objects.filter(pk=certificate.pk).update(**columns)
        cursor.execute("ALTER TABLE certification_completioncertificate ENABLE TRIGGER USER")


def test_a_code_as_people_type_it_finds_the_certificate(certificate: CompletionCertificate) -> None:
    for typed in (certificate.code, certificate.code.lower(), records.grouped(certificate.code)):
        assert look_up(f" {typed} ").outcome is Outcome.VALID


@given(position=st.integers(0, 15), character=st.sampled_from(records.ALPHABET))
def test_any_one_wrong_character_is_called_mistyped_without_asking_the_database(
    position: int, character: str
) -> None:
    typed = CODE[:position] + character + CODE[position + 1 :]
    if typed != CODE:
        assert look_up(typed) == Answer(Outcome.MISTYPED, typed)


@given(position=st.integers(0, 14))
def test_two_swapped_neighbours_are_called_mistyped(position: int) -> None:
    typed = CODE[:position] + CODE[position + 1] + CODE[position] + CODE[position + 2 :]
    if typed != CODE:
        assert look_up(typed).outcome is Outcome.MISTYPED


@pytest.mark.parametrize("typed", ["", "7K3M", CODE + "0", "证书编号", CODE[:-1]])
def test_what_is_no_code_is_called_mistyped(typed: str) -> None:
    assert look_up(typed).outcome is Outcome.MISTYPED


def test_a_right_code_that_was_never_issued_is_unknown(certificate: CompletionCertificate) -> None:
    assert look_up(CODE) == Answer(Outcome.UNKNOWN, CODE)


def test_revoked_and_replaced_are_said_with_their_day(worker: Person, at: datetime) -> None:
    first, second = issue(worker, at), issue(worker, at)
    certificates.revoke(certificate=first, reason="重复发证", by=SYSTEM, at=at)
    fresh = certificates.replace(certificate=second, reason="姓名更正", by=SYSTEM, at=at)
    answers = [look_up(one.code) for one in (first, second, fresh)]
    assert [(one.outcome, one.since) for one in answers] == [
        (Outcome.REVOKED, at.date()), (Outcome.REPLACED, at.date()), (Outcome.VALID, None),
    ]  # fmt: skip


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_one_changed_byte_anywhere_breaks_the_signature(
    certificate: CompletionCertificate, data: st.DataObject
) -> None:
    record = bytearray(certificate.record)
    place = data.draw(st.integers(0, len(record) - 1))
    record[place] ^= data.draw(st.integers(1, 255))
    changed = CompletionCertificate(
        record=bytes(record), sha256=records.digest(bytes(record)), key_id=certificate.key_id,
        signature=certificate.signature, code=certificate.code,
    )  # fmt: skip
    assert not is_genuine(changed)


def test_a_record_changed_in_the_database_is_not_shown(certificate: CompletionCertificate) -> None:
    forged = bytes(certificate.record).replace(b'"minutes":95', b'"minutes":9500')
    write_behind_the_guard(certificate, record=forged, sha256=records.digest(forged))
    assert look_up(certificate.code) == Answer(Outcome.DAMAGED, certificate.code)


def test_a_digest_that_does_not_fit_is_noticed(certificate: CompletionCertificate) -> None:
    write_behind_the_guard(certificate, sha256="0" * 64)
    assert look_up(certificate.code).outcome is Outcome.DAMAGED


def test_a_record_moved_under_another_code_is_noticed(certificate: CompletionCertificate) -> None:
    write_behind_the_guard(certificate, code=CODE)
    assert look_up(CODE).outcome is Outcome.DAMAGED


def test_an_unknown_key_or_format_is_no_certificate(certificate: CompletionCertificate) -> None:
    write_behind_the_guard(certificate, key_id=99)
    assert look_up(certificate.code).outcome is Outcome.DAMAGED
    record = records.canonical_json({"format": 99, "code": certificate.code})
    key_id, signature = records.sign(record)
    digest = records.digest(record)
    write_behind_the_guard(certificate, record=record, sha256=digest, key_id=key_id, signature=signature)
    assert look_up(certificate.code).outcome is Outcome.DAMAGED


def test_it_verifies_after_the_key_was_changed_and_its_private_half_destroyed(
    certificate: CompletionCertificate, settings: object, tmp_path: Path
) -> None:
    public = settings.KEYS.public_key(certificate.key_id)  # type: ignore[attr-defined]
    settings.KEYS = keys_after_rotation(tmp_path, {certificate.key_id: public_pem(public)})  # type: ignore[attr-defined]
    assert records.sign(b"the next certificate")[0] == certificate.key_id + 1
    assert look_up(certificate.code).outcome is Outcome.VALID


def test_it_verifies_after_the_person_was_anonymised(certificate: CompletionCertificate) -> None:
    Person.objects.filter(pk=certificate.person_id).update(name="已注销", sort_key="")
    found = look_up(certificate.code)
    assert (found.outcome, found.facts.masked_name if found.facts else "") == (Outcome.VALID, "陈**")
