"""Calendars: one class as a file, and the own classes under an address that a phone reads by itself."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import actions, clock
from core.downloads import attachment
from courses.calendar_files import Listed, calendar_of
from courses.calendar_querysets import feed_of, reader_of, removed_of_person, sessions_of_person
from courses.services import calendar_feeds
from courses.views.places import visible_class
from courses.views.run import absolute
from people.access import member_required
from people.requests import BanyanRequest


@member_required
def class_calendar(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The sessions of one class, to be put into a calendar once."""
    training_class = visible_class(request, public_id)
    sessions = list(training_class.sessions.select_related("training_class"))
    return _file(sessions, name=training_class.name)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The own classes of whoever has this address. A calendar cannot log in: the address is the proof."""
    person = reader_of(token)
    if person is None:
        raise Http404
    today = clock.today()
    listed: list[Listed] = [*sessions_of_person(person, on=today), *removed_of_person(person, on=today)]
    answer = _file(listed, name=_("培训日历"))
    answer["Cache-Control"] = "private, no-store"
    return answer


@member_required
@actions.once
def own_calendar(request: BanyanRequest) -> HttpResponse:
    """How to subscribe; the address is made, renewed and stopped here."""
    if request.method == "POST":
        if request.POST.get("deed") == "stop":
            calendar_feeds.stop(person=request.person, by=request.by, at=clock.now())
            messages.success(request, _("订阅已停用，原来的地址不再有效"))
        else:
            calendar_feeds.renew(person=request.person, by=request.by, at=clock.now())
            messages.success(request, _("订阅地址已生成，以前的地址不再有效"))
        return redirect("courses:own_calendar")
    feed = feed_of(request.person)
    address = absolute("courses:calendar_feed", feed.token) if feed else ""
    context = {"address": address, "opens": address.replace("https:", "webcal:").replace("http:", "webcal:")}
    return render(request, "courses/own_calendar.html", context | {"feed": feed})


def _file(found: Sequence[Listed], *, name: str) -> HttpResponse:
    pages = {
        one.training_class_id: absolute("courses:class_detail", one.training_class.public_id) for one in found
    }
    return attachment(calendar_of(found, name=name, pages=pages), name="banyan.ics")
