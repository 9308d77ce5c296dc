"""The door: password, code by phone or on paper, and who somebody with a proved number is on the roster."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView, LoginView, RequestLoginCodeView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core import clock
from core.actions import once
from core.errors import RuleBroken
from organisations.authority import NOBODY
from people import codes as phone_codes
from people import weixin
from people.access_querysets import all_access_requests
from people.authority import authority_of
from people.entering import lets_in_once
from people.forms.accounts import WhoAmIForm
from people.models import Account, Person
from people.querysets import all_people, all_postings
from people.rules import masked_phone
from people.services import access_requests, accounts, codes, paper_codes
from people.services.persons import phone_hash
from people.views.answers import accepted
from people.words import AccessRequestState

PROVED = "proved_phone"  # in the session: this visitor holds that number
PROVED_SECONDS = 15 * 60


@dataclass(frozen=True)
class Visitor:
    """Somebody who proved a number and is not logged in. `person` is fixed where a code on paper named them."""

    phone: str
    method: str
    person: int | None


def _page(request: HttpRequest) -> dict[str, Any]:
    """What every page of the door shows."""
    return {
        "weixin_offered": weixin.is_offered(request),
        "weixin_waiting": weixin.is_waiting(request),
        "texts": codes.can_send(),
    }


def _with_next(name: str, target: str | None) -> str:
    return reverse(name) + (f"?{urlencode({'next': target})}" if target else "")


class PasswordPage(LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return dict(super().get_context_data(**kwargs)) | _page(self.request)


class PhonePage(RequestLoginCodeView):
    """The number, and 发送验证码."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            phone_codes.LoginCode.begin(self.request, phone=form.cleaned_data["phone"], user=form.user)
        except RuleBroken as broken:
            form.add_error(None, broken.message)
            refused: HttpResponse = self.form_invalid(form)
            return refused
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return dict(super().get_context_data(**kwargs)) | _page(self.request)


@method_decorator(
    login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_request_login_code"),
    name="dispatch",
)
class CodePage(ConfirmLoginCodeView):
    """The code. Afterwards the account is open, or the visitor's number is proved and the roster is asked."""

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.stage = request._login_stage  # type: ignore[attr-defined]
        process = phone_codes.LoginCode.resume(self.stage)
        if process is None:
            messages.warning(request, _("验证码已经过期。请重新获取"))
            return redirect(_with_next("account_request_login_code", get_next_redirect_url(request)))
        self._process: phone_codes.LoginCode = process
        answer: HttpResponse = super(ConfirmLoginCodeView, self).dispatch(request, *args, **kwargs)
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if self._action == "verify":
            kwargs |= {"phone": self._process.phone, "paper": self._process.state["initiated_by_user"]}
        return kwargs

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        try:
            sent = self._process.resend()
        except RuleBroken as broken:
            messages.error(self.request, broken.message)
        else:
            said = (
                _("新的验证码已发送") if sent else _("离上一次发送还不到60秒，或今天发得太多。请等一会儿再试")
            )
            (messages.success if sent else messages.warning)(self.request, said)
        return redirect(self.passthrough_next_url(reverse("account_confirm_login_code")))

    def _verify_form_valid(self, form: Any) -> HttpResponse:
        target, process = self.get_next_url(), self._process
        if form.by_paper:
            return _enter_by_paper(self.request, process, form.cleaned_data["code"], target)
        if process.user is None:
            process.abort()
            return _remember(self.request, Visitor(process.phone, "code", None), target)
        answer: HttpResponse = process.finish(target)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {
            "masked": masked_phone(self._process.phone),
            "is_second": not self._process.state["initiated_by_user"],
        }
        return dict(super().get_context_data(**kwargs)) | _page(self.request) | more


def _enter_by_paper(
    request: HttpRequest, process: phone_codes.LoginCode, code: str, target: str | None
) -> HttpResponse:
    phone = process.phone
    person = paper_codes.use(phone=phone, code=code, at=clock.now())
    process.abort()
    if person.account is None:
        return _remember(request, Visitor(phone, "paper", person.pk), target)
    return _log_in(request, person.account, "paper", target)


def _log_in(request: HttpRequest, account: Account, method: str, target: str | None) -> HttpResponse:
    record_authentication(request, account, method=method)
    answer: HttpResponse = perform_login(request, Login(user=account, redirect_url=target))
    return answer


def _remember(request: HttpRequest, visitor: Visitor, target: str | None) -> HttpResponse:
    request.session[PROVED] = {
        "phone": visitor.phone, "method": visitor.method, "person": visitor.person, "at": time.time(),
    }  # fmt: skip
    return redirect(_with_next("account_who", target))


def _visitor(request: HttpRequest) -> Visitor | None:
    held = request.session.get(PROVED)
    if request.user.is_authenticated or not held or time.time() - held["at"] > PROVED_SECONDS:
        return None
    return Visitor(held["phone"], held["method"], held["person"])


def _found(visitor: Visitor) -> list[Person]:
    people = all_people().standing().with_phone(phone_hash(visitor.phone)).select_related("account")
    if visitor.person is not None:
        people = people.filter(pk=visitor.person)
    return list(people.order_by("pk"))


@never_cache
@lets_in_once
@once
def who(request: HttpRequest) -> HttpResponse:
    """是我: the card built from the roster. One tap makes the account and goes on to where the visitor wanted."""
    visitor, target = _visitor(request), get_next_redirect_url(request)
    if visitor is None:
        return redirect(_with_next("account_request_login_code", target))
    people = _found(visitor)
    if not people:
        return redirect(_with_next("account_ask", target))
    context = _card(people, target)
    if request.method == "POST" and len(people) == 1:
        try:
            return _accept(request, visitor, people[0], target)
        except RuleBroken as broken:
            context["broken"] = broken.message
    return render(request, "account/who.html", context)


def _card(people: list[Person], target: str | None) -> dict[str, Any]:
    held = all_postings().primary().held_or_last(clock.today()).filter(person__in=people)
    places = {one.person_id: one.organisation.name for one in held.select_related("organisation")}
    return {
        "people": [(person, places.get(person.pk, "")) for person in people],
        "other_phone": masked_phone(people[0].account.phone or "") if people[0].account else "",
        "has_account": people[0].account is not None,
        "next": target or "",
    }


def _accept(request: HttpRequest, visitor: Visitor, person: Person, target: str | None) -> HttpResponse:
    """The tap: an account; or for somebody whose account has another number, a request to change it."""
    at, by = clock.now(), authority_of(person, on=clock.today())
    if person.account is not None:
        access_requests.ask_for_new_phone(person=person, phone=visitor.phone, by=by, at=at)
        return redirect("account_asked")
    account = accounts.claim(
        person=person, phone=visitor.phone, proved=visitor.method == "code", by=by, at=at
    )
    del request.session[PROVED]
    return _log_in(request, account, visitor.method, target)


@never_cache
@once
def ask(request: HttpRequest) -> HttpResponse:
    """Not on the roster, or not this person: three fields, and who will answer."""
    visitor = _visitor(request)
    if visitor is None:
        return redirect("account_request_login_code")
    requests = all_access_requests().with_phone(phone_hash(visitor.phone))
    if request.method == "GET" and requests.waiting().exists():
        return redirect("account_asked")
    form = WhoAmIForm(request.POST or None)
    if request.method == "POST" and accepted(
        form, lambda: access_requests.ask(asked=form.asked(), phone=visitor.phone, by=NOBODY, at=clock.now())
    ):
        return redirect("account_asked")
    refused = requests.filter(state=AccessRequestState.REFUSED).order_by("-answered_at").first()
    return render(request, "account/ask.html", {"form": form, "refused": refused})


@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next: who answers, and that a message comes."""
    visitor = _visitor(request)
    if visitor is None:
        return redirect("account_request_login_code")
    waiting = all_access_requests().waiting().with_phone(phone_hash(visitor.phone))
    found = waiting.select_related("organisation").first()
    if found is None:
        return redirect("account_who")
    context = {
        "organisation": found.organisation,
        "masked": masked_phone(visitor.phone),
        "texts": codes.can_send(),
    }
    return render(request, "account/asked.html", context)
