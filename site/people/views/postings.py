"""Where a person works: move, another posting, the end of one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core import clock
from core.actions import once
from organisations.roles import Permission
from people.access import permission_required
from people.forms.organisations import EndForm
from people.forms.persons import AddPostingForm, PostingForm
from people.querysets import all_postings
from people.requests import BanyanRequest
from people.services import postings
from people.views.answers import accepted, done, form_page
from people.views.organisations import managed
from people.views.persons import address, managed_person, seen_person


@permission_required(Permission.MANAGE_PEOPLE)
@once
def person_move(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """To another organisation from a day on; hours before that day stay with the old one."""
    person = managed_person(request, public_id)
    form = PostingForm(
        request.POST or None,
        among=managed(request, Permission.MANAGE_PEOPLE),
        initial={"starts_on": clock.today()},
    )
    if request.method == "POST" and accepted(
        form, lambda: postings.move(person=person, details=form.posting(), by=request.by, at=clock.now())
    ):
        return done(request, address(person))
    return form_page(
        request, form, title=_("调动"), about=person.name, action=_("调动"), back=address(person)
    )


@permission_required(Permission.MANAGE_PEOPLE)
@once
def posting_add(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    person = managed_person(request, public_id)
    form = AddPostingForm(
        request.POST or None,
        among=managed(request, Permission.MANAGE_PEOPLE),
        initial={"starts_on": clock.today()},
    )
    if request.method == "POST" and accepted(
        form, lambda: postings.start(person=person, details=form.posting(), by=request.by, at=clock.now())
    ):
        return done(request, address(person))
    return form_page(
        request, form, title=_("添加岗位"), about=person.name, action=_("添加"), back=address(person)
    )


@permission_required(Permission.MANAGE_PEOPLE)
@once
def posting_end(request: BanyanRequest, public_id: UUID, posting: int) -> HttpResponse:
    person = seen_person(request, public_id)
    held = (
        all_postings().standing().in_scope(request.by.scope(Permission.MANAGE_PEOPLE)).filter(person=person)
    )
    found = get_object_or_404(held.select_related("organisation"), pk=posting)
    form = EndForm(
        request.POST or None, asks=_("离岗日期"), hint=_("从这一天起不再任职；之前的学时仍属于这个单位"),
        initial={"on": clock.today()},
    )  # fmt: skip
    if request.method == "POST" and accepted(
        form,
        lambda: postings.end(posting=found, on=form.cleaned_data["on"], by=request.by, at=clock.now()),
    ):
        return done(request, address(person))
    return form_page(
        request, form, title=_("离岗"), about=f"{person.name} · {found.organisation.name}", action=_("办理离岗"),
        back=address(person), warns=True,
    )  # fmt: skip
