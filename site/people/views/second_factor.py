"""再验证一步: the second proof of somebody whose role needs one, where the log-in itself did not ask for it."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.actions import once
from people import second_factor
from people.access import reading_can_wait
from people.codes import OwnCode
from people.forms.accounts import TOO_SOON, CodeForm
from people.requests import BanyanRequest
from people.rules import DEVICE, PASSWORD, PHONE, masked_phone

PURPOSE = "second"


def after(request: BanyanRequest) -> str:
    return get_next_redirect_url(request) or reverse("desks:desk")


@reading_can_wait
@login_required
@once
def second(request: BanyanRequest) -> HttpResponse:
    """What can still be shown; the button sends a code to the phone."""
    bool(request.by)
    if not getattr(request, "lacks_proof", False):
        return redirect(after(request))
    ways = second_factor.ways(request, request.user)
    if request.method == "POST" and PHONE in ways.left:
        if OwnCode.begin(request, PURPOSE, phone=ways.phone) is not None:
            return redirect(passthrough_next_redirect_url(request, reverse("account_second_code"), "next"))
        messages.warning(request, TOO_SOON)
    context = {
        "ways": ways,
        "by_phone": PHONE in ways.left,
        "by_password": PASSWORD in ways.left,
        "by_device": DEVICE in ways.left,
        "masked": masked_phone(ways.phone),
        "next": after(request),
    }
    return render(request, "account/second.html", context)


@reading_can_wait
@login_required
@once
def second_code(request: BanyanRequest) -> HttpResponse:
    return code_page(request, PURPOSE, again="account_second")


def code_page(request: BanyanRequest, purpose: str, *, again: str) -> HttpResponse:
    """The code that was sent for this purpose; when it comes back, on to where one wanted to go.

    `again` names the page that sends another one.
    """
    process = OwnCode.resume(request, purpose)
    if process is None:
        messages.warning(request, _("验证码已经过期。请重新获取"))
        return redirect(passthrough_next_redirect_url(request, reverse(again), "next"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if process.accepts(form.cleaned_data["code"]):
            record_authentication(request, request.user, method="code", phone=process.phone)
            return redirect(after(request))
        form.add_error("code", _("验证码不对。请核对短信，或重新获取"))
    context = {
        "form": form, "masked": masked_phone(process.phone), "next": after(request), "again": reverse(again),
    }  # fmt: skip
    return render(request, "account/second_code.html", context)
