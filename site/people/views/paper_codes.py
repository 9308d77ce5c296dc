"""A one-time code on paper: an officer makes it for somebody of the own roster and prints the slip."""

from __future__ import annotations

import base64
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.actions import once
from core.encryption import decrypt, encrypt
from organisations.roles import Permission
from people.access import permission_required
from people.access_querysets import all_paper_codes
from people.forms.asking import AskingForm
from people.models import PaperCode
from people.querysets import all_postings
from people.requests import BanyanRequest
from people.services import paper_codes
from people.views.answers import accepted, form_page
from people.views.persons import address, managed_person

SHOWN = "paper_code"  # in the session, sealed: the digits of the last code made here
SHOWN_SECONDS = 10 * 60


@permission_required(Permission.MANAGE_PEOPLE)
@once
def issue(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    person = managed_person(request, public_id)
    form = AskingForm(request.POST if request.method == "POST" else None)
    made: list[tuple[PaperCode, str]] = []
    if request.method == "POST" and accepted(
        form, lambda: made.append(paper_codes.issue(person=person, by=request.by, at=clock.now()))
    ):
        [(code, digits)] = made
        sealed = base64.b64encode(encrypt(digits.encode())).decode()
        request.session[SHOWN] = {"code": str(code.public_id), "sealed": sealed}
        return redirect("people:paper_code_slip", public_id=code.public_id)
    about = _("给%(name)s：收不到短信时凭它登录一次，24小时内有效。以前没用过的登录码同时作废。") % {
        "name": person.name
    }
    return form_page(
        request, form, title=_("打印一次性登录码"), about=about, action=_("生成登录码"), back=address(person)
    )


@permission_required(Permission.MANAGE_PEOPLE)
def slip(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The slip to print. Its digits are shown for a few minutes to whoever made them, and to nobody else ever."""
    mine = all_paper_codes().filter(issued_by=request.by.person_id).select_related("person")
    code = get_object_or_404(mine, public_id=public_id)
    held = request.session.get(SHOWN)
    seconds = (clock.now() - code.issued_at).total_seconds()
    if not held or held["code"] != str(public_id) or seconds > SHOWN_SECONDS:
        return render(request, "people/paper_code_gone.html", {"back": address(code.person)}, status=410)
    digits = decrypt(base64.b64decode(held["sealed"])).decode()
    posted = all_postings().primary().held_or_last(clock.today()).filter(person=code.person)
    context = {
        "code": code,
        "digits": f"{digits[:4]} {digits[4:]}",
        "posting": posted.select_related("organisation").first(),
        "door": str(settings.SITE_ADDRESS).rstrip("/") + reverse("account_request_login_code"),
        "back": address(code.person),
    }
    return render(request, "people/paper_code_slip.html", context)
