"""Every form that writes carries a key; the same key again answers as the first time and changes nothing."""

import functools
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from core.encryption import lookup_hash
from core.models import ActionKey

View = Callable[..., HttpResponse]
FIELD = "action_key"
NOT_PART_OF_THE_CONTENT = {FIELD, "csrfmiddlewaretoken"}


def new_key() -> str:
    return str(uuid.uuid4())


def once(view: View) -> View:
    """Let one POST with one key have one effect.

    The key is inserted first: a twin that arrives at the same moment waits for this transaction and then gets
    the stored address. A view that answers with anything but a redirect wrote nothing: its key stays free.
    """

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
                fingerprint=_fingerprint(request),
                location="",
            )
            ActionKey.objects.bulk_create([mine], ignore_conflicts=True)
            first = ActionKey.objects.select_for_update().get(key=key)
            if first.location:
                return _answer_again(request, first=first, now=mine)
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                ActionKey.objects.filter(pk=first.pk).update(location=response["Location"])
            else:
                transaction.set_rollback(True)
            return response

    guarded.writes_once = True  # type: ignore[attr-defined]
    return guarded


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


def _fingerprint(request: HttpRequest) -> str:
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
