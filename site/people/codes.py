"""Codes by phone inside allauth: for log-in, where nobody is known yet, and for somebody who is logged in.

Every well-formed number gets a code, whether or not it belongs to somebody: the answer and the work are the same, and
only whoever holds the phone learns more. The code waits in the session, as allauth keeps it.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from django.conf import settings
from django.http import HttpRequest

from people.models import Account

ACTION = "request_login_code"


def may_send(request: HttpRequest, phone: str) -> bool:
    """Count one more code to this number, and from this address. One a minute."""
    return bool(ratelimit.consume(request, action=ACTION, key=phone))


class LoginCode(LoginCodeVerificationProcess):
    """allauth's process, which also sends to numbers that belong to nobody."""

    @classmethod
    def begin(cls, request: HttpRequest, *, phone: str, user: Account | None) -> LoginCode:
        """Send a code and remember it for the next page."""
        login = Login(user=user)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, phone=phone))
        stage.state["initiated_by_user"] = True
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> LoginCode | None:
        found: LoginCode | None = cls(stage=stage).abort_if_invalid()
        return found

    @property
    def phone(self) -> str:
        return str(self.state.get("phone", ""))

    def send(self, skip_enumeration_mails: bool = False) -> None:
        self.state["code"] = new_code()
        get_adapter().send_verification_code_sms(user=self.user, phone=self.phone, code=self.state["code"])

    def resend(self) -> bool:
        """A new code for as long as the first; False where the last one left less than a minute ago."""
        if not may_send(self.request, self.phone):
            return False
        self.send()
        self.state["at"] = time.time()
        self.record_resend()
        self.persist()
        return True


class OwnCode(AbstractCodeVerificationProcess):
    """A code for somebody who is logged in: a new number, or the second proof. One purpose, one place in the session."""

    def __init__(self, request: HttpRequest, purpose: str, state: dict[str, Any]) -> None:
        self.request, self.purpose = request, f"code_for_{purpose}"
        super().__init__(
            max_attempts=settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
            state=state,
        )

    @classmethod
    def begin(cls, request: HttpRequest, purpose: str, *, phone: str, **more: Any) -> OwnCode | None:
        """Send a code; None where the last one to this number left less than a minute ago."""
        if not may_send(request, phone):
            return None
        process = cls(request, purpose, cls.initial_state(user=None, phone=phone) | more)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, request: HttpRequest, purpose: str) -> OwnCode | None:
        """The code that waits, unless it is too old."""
        state = request.session.get(f"code_for_{purpose}")
        found: OwnCode | None = cls(request, purpose, state).abort_if_invalid() if state else None
        return found

    @property
    def phone(self) -> str:
        return str(self.state["phone"])

    def send(self) -> None:
        self.state["code"] = new_code()
        get_adapter().send_verification_code_sms(user=None, phone=self.phone, code=self.state["code"])

    def accepts(self, typed: str) -> bool:
        """Whether this is the code; a wrong one is counted, and the last wrong one ends it all."""
        if compare_user_code(actual=typed, expected=self.code):
            self.abort()
            return True
        self.record_invalid_attempt()
        return False

    def persist(self) -> None:
        self.request.session[self.purpose] = self.state

    def abort(self) -> None:
        self.request.session.pop(self.purpose, None)


def new_code() -> str:
    return str(get_adapter().generate_phone_verification_code(user=None, phone=""))
