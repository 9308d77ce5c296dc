"""What the site sends out, for its operator. Texts only where nothing is really sent."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from core import providers
from core.models import Outgoing
from core.words import Channel, OutgoingState
from core.words import gettext_noop as _
from inbox.querysets.messages import newest_outgoing
from organisations.roles import Permission
from people.access import permission_required

A_PAGE = 50
# What senders call their texts; a new one stands as it is until it is named here.
PURPOSES = {"login_code": _("登录验证码"), "access": _("账号申请的答复"), "inbox.message": _("消息")}
TONES = {
    OutgoingState.WAITING: "due",
    OutgoingState.SENT: "done",
    OutgoingState.KEPT: "plain",
    OutgoingState.FAILED: "problem",
}


@permission_required(Permission.OPERATE)
def outbox(request: HttpRequest) -> HttpResponse:
    readable = {channel.value for channel in Channel if providers.keeps_texts(channel)}
    page = Paginator(newest_outgoing(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [_line(outgoing, readable) for outgoing in page],
        "shows_texts": bool(readable),
    }
    return render(request, "inbox/outbox.html", context)


def _line(outgoing: Outgoing, readable: set[str]) -> dict[str, Any]:
    state = OutgoingState(outgoing.state)
    is_readable = state is OutgoingState.KEPT and outgoing.channel in readable
    return {
        "created_at": outgoing.created_at,
        "channel": gettext(Channel(outgoing.channel).label),
        "purpose": gettext(PURPOSES.get(outgoing.purpose, outgoing.purpose)),
        "state": gettext(state.label),
        "tone": TONES[state],
        "attempts": outgoing.attempts,
        "failure": outgoing.failure,
        "to": outgoing.to if is_readable else "",
        "text": outgoing.text if is_readable else "",
    }
