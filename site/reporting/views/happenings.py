"""操作记录: who did what when, in the viewer's tree. Read only."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from core import clock
from organisations.roles import Permission
from people.access import permission_required
from people.querysets import all_people
from people.requests import BanyanRequest
from reporting.forms.happenings import HappeningsForm
from reporting.querysets.happenings import all_happenings, happenings

PER_PAGE = 50


@permission_required(Permission.VIEW_EVENTS)
def event_list(request: BanyanRequest) -> HttpResponse:
    today = clock.today()
    form = HappeningsForm(request.GET.dict(), today=today)
    if not form.is_valid():
        return render(request, "reporting/event_list.html", {"form": form}, status=422)
    data, topic = form.cleaned_data, form.chosen_topic()
    events = all_happenings().visible_to(request.by, on=today).between(data["first_day"], data["last_day"])
    who = None
    if topic is not None:
        events = events.about(topic)
    if data["who"] is not None:
        who = get_object_or_404(all_people().visible_to(request.by, on=today), public_id=data["who"])
        events = events.filter(actor_id=who.pk)
    page = Paginator(events.newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    lines = happenings(page.object_list, request.by, on=today)
    return render(
        request, "reporting/event_list.html", {"form": form, "page": page, "lines": lines, "who": who}
    )
