"""Write a meeting down, look at it, confirm one's own part of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.errors import RuleBroken
from mentorship.forms import AmendForm, MeetingForm, ObjectionForm
from mentorship.models import GroupMember, MentoringGroup
from mentorship.permissions import can_record
from mentorship.querysets import all_confirmations, all_group_members, all_groups, all_meetings
from mentorship.services import meetings
from mentorship.words import ConfirmationState
from people.access import member_required
from people.requests import BanyanRequest

PER_PAGE = 20
USUAL_MINUTES = 120  # what the form proposes for a group's first meeting
LATE_RECORDS = timedelta(days=60)  # who left the group since then still stands on the list


@member_required
@actions.once
def record(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The form of one meeting: what happened, who came, whose minutes differ."""
    today = clock.today()
    groups = all_groups().recorded_by(request.by, on=today).select_related("studio")
    group = get_object_or_404(groups, public_id=public_id)
    members = _listed_members(group, request)
    form = MeetingForm(request.POST or None, members=members, initial=_proposed(group))
    if request.method == "POST" and form.is_valid():
        try:
            meeting = meetings.record(
                group=group, details=form.details(), participants=form.participants(), by=request.by,
                at=clock.now(),
            )  # fmt: skip
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已记录，等待参加人本人确认"))
            return redirect("mentorship:meeting", public_id=meeting.public_id)
    return render(request, "mentorship/meeting_form.html", {"form": form, "group": group})


@member_required
def meeting_list(request: BanyanRequest) -> HttpResponse:
    """The groups whose meetings one may write down, and the meetings that one may open, the latest first."""
    today = clock.today()
    groups = (
        all_groups()
        .recorded_by(request.by, on=today)
        .select_related("studio")
        .order_by("studio__name", "name")
    )
    held = all_meetings().visible_to(request.by, on=today).standing().with_counts()
    context = {
        "groups": groups,
        "page": Paginator(held.select_related("group__studio"), PER_PAGE).get_page(request.GET.get("page")),
        "waiting": all_confirmations().of_person(request.by).waiting().count(),
    }
    return render(request, "mentorship/meeting_list.html", context)


@member_required
def meeting_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """One meeting for the members of the studio: who has confirmed, who has not."""
    today = clock.today()
    visible = all_meetings().visible_to(request.by, on=today).select_related("group__studio", "recorded_by")
    meeting = get_object_or_404(visible, public_id=public_id)
    confirmations = list(meeting.confirmations.select_related("person").order_by("person__sort_key", "id"))
    may_change = can_record(request.by, meeting.group, on=today)
    anyone_confirmed = any(one.state == ConfirmationState.CONFIRMED for one in confirmations)
    context = {
        "meeting": meeting,
        "confirmations": confirmations,
        "may_change": may_change,
        "may_withdraw": may_change and not anyone_confirmed,
    }
    return render(request, "mentorship/meeting_page.html", context)


@member_required
@require_POST
@actions.once
def withdraw(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    recorded = all_meetings().recorded_by(request.by, on=clock.today()).select_related("group__studio")
    meeting = get_object_or_404(recorded, public_id=public_id)
    meetings.withdraw(meeting=meeting, by=request.by, at=clock.now())
    messages.success(request, _("这次活动的记录已作废，没有计入时长"))
    return redirect("mentorship:studio", public_id=meeting.group.studio.public_id)


@member_required
@actions.once
def amend(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Correct one participant's minutes and ask them again."""
    mine = all_meetings().recorded_by(request.by, on=clock.today())
    waiting = all_confirmations().standing().exclude(state=ConfirmationState.CONFIRMED)
    confirmation = get_object_or_404(
        waiting.filter(meeting__in=mine).select_related("meeting", "person"), public_id=public_id
    )
    form = AmendForm(request.POST or None, initial={"minutes": confirmation.minutes})
    if request.method == "POST" and form.is_valid():
        minutes = form.cleaned_data["minutes"]
        meetings.amend(confirmation=confirmation, minutes=minutes, by=request.by, at=clock.now())
        messages.success(request, _("已改，等待本人确认"))
        return redirect("mentorship:meeting", public_id=confirmation.meeting.public_id)
    return render(request, "mentorship/meeting_amend.html", {"form": form, "confirmation": confirmation})


@member_required
def confirmation_list(request: BanyanRequest) -> HttpResponse:
    """My meetings: what waits for me first, then what I have answered."""
    mine = all_confirmations().of_person(request.by).standing().select_related("meeting__group__studio")
    answered = mine.exclude(state=ConfirmationState.PENDING).order_by("-meeting__held_on", "-id")
    context = {
        "waiting": mine.waiting().order_by("meeting__held_on", "id"),
        "page": Paginator(answered, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "mentorship/confirmation_list.html", context)


@member_required
@require_POST
@actions.once
def confirm(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    confirmation = get_object_or_404(all_confirmations().of_person(request.by), public_id=public_id)
    meetings.confirm(confirmation=confirmation, by=request.by, at=clock.now())
    messages.success(request, _("已确认，时长已计入您的学时台账"))
    return redirect("mentorship:confirmations")


@member_required
@actions.once
def object_to(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Say what does not agree with what happened."""
    mine = all_confirmations().of_person(request.by).standing().select_related("meeting__group")
    confirmation = get_object_or_404(mine, public_id=public_id)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        meetings.object_to(confirmation=confirmation, text=text, by=request.by, at=clock.now())
        messages.success(request, _("已提交异议，没有计入时长。工作室会与您核对"))
        return redirect("mentorship:confirmations")
    return render(
        request, "mentorship/confirmation_object.html", {"form": form, "confirmation": confirmation}
    )


def _listed_members(group: MentoringGroup, request: BanyanRequest) -> list[GroupMember]:
    """Who is or lately was in the group, without the recorder."""
    listed = all_group_members().filter(group=group).exclude(person_id=request.person.pk)
    lately = listed.in_force(clock.today()) | listed.filter(ends_on__gt=clock.today() - LATE_RECORDS)
    return list(lately.select_related("person").order_by("person__sort_key", "id"))


def _proposed(group: MentoringGroup) -> dict[str, Any]:
    """What the last meeting was like is likely true again."""
    last = group.meetings.first()
    proposed: dict[str, Any] = {"held_on": clock.today(), "minutes": USUAL_MINUTES}
    if last is not None:
        proposed |= {
            "starts_at": last.starts_at, "minutes": last.minutes, "place": last.place, "format": last.format,
        }  # fmt: skip
    return proposed
