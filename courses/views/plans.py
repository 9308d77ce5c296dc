"""Training plans: one's own, the table of a scope, a person's detail, and what officers decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock
from core.actions import once
from core.downloads import attachment
from core.errors import RuleBroken
from core.group_texts import MOST, group_text
from core.sentences import Sentence, quote, say
from courses import plan_overview
from courses.forms.plans import EndPauseForm, EquivalentForm, PauseForm, WaiverForm
from courses.plan_decisions import decisions_of
from courses.plan_querysets import all_equivalents, all_pauses, all_waivers
from courses.plan_words import PauseKind, PlanState
from courses.services import plan_decisions
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.scope import Scope, scope_of
from people.access import member_required, permission_required
from people.models import Person
from people.permissions import can_manage
from people.querysets import all_people
from people.requests import BanyanRequest

PER_PAGE = 50
TABLES = {"waivers": all_waivers, "pauses": all_pauses, "equivalents": all_equivalents}


@member_required
def mine(request: BanyanRequest) -> HttpResponse:
    """还差什么: the tree of each plan, what is missing, by when, and the nearest way to it."""
    return render(request, "courses/plan_mine.html", _shown(request, request.person, grounds=True))


@permission_required(Permission.VIEW_PEOPLE)
def table(request: BanyanRequest) -> HttpResponse:
    """People by requirements, of one plan in the viewer's scope or at one organisation of it."""
    today = clock.today()
    organisation = _chosen_place(request)
    scope = request.by.scope(Permission.VIEW_PEOPLE)
    below = scope_of(organisation) if organisation else None
    codes = plan_overview.codes_asked(scope, on=today, below=below)
    code = _chosen(request.GET.get("plan", ""), [one for one, _title, _count in codes])
    whole = plan_overview.table_of(code, scope, on=today, below=below)
    state = _chosen_state(request)
    page = Paginator(whole.only(state).rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "codes": codes,
        "code": code,
        "table": whole,
        "counts": [(one, whole.counts.get(one, 0)) for one in plan_overview.ORDER],
        "state": state,
        "page": page,
        "rows": plan_overview.named(list(page.object_list), on=today),
        "organisation": organisation,
        "total": sum(whole.counts.values()),
        "copy_text": _copy_text(whole, today),
        "at": clock.now(),
    }
    return render(request, "courses/plan_table.html", context)


def _copy_text(whole: plan_overview.Table, today: date) -> list[Sentence]:
    """Whoever is overdue, by unit; nothing where nobody is, or more than a group reads."""
    late = whole.only(PlanState.OVERDUE).rows
    if not late or len(late) > MOST or whole.plan is None:
        return []
    title = say("%(plan)s：已超期的人", plan=quote(whole.plan.title))
    pairs = [(row.place, row.name) for row in plan_overview.named(late, on=today)]
    return group_text(title, pairs, on=today)


@permission_required(Permission.VIEW_PEOPLE)
def person(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The same page as the person's own, and what an officer may decide about it."""
    today = clock.today()
    found = get_object_or_404(all_people().visible_to(request.by, on=today), public_id=public_id)
    is_self = found.pk == request.person.pk
    manages = can_manage(request.by, found, on=today)
    context = _shown(request, found, grounds=is_self or manages)
    context["may_decide"] = manages and not is_self
    return render(request, "courses/plan_person.html", context)


@permission_required(Permission.MANAGE_PEOPLE)
@once
def waive(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    found = _managed(request, public_id)
    asked = plan_decisions.requirements_of(found, on=clock.today())
    form = WaiverForm(request.POST or None, request.FILES or None, asked=asked, initial=_initial(request))

    def keep() -> None:
        code, key = form.chosen()
        given = form.cleaned_data
        plan_decisions.waive(
            person=found, code=code, key=key, first_day=given["first_day"], last_day=given["last_day"],
            grounds=form.grounds(), by=request.by, at=clock.now(),
        )  # fmt: skip

    return _form(request, found, form, keep, title=_("豁免"), action=_("登记豁免"), said=_("豁免已登记"))


@permission_required(Permission.MANAGE_PEOPLE)
@once
def pause(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    found = _managed(request, public_id)
    form = PauseForm(request.POST or None, request.FILES or None, initial=_initial(request))

    def keep() -> None:
        given = form.cleaned_data
        plan_decisions.pause(
            person=found, kind=PauseKind(given["kind"]), first_day=given["first_day"], last_day=given["last_day"],
            grounds=form.grounds(), by=request.by, at=clock.now(),
        )  # fmt: skip

    return _form(request, found, form, keep, title=_("暂停计划"), action=_("登记暂停"), said=_("暂停已登记"))


@permission_required(Permission.MANAGE_PEOPLE)
@once
def accept(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    found = _managed(request, public_id)
    asked = plan_decisions.requirements_of(found, on=clock.today())
    form = EquivalentForm(request.POST or None, request.FILES or None, asked=asked, initial=_initial(request))

    def keep() -> None:
        code, key = form.chosen()
        given = form.cleaned_data
        plan_decisions.accept(
            person=found, code=code, key=key, day=given["day"], last_day=given["last_day"], minutes=form.minutes(),
            grounds=form.grounds(), by=request.by, at=clock.now(),
        )  # fmt: skip

    return _form(request, found, form, keep, title=_("登记材料"), action=_("登记"), said=_("材料已登记"))


@permission_required(Permission.MANAGE_PEOPLE)
@once
def pause_end(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Enter the day on which a pause ended."""
    pauses = (
        all_pauses()
        .standing()
        .manageable_by(request.by, on=clock.today())
        .select_related("person__merged_into")
    )
    found = get_object_or_404(pauses, public_id=public_id)
    form = EndPauseForm(request.POST or None, initial={"last_day": found.last_day})

    def keep() -> None:
        day = form.cleaned_data["last_day"]
        plan_decisions.end_pause(pause=found, last_day=day, by=request.by, at=clock.now())

    said = _("暂停的止日已登记")
    owner = plan_decisions.owner_of(found)
    return _form(request, owner, form, keep, title=_("结束暂停"), action=_("登记止日"), said=said)


@member_required
def decision_file(request: BanyanRequest, table: str, public_id: UUID) -> HttpResponse:
    """The paper of a decision, for the person and for whoever decides about them."""
    rows = TABLES[table]().with_file().readable_by(request.by, on=clock.today())
    found = get_object_or_404(rows, public_id=public_id)
    return attachment(found.file, name=f"{_('培训计划材料')}.{found.file_kind}")


@permission_required(Permission.MANAGE_PEOPLE)
@require_POST
@once
def withdraw(request: BanyanRequest, table: str, public_id: UUID) -> HttpResponse:
    """Take back what was entered wrongly."""
    rows = (
        TABLES[table]()
        .standing()
        .manageable_by(request.by, on=clock.today())
        .select_related("person__merged_into")
    )
    found = get_object_or_404(rows, public_id=public_id)
    plan_decisions.withdraw(decision=found, by=request.by, at=clock.now())
    messages.success(request, _("填错的登记已撤销"))
    return redirect("plans:person", public_id=plan_decisions.owner_of(found).public_id)


def _shown(request: BanyanRequest, found: Person, *, grounds: bool) -> dict[str, Any]:
    """With `grounds` the reasons and documents of decisions too: for the person and for whoever decides."""
    today = clock.today()
    cards = plan_overview.cards_of(found, request.by, on=today)
    return {
        "person": found,
        "cards": cards,
        "past": plan_overview.past_of(found, on=today),
        "decisions": decisions_of(found, grounds=grounds),
        "today": today,
        "at": clock.now(),
    }


def _form(
    request: BanyanRequest,
    found: Person,
    form: Any,
    keep: Callable[[], None],
    *,
    title: str,
    action: str,
    said: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            keep()
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, said)
            return redirect("plans:person", public_id=found.public_id)
    context = {"form": form, "person": found, "title": title, "action": action}
    return render(request, "courses/plan_form.html", context)


def _managed(request: BanyanRequest, public_id: UUID) -> Person:
    """Somebody in the viewer's tree other than the viewer."""
    people = all_people().manageable_by(request.by, on=clock.today()).exclude(pk=request.person.pk)
    return get_object_or_404(people, public_id=public_id)


def _initial(request: BanyanRequest) -> dict[str, Any]:
    return {
        "first_day": clock.today(),
        "day": clock.today(),
        "requirement": request.GET.get("requirement", ""),
    }


def _chosen(wanted: str, codes: list[str]) -> str:
    """The plan asked for, else pre-service training where it runs, else the first."""
    for code in (wanted, "pre-service", *codes):
        if code in codes:
            return code
    return ""


def _chosen_state(request: BanyanRequest) -> PlanState | None:
    try:
        return PlanState(request.GET.get("state", ""))
    except ValueError:
        return None


def _chosen_place(request: BanyanRequest) -> Organisation | None:
    """Raises Http404 for what lies outside the viewer's scope."""
    wanted = request.GET.get("organisation", "")
    if not wanted:
        return None
    scope: Scope = request.by.scope(Permission.VIEW_PEOPLE)
    try:
        return get_object_or_404(all_organisations().standing().in_scope(scope), public_id=UUID(wanted))
    except ValueError as error:
        raise Http404 from error
