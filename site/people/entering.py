"""A form that logs in, sent twice: the second arrival finds the old session gone, and would lose the new one.

Lost replies and double taps are the normal case in a village. So the form carries an action key like every other, and
for two minutes the same form with the same key opens the same account again. The key is known to that page alone.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from core.actions import FIELD
from core.encryption import lookup_hash
from people.models import Account

REMEMBERED_SECONDS = 120
OWNER_OF_METHODS = "account_authentication_methods_user"
View = Callable[..., HttpResponse]


def lets_in_once(view: View) -> View:
    """Wrap a view that may end in a log-in. What it answers otherwise is none of ours."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not request.POST.get(FIELD):
            return view(request, *args, **kwargs)
        was_anonymous = not request.user.is_authenticated
        form = _name_of(request)
        if was_anonymous and (before := cache.get(form)):
            return _let_in_again(request, before)
        response = view(request, *args, **kwargs)
        if was_anonymous and request.user.is_authenticated and isinstance(response, HttpResponseRedirect):
            shown = request.session.get(METHODS, [])
            cache.set(form, (request.user.pk, shown, response["Location"]), REMEMBERED_SECONDS)
        return response

    return guarded


def _let_in_again(request: HttpRequest, before: tuple[int, list[object], str]) -> HttpResponse:
    number, shown, location = before
    account = Account.objects.filter(pk=number, is_active=True).first()
    if account is not None:
        get_adapter().login(request, account)
        request.session[METHODS] = shown
        request.session[OWNER_OF_METHODS] = str(number)
    return HttpResponseRedirect(location)


def _name_of(request: HttpRequest) -> str:
    fields = [(name, request.POST.getlist(name)) for name in sorted(request.POST)]
    content = [(name, values) for name, values in fields if name != "csrfmiddlewaretoken"]
    return "entered:" + lookup_hash(repr((request.path, content)), purpose="action")
