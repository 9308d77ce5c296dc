"""确认是您本人: a proof of the last minutes, before something that a borrowed phone or a stolen session must not do."""

from __future__ import annotations

from allauth.account.utils import passthrough_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.actions import once
from people import second_factor
from people.codes import OwnCode
from people.forms.accounts import TOO_SOON
from people.proving import RECENT_SECONDS, is_recent
from people.requests import BanyanRequest
from people.rules import masked_phone
from people.views.second_factor import after, code_page

PURPOSE = "prove"


@login_required
@once
def prove(request: BanyanRequest) -> HttpResponse:
    """By whatever the account has; the button sends a code to the phone. Who has nothing logs in again."""
    if is_recent(request):
        return redirect(after(request))
    ways = second_factor.ways(request, request.user)
    if request.method == "POST" and ways.phone:
        if OwnCode.begin(request, PURPOSE, phone=ways.phone) is not None:
            return redirect(passthrough_next_redirect_url(request, reverse("account_prove_code"), "next"))
        messages.warning(request, TOO_SOON)
    context = {
        "ways": ways,
        "by_phone": bool(ways.phone),
        "by_password": ways.password,
        "by_device": ways.app or ways.passkey,
        "masked": masked_phone(ways.phone),
        "minutes": RECENT_SECONDS // 60,
        "next": after(request),
    }
    return render(request, "account/prove.html", context)


@login_required
@once
def prove_code(request: BanyanRequest) -> HttpResponse:
    return code_page(request, PURPOSE, again="account_prove")
