"""What holders are told of their certificates."""

from __future__ import annotations

from django.urls import reverse

from certification.models import CompletionCertificate
from certification.querysets import all_certificates
from core.models import Event
from core.words import gettext_noop as _
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells

CHANGED = _("您的结业证书有变动。")
ISSUED = register(
    Kind("certification.certificate.issued", _("结业证书%(number)s已发给您。"), _("您有一张新的结业证书。"))
)
REVOKED = register(
    Kind("certification.certificate.revoked", _("结业证书%(number)s已撤销，理由写在证书页面。"), CHANGED)
)
REPLACED = register(
    Kind("certification.certificate.replaced", _("您的结业证书已换发为%(number)s，原证书不再有效。"), CHANGED)
)


@tells("certification.certificate.issued")
def certificate_issued(event: Event) -> Told | None:
    return _told(ISSUED, event.subject_id)


@tells("certification.certificate.revoked")
def certificate_revoked(event: Event) -> Told | None:
    return _told(REVOKED, event.subject_id)


@tells("certification.certificate.replaced")
def certificate_replaced(event: Event) -> Told | None:
    return _told(REPLACED, event.data["replacement"])


def _told(kind: Kind, pk: int | str) -> Told | None:
    found: CompletionCertificate | None = all_certificates().filter(pk=pk).first()
    if found is None:
        return None
    page = reverse("certification:certificate", args=[found.public_id])
    return Told(kind=kind, people=[found.person_id], url=page, data={"number": found.number})
