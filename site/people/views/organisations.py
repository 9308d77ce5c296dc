"""The tree of organisations and the page of one: seen by who sees its people, changed by who holds its tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.actions import once
from organisations.models import Organisation
from organisations.permissions import can_manage
from organisations.querysets import OrganisationQuerySet, all_organisations
from organisations.roles import Permission
from organisations.services import organisations
from people.access import permission_required
from people.changes import last_change
from people.forms.organisations import AddOrganisationForm, EndForm, MoveOrganisationForm, RenameForm
from people.querysets import all_postings
from people.requests import BanyanRequest
from people.services import places
from people.views.answers import accepted, done, form_page

PER_PAGE = 50
DEEPEST = 5  # the style sheet indents so far


@dataclass(frozen=True)
class TreeRow:
    """An organisation and how deep it stands below the first one that the viewer sees."""

    organisation: Organisation
    depth: int


def seen(request: BanyanRequest) -> OrganisationQuerySet:
    return all_organisations().standing().in_scope(request.by.scope(Permission.VIEW_PEOPLE))


def managed(request: BanyanRequest, permission: Permission) -> OrganisationQuerySet:
    """Current organisations in which the viewer may do this."""
    return (
        all_organisations()
        .current()
        .in_scope(request.by.scope(permission))
        .order_by("area_code", "name", "pk")
    )


def address(organisation: Organisation) -> str:
    return reverse("organisations:organisation", args=[organisation.public_id])


@permission_required(Permission.VIEW_PEOPLE)
def organisation_list(request: BanyanRequest) -> HttpResponse:
    """The tree within one's scope; what has ended stands apart."""
    found = list(seen(request).order_by("area_code", "name", "pk"))
    context = {
        "rows": list(_tree([one for one in found if one.ended_on is None])),
        "ended": [TreeRow(one, 0) for one in found if one.ended_on is not None],
    }
    return render(request, "organisations/organisation_list.html", context)


@permission_required(Permission.VIEW_PEOPLE)
def organisation_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """What it is, who is in post today, what stands directly below it, and its other names."""
    organisation = get_object_or_404(seen(request).select_related("parent"), public_id=public_id)
    in_post = (
        all_postings().held_on(clock.today()).filter(organisation=organisation, person__merged_into=None)
        .select_related("person").order_by("person__sort_key", "person_id", "pk")
    )  # fmt: skip
    above = organisation.parent
    context = {
        "organisation": organisation,
        "parent": above if above is not None and request.by.may(Permission.VIEW_PEOPLE, above) else None,
        "page": Paginator(in_post, PER_PAGE).get_page(request.GET.get("page")),
        "children": seen(request).filter(parent=organisation).order_by("ended_on", "area_code", "name"),
        "aliases": organisation.aliases.order_by("until", "pk"),
        "may_add": organisation.ended_on is None and can_manage(request.by, organisation),
        "may_move": organisation.ended_on is None and above is not None and can_manage(request.by, above),
        "may_hire": organisation.ended_on is None and request.by.may(Permission.MANAGE_PEOPLE, organisation),
    }
    return render(request, "organisations/organisation_page.html", context)


@permission_required(Permission.MANAGE_ORGANISATIONS)
@once
def organisation_add(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """A new organisation below this one."""
    parent = _changed(request, public_id)
    form = AddOrganisationForm(
        request.POST or None, initial={"line": parent.line, "area_code": parent.area_code}
    )
    if request.method == "POST" and accepted(
        form, lambda: organisations.add(details=form.details(), parent=parent, by=request.by, at=clock.now())
    ):
        return done(request, address(parent))
    return form_page(
        request, form, title=_("添加下级单位"), about=parent.name, action=_("添加"), back=address(parent)
    )


@permission_required(Permission.MANAGE_ORGANISATIONS)
@once
def organisation_rename(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    organisation = _changed(request, public_id)
    form = RenameForm(
        request.POST or None,
        initial={"name": organisation.name},
        last_change=lambda: last_change(organisation),
    )
    if request.method == "POST" and accepted(
        form,
        lambda: organisations.rename(
            organisation=organisation, name=form.cleaned_data["name"], by=request.by, at=clock.now()
        ),
    ):
        return done(request, address(organisation))
    return form_page(
        request, form, title=_("改名"), about=organisation.name, action=_("改名"), back=address(organisation)
    )


@permission_required(Permission.MANAGE_ORGANISATIONS)
@once
def organisation_move(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    organisation = _changed(request, public_id)
    among = managed(request, Permission.MANAGE_ORGANISATIONS).exclude(path__startswith=organisation.path)
    form = MoveOrganisationForm(
        request.POST or None, among=among, initial={"area_code": organisation.area_code}
    )
    if request.method == "POST" and accepted(
        form,
        lambda: organisations.move(
            organisation=organisation, **form.cleaned_data, by=request.by, at=clock.now()
        ),
    ):
        return done(request, address(organisation))
    return form_page(
        request,
        form,
        title=_("移动到另一个上级"),
        about=organisation.name,
        action=_("移动"),
        back=address(organisation),
    )


@permission_required(Permission.MANAGE_ORGANISATIONS)
@once
def organisation_end(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    organisation = _changed(request, public_id)
    form = EndForm(
        request.POST or None, asks=_("撤销日期"), hint=_("从这一天起不再是在用单位；历史学时不变"),
        initial={"on": clock.today()},
    )  # fmt: skip
    if request.method == "POST" and accepted(
        form,
        lambda: places.end(
            organisation=organisation, on=form.cleaned_data["on"], by=request.by, at=clock.now()
        ),
    ):
        return done(request, address(organisation))
    return form_page(
        request, form, title=_("撤销单位"), about=organisation.name, action=_("撤销"), back=address(organisation),
        warns=True,
    )  # fmt: skip


def _changed(request: BanyanRequest, public_id: UUID) -> Organisation:
    """The organisation that the viewer is about to change; anybody else's is not found."""
    return get_object_or_404(managed(request, Permission.MANAGE_ORGANISATIONS), public_id=public_id)


def _tree(found: list[Organisation]) -> Iterator[TreeRow]:
    """Parents before children, siblings in the given order; whoever's parent is not there begins at the left."""
    known = {one.pk for one in found}
    below: dict[int | None, list[Organisation]] = {}
    for one in found:
        below.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    waiting = [(one, 0) for one in reversed(below.get(None, []))]
    while waiting:
        one, depth = waiting.pop()
        yield TreeRow(one, min(depth, DEEPEST))
        waiting.extend((child, depth + 1) for child in reversed(below.get(one.pk, [])))
