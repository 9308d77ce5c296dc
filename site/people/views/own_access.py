"""我的登录: one's own number, password, WeChat, second proof, and the places where one is logged in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordSetView
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock
from core.actions import once
from people import second_factor
from people.access import member_required
from people.codes import OwnCode
from people.forms.accounts import TOO_SOON, CodeForm, NewPhoneForm
from people.proving import proved_within
from people.requests import BanyanRequest
from people.rules import masked_phone
from people.services import access_requests, accounts, codes, sessions, wechat
from people.views.answers import accepted

FRESH_SECONDS = 15 * 60
PURPOSE = "new_phone"


@login_required
@once
def own_access(request: BanyanRequest) -> HttpResponse:
    """What opens the account, and where it is open. The button ends it everywhere else."""
    at, here = clock.now(), request.session.session_key
    if request.method == "POST":
        sessions.end_all(account=request.user, keep=here, by=request.by, at=at)
        messages.success(request, _("其他设备都已退出"))
        return redirect("usersessions_list")
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "places": sessions.places(account=request.user, here=here, at=at),
        "masked": masked_phone(request.user.phone or ""),
        "has_password": request.user.has_usable_password(),
        "weixin_bound": wechat.is_bound(request.user),
        "has_second": bool(kinds),
        "second_asked": second_factor.needs(request.by, request.user),
    }
    return render(request, "usersessions/own_access.html", context)


@require_POST
@login_required
@once
def unbind_weixin(request: BanyanRequest) -> HttpResponse:
    wechat.unbind(account=request.user, by=request.by, at=clock.now())
    messages.success(request, _("微信已解除绑定"))
    return redirect("usersessions_list")


def _is_fresh(request: BanyanRequest) -> bool:
    """This session was opened, or confirmed, a moment ago: whoever holds the device is its owner."""
    return proved_within(request, FRESH_SECONDS)


@member_required
@once
def phone(request: BanyanRequest) -> HttpResponse:
    """更换手机号: a code goes to the new number."""
    form = NewPhoneForm(request.POST or None, account=request.user, is_fresh=_is_fresh(request))
    if request.method == "POST" and form.is_valid():
        sent: list[OwnCode | None] = []
        new = form.cleaned_data["phone"]
        if accepted(
            form, lambda: sent.append(OwnCode.begin(request, PURPOSE, phone=new, proved=form.is_proved))
        ):
            if sent[0] is not None:
                return redirect("account_phone_code")
            form.add_error("phone", TOO_SOON)
    context = {"form": form, "masked": masked_phone(request.user.phone or ""), "texts": codes.can_send()}
    return render(request, "account/phone.html", context)


@member_required
@once
def phone_code(request: BanyanRequest) -> HttpResponse:
    """The code came back: the number is changed, or somebody is asked to confirm whose it is."""
    process = OwnCode.resume(request, PURPOSE)
    if process is None:
        messages.warning(request, _("验证码已经过期。请重新获取"))
        return redirect("account_phone")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not process.accepts(form.cleaned_data["code"]):
            form.add_error("code", _("验证码不对。请核对短信，或重新获取"))
        elif accepted(form, lambda: _change(request, process)):
            return redirect("usersessions_list")
    return render(request, "account/phone_code.html", {"form": form, "masked": masked_phone(process.phone)})


def _change(request: BanyanRequest, process: OwnCode) -> None:
    at, here = clock.now(), request.session.session_key
    if process.state["proved"]:
        accounts.change_phone(
            account=request.user, phone=process.phone, keep_session=here, by=request.by, at=at
        )
        messages.success(request, _("手机号已更换，其他设备都已退出"))
        return
    access_requests.ask_for_new_phone(person=request.person, phone=process.phone, by=request.by, at=at)
    messages.success(request, _("已提交。社工站负责人或县主管确认后，就用新手机号登录"))


class FirstPassword(PasswordSetView):
    """A password beside the code, for days when no text arrives. Set after a log-in, not from a borrowed phone."""

    success_url = reverse_lazy("usersessions_list")

    def dispatch(self, request: BanyanRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not _is_fresh(request):
            messages.warning(request, _("请先退出，用验证码重新登录，15分钟内再设置密码"))
            return redirect("usersessions_list")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer
