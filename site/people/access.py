"""Doors of pages: who may open one at all. What they see behind it is `visible_to`'s business."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from organisations.roles import Permission

View = Callable[..., HttpResponse]


def member_required(view: View) -> View:
    """Logged in, with a person behind the account."""

    @login_required
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.person:  # type: ignore[attr-defined]
            raise PermissionDenied("请联系所在单位的主管，把您的账号与花名册对上。")
        return view(request, *args, **kwargs)

    return guarded


def reading_can_wait(view: View) -> View:
    """For pages that must not be delayed: the privacy notice is shown on the way to the next one."""
    view.reading_can_wait = True  # type: ignore[attr-defined]
    return view


def permission_required(permission: Permission) -> Callable[[View], View]:
    """Logged in, and holding the permission somewhere."""

    def decorate(view: View) -> View:
        @member_required
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.by.holds(permission):  # type: ignore[attr-defined]
                raise PermissionDenied("这个页面需要授权。请联系上级主管部门的主管为您授权。")
            return view(request, *args, **kwargs)

        return guarded

    return decorate
