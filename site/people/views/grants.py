"""Role grants: give one to somebody of one's scope, end one of one's tree."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core import clock
from core.actions import once
from core.language import shown
from organisations.roles import Permission, Role
from people.access import permission_required
from people.forms.grants import GrantForm
from people.forms.organisations import EndForm
from people.querysets import all_grants
from people.requests import BanyanRequest
from people.services import grants
from people.views.answers import accepted, done, form_page
from people.views.organisations import managed
from people.views.persons import address, seen_person


@permission_required(Permission.GRANT_ROLES)
@once
def grant_add(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    person = seen_person(request, public_id)
    if person.pk == request.by.person_id:
        raise Http404
    form = GrantForm(
        request.POST or None,
        among=managed(request, Permission.GRANT_ROLES),
        initial={"starts_on": clock.today()},
    )
    if request.method == "POST" and accepted(
        form,
        lambda: grants.grant(person=person, **form.given(), by=request.by, at=clock.now()),
    ):
        return done(request, address(person))
    return form_page(
        request, form, title=_("授予角色"), about=person.name, action=_("授予"), back=address(person)
    )


@permission_required(Permission.GRANT_ROLES)
@once
def grant_end(request: BanyanRequest, public_id: UUID, grant: int) -> HttpResponse:
    person = seen_person(request, public_id)
    theirs = all_grants().filter(person=person).select_related("organisation")
    found = get_object_or_404(theirs.givable_by(request.by), pk=grant)
    form = EndForm(
        request.POST or None, asks=_("失效日期"), hint=_("从这一天起没有这个角色；填今天，下一次打开页面就失效"),
        initial={"on": clock.today()},
    )  # fmt: skip
    if request.method == "POST" and accepted(
        form, lambda: grants.end(grant=found, on=form.cleaned_data["on"], by=request.by, at=clock.now())
    ):
        return done(request, address(person))
    return form_page(
        request, form, title=_("结束授权"), action=_("结束授权"), back=address(person), warns=True,
        about=f"{person.name} · {shown(Role(found.role).label)} · {found.organisation.name}",
    )  # fmt: skip
