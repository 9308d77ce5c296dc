"""Check a certificate: its bytes, its signature, its state. Nothing but the record is believed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from certification.models import CompletionCertificate
from certification.querysets import all_certificates
from certification.rules import CertificateFacts, UnknownFormat, facts_of
from certification.words import Outcome
from core import records


@dataclass(frozen=True)
class Answer:
    """What a stranger learns. `facts` and `since` (of revocation or replacement) only where there is a certificate."""

    outcome: Outcome
    code: str
    facts: CertificateFacts | None = None
    since: date | None = None


def facts_in(certificate: CompletionCertificate) -> CertificateFacts:
    """What the record says. Raises UnknownFormat, ValueError or KeyError where it is no record of ours."""
    return facts_of(json.loads(bytes(certificate.record)))


def is_genuine(certificate: CompletionCertificate) -> bool:
    """The bytes are those that were signed, and they speak of this code."""
    record = bytes(certificate.record)
    if records.digest(record) != certificate.sha256:
        return False
    if not records.is_signed(record, key_id=certificate.key_id, signature=bytes(certificate.signature)):
        return False
    try:
        return facts_in(certificate).code == certificate.code
    except (UnknownFormat, ValueError, KeyError):
        return False


def look_up(typed: str) -> Answer:
    """Answer a typed or scanned code. The signature is checked each time; a mistyped code asks no database."""
    code = records.normalise_code(typed)
    if len(code) != records.CODE_LENGTH + 1 or not records.is_well_formed(code):
        return Answer(Outcome.MISTYPED, code)
    certificate = all_certificates().filter(code=code).select_related("status").first()
    if certificate is None:
        return Answer(Outcome.UNKNOWN, code)
    if not is_genuine(certificate):
        return Answer(Outcome.DAMAGED, code)
    status = getattr(certificate, "status", None)
    if status is None:
        return Answer(Outcome.VALID, code, facts_in(certificate))
    return Answer(Outcome(status.state), code, facts_in(certificate), status.since)
