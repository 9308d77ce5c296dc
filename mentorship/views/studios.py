"""The studios of a person, one studio, and the counts that bureaus see."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from core import clock
from mentorship.models import Studio, StudioMember
from mentorship.querysets import (
    all_confirmations,
    all_groups,
    all_meetings,
    all_members,
    all_studios,
)
from mentorship.words import RECORDING_ROLES, StudioRole
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest

PER_PAGE = 20


@dataclass(frozen=True)
class RoleRow:
    """The members in one role."""

    role: StudioRole
    members: list[StudioMember]


@member_required
def studio_list(request: BanyanRequest) -> HttpResponse:
    """My studios, the groups in which I am mentored, and what waits for my confirmation."""
    today = clock.today()
    memberships = all_members().in_force(today).filter(person=request.person).select_related("studio")
    context = {
        "memberships": memberships.order_by("studio__name"),
        "groups": all_groups().attended_by(request.by, on=today).select_related("studio"),
        "waiting": all_confirmations().of_person(request.by).waiting().count(),
        "oversees": bool(request.by.scope(Permission.VIEW_STUDIOS)),
    }
    return render(request, "mentorship/studio_list.html", context)


@member_required
def studio_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Members see people and meetings, workers of a group their own meetings, bureaus counts and hours alone."""
    today = clock.today()
    studio = get_object_or_404(all_studios().visible_to(request.by, on=today), public_id=public_id)
    members = list(
        all_members().in_force(today).filter(studio=studio).select_related("person", "organisation")
    )
    mine = next((member for member in members if member.person_id == request.person.pk), None)
    if mine is None and not all_studios().mentoring(request.by, on=today).filter(pk=studio.pk).exists():
        return _overseen(request, studio, members)
    meetings = all_meetings().visible_to(request.by, on=today).standing().filter(group__studio=studio)
    context = {
        "studio": studio,
        "founders": studio.founders.order_by("pk"),
        "roles": _by_role(members),
        "groups": studio.groups.all(),
        "may_record": mine is not None and mine.role in RECORDING_ROLES,
        "page": Paginator(meetings.with_counts().select_related("group"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "mentorship/studio_page.html", context)


def _overseen(request: BanyanRequest, studio: Studio, members: list[StudioMember]) -> HttpResponse:
    context = {
        "studio": studio,
        "founders": studio.founders.order_by("pk"),
        "counts": [(row.role.label, len(row.members)) for row in _by_role(members)],
        "groups": studio.groups.count(),
        "meetings": all_meetings().standing().filter(group__studio=studio).count(),
        "totals": all_confirmations().standing().filter(meeting__group__studio=studio).totals(),
    }
    return render(request, "mentorship/studio_counts.html", context)


@permission_required(Permission.VIEW_STUDIOS)
def overview(request: BanyanRequest) -> HttpResponse:
    """Every studio of the actor's scope, with counts and hours."""
    studios = all_studios().overseen_by(request.by).with_counts().prefetch_related("founders")
    page = Paginator(studios, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "mentorship/studio_overview.html", {"page": page})


def _by_role(members: list[StudioMember]) -> list[RoleRow]:
    rows = [RoleRow(role, [member for member in members if member.role == role]) for role in StudioRole]
    return [row for row in rows if row.members]
