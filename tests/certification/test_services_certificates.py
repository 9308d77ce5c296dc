"""A certificate is issued once, never changes, and ends by a row of its own."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from certification.models import CertificateStatus, CompletionCertificate
from certification.querysets import all_certificates
from certification.services import certificates
from certification.services.verification import facts_in, is_genuine
from certification.words import CertificateState
from core import records
from core.errors import RuleBroken
from core.models import Event
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.services import postings
from people.services.postings import PostingDetails
from tests.cast import Cast, Places
from tests.certification.conftest import finish_course, issue


def test_a_certificate_says_who_what_and_when_with_the_name_masked(
    certificate: CompletionCertificate, worker: Person, at: datetime
) -> None:
    facts = facts_in(certificate)
    assert (facts.masked_name, facts.unit, facts.title, facts.minutes) == (
        "陈**", "东湖县青石镇社工站", "岗前培训", 95,
    )  # fmt: skip
    assert facts.number == "榕荫结业〔2026〕000001号"
    assert facts.finished_on == facts.issued_on == at.date()
    assert "陈小燕" not in bytes(certificate.record).decode()
    assert certificates.holder_name(certificate) == "陈小燕"
    assert is_genuine(certificate)


def test_the_record_is_canonical_and_holds_the_code(certificate: CompletionCertificate) -> None:
    record = bytes(certificate.record)
    assert records.canonical_json(json.loads(record)) == record
    assert json.loads(record)["format"] == 1
    assert records.is_well_formed(certificate.code)
    assert facts_in(certificate).code == certificate.code


def test_one_course_gives_one_certificate(worker: Person, at: datetime) -> None:
    completion = finish_course(worker, at)
    issued = [
        certificates.issue(completion_id=completion.pk, by=SYSTEM, at=at + timedelta(days=day))
        for day in range(3)
    ]
    assert len({one.pk for one in issued if one}) == 1
    assert all_certificates().count() == 1
    assert Event.objects.filter(name="certification.certificate.issued").count() == 1


def test_a_completion_that_is_gone_gives_nothing(db: None, at: datetime) -> None:
    assert certificates.issue(completion_id=1, by=SYSTEM, at=at) is None


def test_numbers_run_on_within_a_year(worker: Person, at: datetime) -> None:
    numbers = [issue(worker, moment).number for moment in (at, at, at.replace(year=2027))]
    assert [number[4:] for number in numbers] == ["〔2026〕000001号", "〔2026〕000002号", "〔2027〕000001号"]


def test_the_unit_is_that_of_the_day_of_finishing(worker: Person, places: Places, at: datetime) -> None:
    moved = PostingDetails(organisation=places.other_station, starts_on=at.date())
    postings.move(person=worker, details=moved, by=SYSTEM, at=at)
    assert facts_in(issue(worker, at - timedelta(days=1))).unit == "东湖县青石镇社工站"
    assert facts_in(issue(worker, at)).unit == "西山县云岭镇社工站"


def test_the_database_refuses_any_change(certificate: CompletionCertificate, at: datetime) -> None:
    status = certificates.revoke(certificate=certificate, reason="重复发证", by=SYSTEM, at=at)
    found = CompletionCertificate.objects.filter(pk=certificate.pk)
    ended = CertificateStatus.objects.filter(pk=status.pk)
    attempts = (
        lambda: found.update(number="1"),
        lambda: found._raw_delete("default"),
        lambda: ended.update(reason="别的"),
        lambda: ended._raw_delete("default"),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            attempt()


def test_a_replacement_carries_todays_name_and_the_old_one_says_so(
    certificate: CompletionCertificate, worker: Person, at: datetime
) -> None:
    Person.objects.filter(pk=worker.pk).update(name="陈晓燕子")
    certificate.person.refresh_from_db()
    assert certificates.holder_name(certificate) == "陈**"
    fresh = certificates.replace(certificate=certificate, reason="姓名更正", by=SYSTEM, at=at)
    old, new = facts_in(certificate), facts_in(fresh)
    assert (new.masked_name, fresh.edition, fresh.replaces) == ("陈***", 2, certificate)
    assert certificates.holder_name(fresh) == "陈晓燕子"
    assert new.code != old.code
    assert (new.title, new.minutes, new.finished_on) == (old.title, old.minutes, old.finished_on)
    assert CertificateStatus.objects.get().state == CertificateState.REPLACED
    assert is_genuine(certificate)
    assert is_genuine(fresh)


def test_an_ended_certificate_stays_ended_and_is_not_issued_again(worker: Person, at: datetime) -> None:
    completion = finish_course(worker, at)
    certificate = certificates.issue(completion_id=completion.pk, by=SYSTEM, at=at)
    assert certificate is not None
    certificates.revoke(certificate=certificate, reason="重复发证", by=SYSTEM, at=at)
    for act in (certificates.revoke, certificates.replace):
        with pytest.raises(RuleBroken) as refused:
            act(certificate=certificate, reason="再来", by=SYSTEM, at=at)
        assert refused.value.code == "certificate.ended"
    again = certificates.issue(completion_id=completion.pk, by=SYSTEM, at=at)
    assert again == certificate


def test_ending_a_certificate_needs_a_reason_and_the_officer_of_the_place(
    certificate: CompletionCertificate, worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    officer = cast.by(cast.with_role("钟国强", Role.OFFICER, places.county))
    strangers = [
        cast.by(cast.with_role("潘丽华", Role.OFFICER, places.other_county)),
        cast.by(cast.with_role("苏伟强", Role.OFFICER, places.department)),
        cast.by(cast.with_role("何站长", Role.STATION_HEAD, places.station)),
        cast.by(worker),
    ]
    for by in strangers:
        with pytest.raises(RuleBroken) as refused:
            certificates.revoke(certificate=certificate, reason="重复发证", by=by, at=at)
        assert refused.value.code == "certification.not_yours"
    with pytest.raises(RuleBroken) as refused:
        certificates.revoke(certificate=certificate, reason=" ", by=officer, at=at)
    assert refused.value.code == "certificate.reason_missing"
    assert certificates.revoke(certificate=certificate, reason="重复发证", by=officer, at=at).pk


def test_events_of_certificates_carry_no_name_and_no_code(certificate: CompletionCertificate) -> None:
    event = Event.objects.get(name="certification.certificate.issued")
    assert event.data == {"person": certificate.person_id}
