"""The home of each desk: what waits, and the few things that one looks for first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core import actions, clock
from core.addresses import uuid_or_404
from core.group_texts import MOST
from courses.models import CoursePage
from courses.pre_service import pre_service_course
from desks.footing import current_desk
from desks.queries import mentor, office, office_lists
from desks.queries.receipts import received
from desks.queries.saved_views import all_views
from desks.services import reminders
from desks.services.reminders import Reminded
from desks.words import Desk, TableOrder
from inbox.todos import todo_items
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.forms.persons import SearchForm
from people.requests import BanyanRequest

PER_PAGE = 50


@member_required
def desk(request: BanyanRequest) -> HttpResponse:
    """Learners go straight to their next lesson, mentors to their groups, everybody else to the office."""
    chosen = current_desk(request)
    if chosen is Desk.LEARNER:
        return redirect("learning:home")
    if chosen is Desk.MENTOR:
        return render(request, "desks/mentor_home.html", _mentor(request))
    return render(request, "desks/office_home.html", _office(request))


def _mentor(request: BanyanRequest) -> dict[str, Any]:
    today = clock.today()
    return {
        "todos": todo_items(request.by, on=today),
        "groups": mentor.group_cards(request.by, on=today),
        "studios": mentor.studio_cards(request.by, on=today),
        "oversees": mentor.oversees_studios(request.by),
        "classes": office.coming_classes(request.by, on=today),
        "year": today.year,
        "today": today,
    }


def _office(request: BanyanRequest) -> dict[str, Any]:
    by, today = request.by, clock.today()
    context: dict[str, Any] = {
        "todos": todo_items(by, on=today),
        "grants": by.grants,
        "today": today,
        "at": clock.now(),
        "classes": office.coming_classes(by, on=today) if by.holds(Permission.VIEW_CLASSES) else None,
        "saved_views": all_views().of(by),
        "needs_roster": office.has_no_roster(by, on=today),
        "search": SearchForm() if by.scope(Permission.VIEW_PEOPLE) else None,
    } | _filings(request)
    course = pre_service_course()
    if office.is_head_of_station_alone(by):
        return context | {"colleagues": office.colleagues(by, course, on=today)}
    order = TableOrder.asked(request.GET.get("order", ""))
    table = office.completion_table(by, course, on=today, order=order)
    return context | _lists(by, course) | {"table": table, "order": order, "orders": list(TableOrder)}


def _lists(by: Authority, course: CoursePage | None) -> dict[str, Any]:
    """Who is behind and who may renew, for whoever sees people; stations without supervision, for whoever sees figures."""
    today, found = clock.today(), dict[str, Any]()
    if by.scope(Permission.VIEW_PEOPLE):
        first = office.behind(by, course, on=today)[: office.MOST_BEHIND]
        found["late"] = office.new_workers(first, course, on=today)
        found["renewals"] = office_lists.renewals(by, on=today)
    if scope := office.table_scope(by):
        found["unsupervised"] = office_lists.unsupervised(scope, on=today)
    return found


def _filings(request: BanyanRequest) -> dict[str, Any]:
    """What is due, and what has come from below."""
    return {
        "duties": office.duties_due(request.by),
        "received": received(request.by, on=clock.today()),
        "files": bool(request.by.scope(Permission.FILE_FIGURES)),
    }


@permission_required(Permission.VIEW_PEOPLE)
def behind(request: BanyanRequest) -> HttpResponse:
    """Who has not finished the pre-service course, in the viewer's scope or at one organisation of it."""
    today = clock.today()
    course = pre_service_course()
    organisation = _named(request, request.GET.get("organisation", ""), Permission.VIEW_PEOPLE)
    people = office.behind(request.by, course, on=today, organisation=organisation)
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "late": office.new_workers(page.object_list, course, on=today),
        "organisation": organisation,
        "copy_text": office.group_text_of(people, on=today) if page.paginator.count <= MOST else [],
        "may_remind": bool(request.by.scope(Permission.MANAGE_PEOPLE)),
        "at": clock.now(),
    }
    return render(request, "desks/behind.html", context)


@permission_required(Permission.MANAGE_PEOPLE)
@require_POST
@actions.once
def remind(request: BanyanRequest) -> HttpResponse:
    """Tell the heads of the stations on the list, once a week at most."""
    wanted = request.POST.get("organisation", "")
    organisation = _named(request, wanted, Permission.MANAGE_PEOPLE)
    done = reminders.remind(organisation=organisation, by=request.by, at=clock.now())
    messages.success(request, _told(done))
    query = f"?{urlencode({'organisation': wanted})}" if wanted else ""
    return redirect(f"{reverse('desks:behind')}{query}")


def _told(done: Reminded) -> str:
    told = ngettext("已提醒%(count)s个社工站的负责人。", "已提醒%(count)s个社工站的负责人。", done.told)
    lately = ngettext("%(count)s个站一周内已提醒过。", "%(count)s个站一周内已提醒过。", done.lately)
    headless = ngettext("%(count)s个站没有登记负责人。", "%(count)s个站没有登记负责人。", done.headless)
    said = ((told, done.told), (lately, done.lately), (headless, done.headless))
    return "".join(text % {"count": count} for text, count in said if count) or _("没有需要提醒的社工站。")


def _named(request: BanyanRequest, public_id: str, permission: Permission) -> Organisation | None:
    """The organisation that the address names, if it names one. Raises Http404 for one of others."""
    if not public_id:
        return None
    visible = all_organisations().standing().in_scope(request.by.scope(permission))
    return get_object_or_404(visible, public_id=uuid_or_404(public_id))
