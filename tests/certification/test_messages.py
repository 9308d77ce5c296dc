"""Holders are told of a certificate that was issued, replaced or revoked."""

from datetime import datetime

from certification.models import CompletionCertificate
from certification.services import certificates
from organisations.authority import SYSTEM
from people.models import Person
from tests.certification.conftest import LogIn
from tests.inbox.heard import told_to


def test_the_holder_is_told_of_each_turn_and_may_open_each_page(
    certificate: CompletionCertificate, worker: Person, at: datetime, log_in: LogIn
) -> None:
    fresh = certificates.replace(certificate=certificate, reason="改了名字", by=SYSTEM, at=at)
    certificates.revoke(certificate=fresh, reason="发错了人", by=SYSTEM, at=at)
    first, second = (f"/certificates/{one.public_id}/" for one in (certificate, fresh))
    assert told_to(worker) == [
        (f"结业证书{certificate.number}已发给您。", first),
        (f"您的结业证书已换发为{fresh.number}，原证书不再有效。", second),
        (f"结业证书{fresh.number}已撤销，理由写在证书页面。", second),
    ]
    client = log_in(worker)
    assert {client.get(page).status_code for page in (first, second)} == {200}
