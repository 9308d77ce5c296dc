"""登录申请: those of the own organisations that wait, and the answer to one."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.actions import once
from organisations.roles import Permission
from people.access import permission_required
from people.access_querysets import all_access_requests
from people.forms.access import AnswerForm, RefuseForm
from people.models import AccessRequest, Person
from people.querysets import all_people, all_postings
from people.requests import BanyanRequest
from people.services import access_requests
from people.views.answers import accepted, done, form_page

PER_PAGE = 50


@permission_required(Permission.CONFIRM_IDENTITY)
def request_list(request: BanyanRequest) -> HttpResponse:
    waiting = all_access_requests().answerable_by(request.by).select_related("organisation", "person")
    page = Paginator(waiting.order_by("asked_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/access_request_list.html", {"page": page})


@permission_required(Permission.CONFIRM_IDENTITY)
@once
def answer(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Who is it? One of the roster by that name, or somebody new."""
    asked = _answerable(request, public_id)
    may_hire = asked.person_id is None and request.by.may(Permission.MANAGE_PEOPLE, asked.organisation)
    form = AnswerForm(request.POST or None, among=_candidates(request, asked), may_hire=may_hire)
    if request.method == "POST" and accepted(
        form,
        lambda: access_requests.approve(request=asked, person=form.person(), by=request.by, at=clock.now()),
    ):
        return done(request, redirect("people:access_request_list").url)
    context = {"asked": asked, "form": form, "may_hire": may_hire, "choices": form.fields["who"].choices}  # type: ignore[attr-defined]
    return render(request, "people/access_request.html", context)


@permission_required(Permission.CONFIRM_IDENTITY)
@once
def refuse(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    asked = _answerable(request, public_id)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and accepted(
        form,
        lambda: access_requests.refuse(
            request=asked, reason=form.cleaned_data["reason"], by=request.by, at=clock.now()
        ),
    ):
        return done(request, redirect("people:access_request_list").url)
    back = redirect("people:access_request", public_id=public_id).url
    return form_page(
        request, form, title=_("不通过这条申请"), about=f"{asked.name} · {asked.organisation.name}",
        action=_("不通过"), back=back, warns=True,
    )  # fmt: skip


def _answerable(request: BanyanRequest, public_id: UUID) -> AccessRequest:
    waiting = all_access_requests().answerable_by(request.by).select_related("organisation", "person")
    return get_object_or_404(waiting, public_id=public_id)


def _candidates(request: BanyanRequest, asked: AccessRequest) -> list[tuple[Person, str]]:
    """Who it may be, with place and post; only people of the actor's own tree."""
    scope = request.by.scope(Permission.CONFIRM_IDENTITY)
    held = all_postings().primary().held_or_last(clock.today()).in_scope(scope).select_related("organisation")
    people = all_people().standing()
    people = people.filter(pk=asked.person_id) if asked.person_id else people.filter(name=asked.name)
    places = {one.person_id: one for one in held.filter(person__in=people)}
    found = []
    for person in people.filter(pk__in=places).order_by("pk"):
        has = _("已有账号，确认后改用新号码") if person.account_id else _("还没有账号")
        posting = places[person.pk]
        found.append(
            (person, " · ".join(filter(None, [person.name, posting.organisation.name, posting.title, has])))
        )
    return found
