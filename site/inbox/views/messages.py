"""The inbox of one person: to-dos above, messages below; and where else to be told."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock
from core.actions import once
from core.errors import RuleBroken
from inbox.forms.channels import ChannelsForm
from inbox.kinds import kind_named
from inbox.models import Message
from inbox.querysets.messages import all_messages, channels_of, unread_count
from inbox.services import channels, messages
from inbox.todos import todo_items
from people.access import member_required
from people.requests import BanyanRequest

A_PAGE = 20


@member_required
def inbox(request: HttpRequest) -> HttpResponse:
    by = cast(BanyanRequest, request).by
    today = clock.today()
    page = Paginator(all_messages().visible_to(by).newest_first(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "todos": todo_items(by, on=today),
        "today": today,
        "page": page,
        "lines": [_line(message) for message in page],
        "unread": unread_count(by),
    }
    return render(request, "inbox/inbox.html", context)


@member_required
def message(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Opening is reading: what was told leads to its page."""
    by = cast(BanyanRequest, request).by
    found = get_object_or_404(all_messages().visible_to(by), public_id=public_id)
    messages.mark_read(message=found, by=by, at=clock.now())
    return redirect(found.url)


@member_required
@require_POST
@once
def read_all(request: HttpRequest) -> HttpResponse:
    messages.mark_all_read(by=cast(BanyanRequest, request).by, at=clock.now())
    return redirect("inbox:inbox")


@member_required
@once
def message_channels(request: HttpRequest) -> HttpResponse:
    who = cast(BanyanRequest, request)
    chosen = channels_of(who.person)
    form = ChannelsForm(request.POST or None, chosen=chosen, account=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        try:
            channels.choose(
                person=who.person,
                channels=form.cleaned_data["channels"],
                email=form.cleaned_data.get("email", ""),
                by=who.by,
                at=clock.now(),
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            notes.success(request, _("已保存。"))
            return redirect("inbox:inbox")
    return render(request, "inbox/channels.html", {"form": form})


def _line(found: Message) -> dict[str, object]:
    return {
        "text": kind_named(found.kind).said(found.data),
        "public_id": found.public_id,
        "created_at": found.created_at,
        "is_unread": found.read_at is None,
    }
