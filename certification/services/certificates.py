"""Issue, revoke and replace certificates of completion."""

from __future__ import annotations

from dataclasses import replace as with_changes
from datetime import date, datetime

from django.db import transaction

from certification.models import CertificateSeries, CertificateStatus, CompletionCertificate
from certification.permissions import require_manage
from certification.querysets import all_certificates
from certification.rules import CertificateFacts, record_of
from certification.services.verification import facts_in
from certification.words import CertificateState
from core import clock, events, records
from core.encryption import lookup_hash
from core.errors import RuleBroken
from courses.lesson_querysets import all_completions
from courses.models import CourseCompletion
from organisations.authority import Authority
from people.models import Person
from people.querysets import all_postings
from people.rules import masked_name


def name_hash(name: str, *, code: str) -> str:
    """Proves a full name to whoever holds the keys. The code keeps equal names apart."""
    return lookup_hash(f"{code}\0{name}", purpose="certificate name")


def holder_name(certificate: CompletionCertificate) -> str:
    """The full name, where the roster still has the one that was certified; else the masked one of the record."""
    facts, name = facts_in(certificate), certificate.person.name
    return name if name_hash(name, code=facts.code) == facts.name_hash else facts.masked_name


@transaction.atomic
def issue(*, completion_id: int, by: Authority, at: datetime) -> CompletionCertificate | None:
    """Issue the certificate of a finished course, once; again returns the one that stands.

    None where the completion is not there any more. `at` is the moment of finishing, so a late delivery of the
    event writes the same dates.
    """
    completion = all_completions().select_related("course", "person").filter(pk=completion_id).first()
    if completion is None:
        return None
    person = Person.objects.select_for_update().get(pk=completion.person_id)  # twice at once: one waits
    course = str(completion.course.public_id)
    standing = all_certificates().filter(person=person, course=course).order_by("-edition").first()
    if standing is not None:
        return standing
    certificate = _write(_facts(completion, person, course=course, at=at), person=person, course=course)
    events.record(
        "certification.certificate.issued", by=by, at=at, subject=certificate, data={"person": person.pk}
    )
    return certificate


@transaction.atomic
def revoke(
    *, certificate: CompletionCertificate, reason: str, by: Authority, at: datetime
) -> CertificateStatus:
    """Revoke for a reason. Raises RuleBroken without one, or where the certificate has ended already."""
    locked = _lock_standing(certificate, reason=reason, by=by, at=at)
    status = _end(locked, CertificateState.REVOKED, reason=reason, by=by, at=at)
    events.record("certification.certificate.revoked", by=by, at=at, subject=locked)
    return status


@transaction.atomic
def replace(
    *, certificate: CompletionCertificate, reason: str, by: Authority, at: datetime
) -> CompletionCertificate:
    """Issue a new certificate of the same completion with the name the roster has today; the old one says so.

    Raises RuleBroken without a reason, or where the certificate has ended already.
    """
    locked = _lock_standing(certificate, reason=reason, by=by, at=at)
    person, issued_on = locked.person, clock.date_of(at)
    code = records.new_code()
    facts = with_changes(
        facts_in(locked), number=_next_number(issued_on.year), code=code, masked_name=masked_name(person.name),
        name_hash=name_hash(person.name, code=code), issued_on=issued_on,
    )  # fmt: skip
    _end(locked, CertificateState.REPLACED, reason=reason, by=by, at=at)
    fresh = _write(facts, person=person, course=locked.course, replaces=locked)
    events.record(
        "certification.certificate.replaced", by=by, at=at, subject=locked, data={"replacement": fresh.pk}
    )
    return fresh


def _facts(completion: CourseCompletion, person: Person, *, course: str, at: datetime) -> CertificateFacts:
    finished_on, issued_on, code = (
        clock.date_of(completion.finished_at),
        clock.date_of(at),
        records.new_code(),
    )
    return CertificateFacts(
        number=_next_number(issued_on.year), code=code, masked_name=masked_name(person.name),
        name_hash=name_hash(person.name, code=code), unit=_unit(person, finished_on), course=course,
        title=completion.title, minutes=completion.minutes, finished_on=finished_on, issued_on=issued_on,
    )  # fmt: skip


def _unit(person: Person, day: date) -> str:
    """The organisation of the posting held that day, never today's."""
    held = all_postings().held_on(day).primary().filter(person=person).select_related("organisation").first()
    return held.organisation.name if held else ""


def _next_number(year: int) -> str:
    series, _made = CertificateSeries.objects.get_or_create(year=year)
    series = CertificateSeries.objects.select_for_update().get(pk=series.pk)
    series.last += 1
    series.save(update_fields=["last"])
    return f"榕荫结业〔{year}〕{series.last:06d}号"


def _write(
    facts: CertificateFacts, *, person: Person, course: str, replaces: CompletionCertificate | None = None
) -> CompletionCertificate:
    record = records.canonical_json(record_of(facts))
    key_id, signature = records.sign(record)
    return CompletionCertificate.objects.create(
        person=person, course=course, edition=replaces.edition + 1 if replaces else 1, replaces=replaces,
        number=facts.number, code=facts.code, record=record, sha256=records.digest(record), key_id=key_id,
        signature=signature, issued_on=facts.issued_on,
    )  # fmt: skip


def _lock_standing(
    certificate: CompletionCertificate, *, reason: str, by: Authority, at: datetime
) -> CompletionCertificate:
    locked = (
        CompletionCertificate.objects.select_for_update(of=("self",)).select_related("person")
        .get(pk=certificate.pk)
    )  # fmt: skip
    require_manage(by, locked.person, on=clock.date_of(at))
    if not reason.strip():
        raise RuleBroken("certificate.reason_missing", "撤销或换发证书要写明理由。")
    if CertificateStatus.objects.filter(certificate=locked).exists():
        raise RuleBroken("certificate.ended", "这张证书已经撤销或换发过，不能再改。请刷新页面查看。")
    return locked


def _end(
    certificate: CompletionCertificate, state: CertificateState, *, reason: str, by: Authority, at: datetime
) -> CertificateStatus:
    return CertificateStatus.objects.create(
        certificate=certificate, state=state, since=clock.date_of(at), reason=reason.strip(),
        recorded_by=by.person_id,
    )  # fmt: skip
