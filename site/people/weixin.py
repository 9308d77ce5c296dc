"""WeChat log-in, where the settings name an app of the bureau's: allauth's provider, asked for less.

Nothing but the openid is taken: no nickname, no picture, no question of consent (`snsapi_base`). A WeChat that is new
here leads to the page of the phone code, and is bound to the account that the code opens. Nobody signs up by it.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.weixin.views import WeixinOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from core import clock
from people.models import Account
from people.services import wechat

WAITING = "weixin_waiting"
WAITS_SECONDS = 600
PROOFS = frozenset({"code", "paper"})
INSIDE = "MicroMessenger"  # how WeChat's own browser names itself


def is_offered(request: HttpRequest) -> bool:
    """Inside WeChat by an official account; anywhere by a website app, whose code one scans with the phone."""
    if not settings.WEIXIN_ID:
        return False
    inside = INSIDE in request.META.get("HTTP_USER_AGENT", "")
    return inside or settings.WEIXIN_KIND == "website"


def is_waiting(request: HttpRequest) -> bool:
    """Somebody came from WeChat and has yet to prove a phone."""
    waiting = request.session.get(WAITING)
    return waiting is not None and time.time() - waiting["at"] < WAITS_SECONDS


def bind_waiting(request: HttpRequest, account: Account) -> None:
    """Bind the WeChat that began this log-in, where a code finished it; whatever waited is forgotten."""
    if WAITING not in request.session:
        return
    fresh, waiting = is_waiting(request), request.session.pop(WAITING)
    # A password may be another person's at the same phone: it binds nothing.
    records = request.session.get("account_authentication_methods", [])
    if fresh and PROOFS & {record.get("method") for record in records}:
        wechat.bind(account=account, uid=waiting["uid"], at=clock.now())


class Weixin(WeixinOAuth2Adapter):
    """allauth's adapter without the call for name and picture."""

    @property
    def access_token_url(self) -> str:
        return str(settings.WEIXIN_TOKEN_URL)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **told: Any) -> Any:
        """The openid of the answer says who it is; nothing else is kept. Raises KeyError without one."""
        return self.get_provider().sociallogin_from_response(request, {"openid": told["response"]["openid"]})


class SocialAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: remember the WeChat and ask for a phone code."""
        request.session[WAITING] = {"uid": sociallogin.account.uid, "at": time.time()}
        wanted = sociallogin.get_redirect_url(request)
        query = f"?{urlencode({'next': wanted})}" if wanted else ""
        raise ImmediateHttpResponse(redirect(reverse("account_request_login_code") + query))
