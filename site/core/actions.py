"""Every form that writes carries a key; the same key again answers as the first time and changes nothing."""

import functools
import hashlib
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from core.encryption import lookup_hash
from core.models import ActionKey

View = Callable[..., HttpResponse]
FIELD = "action_key"
# What a form that waited on a device says of itself when it is sent at last (site/static/js/offline.js).
QUEUED = "Banyan-Queued"
WRITTEN_AT = "Banyan-Written-At"
AT_ONCE = timedelta(minutes=1)  # a form that was written longer ago has waited
NOT_PART_OF_THE_CONTENT = {FIELD, "csrfmiddlewaretoken"}


def new_key() -> str:
    return str(uuid.uuid4())


def once(view: View) -> View:
    """Let one POST with one key have one effect.

    The key is inserted first: a twin that arrives at the same moment waits for this transaction and then gets
    the stored address. A view that answers with anything but a redirect wrote nothing: its key stays free.
    """
    return _guard(view, is_read=True)


def once_unread(view: View) -> View:
    """As `once`, for answers without a name: nothing that follows from their content is kept beside the account.

    Where few answers are possible, whoever has the keys of the server could try them all against a fingerprint.
    """
    return _guard(view, is_read=False)


def _guard(view: View, *, is_read: bool) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = _key_of(request)
        if key is None:
            return _answer_page(request, "errors/stale_form.html", status=400)
        with transaction.atomic():
            mine = ActionKey(
                key=key,
                account_id=getattr(request.user, "pk", None),
                fingerprint=_fingerprint(request, is_read=is_read),
                location="",
                written_at=_written_at(request),
            )
            ActionKey.objects.bulk_create([mine], ignore_conflicts=True)
            first = ActionKey.objects.select_for_update().get(key=key)
            if first.location:
                return _to_queue(request, _answer_again(request, first=first, now=mine))
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                ActionKey.objects.filter(pk=first.pk).update(location=response["Location"])
            else:
                transaction.set_rollback(True)
        request.wrote = isinstance(response, HttpResponseRedirect)  # type: ignore[attr-defined]
        return _to_queue(request, response)

    guarded.writes_once = True  # type: ignore[attr-defined]
    return guarded


def was_written(request: HttpRequest) -> bool:
    """Whether the request's form had been committed, whatever went wrong afterwards."""
    return getattr(request, "wrote", False)


def waited(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the device says that the form lay there before it was sent; also where its clock runs ahead."""
    written = _written_at(request)
    return written is not None and abs(at - written) > AT_ONCE


def _to_queue(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A queue on a device is told where the answer lies, and that it may forget the form."""
    if QUEUED in request.headers and isinstance(response, HttpResponseRedirect):
        return JsonResponse({"location": response.url})
    return response


def _written_at(request: HttpRequest) -> datetime | None:
    """When the device says that its form was filled in: a claim that is kept, and decides nothing."""
    try:
        claimed = parse_datetime(request.headers.get(WRITTEN_AT, ""))
    except ValueError:
        return None
    return claimed if claimed and claimed.tzinfo else None


def _answer_again(request: HttpRequest, *, first: ActionKey, now: ActionKey) -> HttpResponse:
    if (first.account_id, first.fingerprint) != (now.account_id, now.fingerprint):
        return _answer_page(request, "errors/key_reused.html", status=409)
    return HttpResponseRedirect(first.location)


def _answer_page(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    return render(request, template, status=status)


def _key_of(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _fingerprint(request: HttpRequest, *, is_read: bool) -> str:
    if not is_read:
        return lookup_hash(repr(request.path), purpose="action")
    fields = [
        (name, request.POST.getlist(name))
        for name in sorted(request.POST)
        if name not in NOT_PART_OF_THE_CONTENT
    ]
    files = [
        (name, file.name, hashlib.sha256(file.read()).hexdigest(), file.seek(0))
        for name in sorted(request.FILES)
        for file in request.FILES.getlist(name)
    ]
    return lookup_hash(repr((request.path, fields, files)), purpose="action")
