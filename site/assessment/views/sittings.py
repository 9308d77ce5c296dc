"""Sitting a paper: its first page, ten questions at a time, one answer by script, the hand-in and the result."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.models import Sitting
from assessment.occasions import occasion_of
from assessment.paper_querysets import (
    all_paper_versions,
    all_saved_answers,
    all_sittings,
    ids_asked,
    versions_asked,
)
from assessment.rules import shown_points
from assessment.rules.sittings import Window
from assessment.services import sittings
from assessment.showing_sittings import blanks_of, map_of, open_lines, review_of, standing_of
from assessment.sitting_forms import PER_PAGE, AnswerForm, PageForm, changes_of, versions_in
from core import actions, clock
from core.errors import RuleBroken
from people.access import member_required
from people.requests import BanyanRequest

PER_LIST = 20
CHECK = "check"  # where a page leads that is not followed by another


@member_required
def open_papers(request: BanyanRequest) -> HttpResponse:
    """Papers that anybody may sit, twenty a page, with how far one is."""
    at = clock.now()
    found = all_paper_versions().open_to_everybody().not_closed_by(at).with_count().select_related("paper")
    page = Paginator(found, PER_LIST).get_page(request.GET.get("page"))
    lines = open_lines(list(page.object_list), request.person, at=at)
    return render(request, "assessment/open_papers.html", {"page": page, "lines": lines})


@member_required
@actions.once
def sit(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """A paper that is open to everybody: what it asks of one, one's own sittings, and the button that begins."""
    version = get_object_or_404(
        all_paper_versions().open_to_everybody().select_related("paper"), paper__public_id=public_id
    )
    window, at = Window(version.opens_at, version.closes_at), clock.now()
    if request.method == "POST":
        begun = sittings.begin(version=version, person=request.person, window=window, by=request.by, at=at)
        return redirect("papers:sitting", public_id=begun.public_id)
    standing = standing_of(version, request.person, window=window, at=at)
    return render(request, "assessment/sit.html", {"version": version, "standing": standing})


@member_required
def sitting(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Ten questions. Saving needs no action key: the same answers again are the same answers."""
    at, mine = clock.now(), _mine(request, public_id)
    if mine.handed_in_at is not None:
        return redirect("papers:result", public_id=public_id)
    if request.method == "POST":
        shown = versions_asked(mine.answers_to, among=versions_in(request.POST))
        changes = changes_of(shown, request.POST)
        try:
            sittings.save(sitting=public_id, answers=changes, sequence=None, by=request.by, at=at)
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
        return redirect(_next(public_id, request.POST.get("go", "")))
    return render(request, "assessment/sitting.html", _questions(request, mine) | _clock(mine, at))


def _questions(request: BanyanRequest, mine: Sitting) -> dict[str, object]:
    """One page of the paper: only its ten questions are read whole."""
    asked, saved = ids_asked(mine.answers_to), all_saved_answers().by_version(mine)
    page = _page(request.GET.get("page", ""), count=len(asked))
    first = (page - 1) * PER_PAGE
    here = versions_asked(mine.answers_to, among=asked[first : first + PER_PAGE])
    return {
        "sitting": mine,
        "form": PageForm(here, saved, first=first + 1),
        "pages": map_of(asked, saved, current=page),
        "page": page,
        "after": page + 1 if page * PER_PAGE < len(asked) else None,
    }


def _page(text: str, *, count: int) -> int:
    last = max((count - 1) // PER_PAGE + 1, 1)
    return min(max(int(text[:4]), 1), last) if text.isdecimal() else 1


def _next(public_id: UUID, go: str) -> str:
    if go == CHECK:
        return reverse("papers:hand_in", args=[public_id])
    page = int(go[:4]) if go.isdecimal() else 1
    return f"{reverse('papers:sitting', args=[public_id])}?page={page}"


def _clock(mine: Sitting, at: datetime) -> dict[str, object]:
    """The server's time and the end, in milliseconds for the script, and the minutes that are left."""
    if mine.ends_at is None or mine.accepts_until is None:
        return {"now": _milliseconds(at), "minutes_left": None}
    return {
        "now": _milliseconds(at),
        "ends": _milliseconds(mine.ends_at),
        "closes": _milliseconds(mine.accepts_until),
        "minutes_left": max(int((mine.ends_at - at).total_seconds() // 60), 0),
    }


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


@require_POST
@member_required
def answer(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """One answer as the script sends it: one write, keyed by sitting, question and sequence."""
    form, at = AnswerForm(request.POST), clock.now()
    if not form.is_valid():
        return JsonResponse({"refused": _("这个答案没有看懂。请刷新页面后重新选择。")}, status=400)
    try:
        sittings.save(
            sitting=public_id, answers=[form.given()], sequence=form.cleaned_data["sequence"], by=request.by, at=at
        )  # fmt: skip
    except RuleBroken as refusal:
        if refusal.code == sittings.NOT_YOURS:
            raise Http404 from refusal
        return JsonResponse({"refused": refusal.message}, status=409)
    return JsonResponse({"saved": at.astimezone(clock.SHANGHAI).strftime("%H:%M:%S")})


@member_required
@actions.once
def hand_in(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """What has no answer yet, and the button that hands in."""
    at, mine = clock.now(), _mine(request, public_id)
    if mine.handed_in_at is None and request.method == "POST":
        sittings.hand_in(sitting=mine, by=request.by, at=at)
        messages.success(request, _("已交卷"))
    if request.method == "POST" or mine.handed_in_at is not None:
        return redirect("papers:result", public_id=public_id)
    asked, saved = ids_asked(mine.answers_to), all_saved_answers().by_version(mine)
    blanks = blanks_of(asked, saved)
    context = {"sitting": mine, "blanks": blanks, "count": len(asked), "pages": map_of(asked, saved)}
    return render(request, "assessment/hand_in.html", context | _clock(mine, at))


@member_required
def result(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The points, and the answers where and when the paper shows them."""
    at, mine = clock.now(), _mine(request, public_id)
    if mine.handed_in_at is None:
        return redirect("papers:sitting", public_id=public_id)
    may_review = mine.review_at is not None and at >= mine.review_at
    context = {
        "sitting": mine,
        "points": shown_points(mine.half_points or 0),
        "full": shown_points(mine.full_half_points or 0),
        "lines": review_of(mine) if may_review else [],
        "occasion": occasion_of(mine.occasion),
    }
    return render(request, "assessment/result.html", context)


def _mine(request: BanyanRequest, public_id: UUID) -> Sitting:
    """One's own sitting, handed in by the clock where its time is over."""
    own = all_sittings().of_person(request.person).select_related("answers_to__paper")
    found = own.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return sittings.settle(sitting=found, at=clock.now())
