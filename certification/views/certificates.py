"""A person's own certificates, and what an officer does with those of others."""

from __future__ import annotations

import io
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from certification.forms import EndForm
from certification.models import CompletionCertificate
from certification.permissions import can_manage
from certification.querysets import all_certificates, all_periods
from certification.services import certificates
from certification.services.verification import facts_in
from core import actions, clock, records
from core.errors import RuleBroken
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.querysets import all_people
from people.requests import BanyanRequest


@member_required
def certificate_list(request: BanyanRequest) -> HttpResponse:
    """My certificates, newest first."""
    mine = [(one, facts_in(one)) for one in all_certificates().of_person(request.person)]
    return render(request, "certification/certificate_list.html", {"certificates": mine})


@member_required
def certificate_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """One's own certificate as it is printed, with the code and its QR picture."""
    mine = all_certificates().of_person(request.person).select_related("person")
    certificate = get_object_or_404(mine, public_id=public_id)
    address = verify_address(certificate)
    context = {
        "certificate": certificate,
        "facts": facts_in(certificate),
        "holder": certificates.holder_name(certificate),
        "code": records.grouped(certificate.code),
        "address": address,
        "lead": address.removesuffix(f"{certificate.code}/"),
        "qr": qr_picture(address),
    }
    return render(request, "certification/certificate_page.html", context)


@permission_required(Permission.VIEW_PEOPLE)
def person_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Certificates and registration periods of somebody in one's scope; both lines of a county read them."""
    today = clock.today()
    person = get_object_or_404(all_people().visible_to(request.by, on=today), public_id=public_id)
    context = {
        "person": person,
        "may_change": can_manage(request.by, person, on=today),
        "certificates": [(one, facts_in(one)) for one in all_certificates().of_person(person)],
        "periods": all_periods().standing().of_person(person),
    }
    return render(request, "certification/person_page.html", context)


@permission_required(Permission.MANAGE_PEOPLE)
@actions.once
def end(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Revoke or replace, with a reason."""
    manageable = (
        all_certificates().manageable_by(request.by, on=clock.today()).select_related("person", "status")
    )
    certificate = get_object_or_404(manageable, public_id=public_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = certificates.replace if form.replaces() else certificates.revoke
        try:
            act(certificate=certificate, reason=form.cleaned_data["reason"], by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已换发新证") if form.replaces() else _("证书已撤销"))
            return redirect("certification:person", public_id=certificate.person.public_id)
    context = {"form": form, "certificate": certificate, "facts": facts_in(certificate)}
    return render(request, "certification/certificate_end.html", context)


def verify_address(certificate: CompletionCertificate) -> str:
    """Where a stranger verifies it; a plain address that every scanner opens."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{reverse('verify:answer', args=[certificate.code])}"


def qr_picture(address: str) -> SafeString:
    """The address as a QR code in inline SVG, without a service and without a style attribute."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgclass=None, lineclass=None, omitsize=True, border=2,
        title=_("核验二维码"),
    )  # fmt: skip
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 - drawn here from our own address
