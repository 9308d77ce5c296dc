"""To WeChat and back."""

from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from people import weixin


def go(request: HttpRequest) -> HttpResponse:
    """Off to WeChat, which asks who it is and sends the visitor back. There is no such address without an app."""
    if not settings.WEIXIN_ID:
        raise Http404
    provider = weixin.Weixin(request).get_provider()
    answer: HttpResponse = provider.redirect(
        request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request)
    )
    answer["Location"] += "#wechat_redirect"  # WeChat's browser asks for it
    return answer


_back = OAuth2CallbackView.adapter_view(weixin.Weixin)


def back(request: HttpRequest) -> HttpResponse:
    if not settings.WEIXIN_ID:
        raise Http404
    answer: HttpResponse = _back(request)
    return answer
