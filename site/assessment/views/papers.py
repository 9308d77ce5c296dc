"""Papers for those who set them: the list, one paper, its draft, and the questions that go into it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.models import Paper, PaperVersion
from assessment.paper_forms import ChooseForm, DrawForm, ItemForm, PaperForm, PickForm
from assessment.paper_querysets import all_papers, drawable, questions_of
from assessment.services import papers
from assessment.showing_papers import choices_of, facts_of_version, item_lines, paper_lines, state_of
from core import actions, clock
from core.errors import RuleBroken
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest

PER_PAGE = 30
STEPS = {"publish": papers.publish, "renew": papers.renew, "retire": papers.retire}


@permission_required(Permission.SET_PAPERS)
def paper_list(request: BanyanRequest) -> HttpResponse:
    found = all_papers().visible_to(request.by).with_latest().newest_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessment/paper_list.html", {"page": page, "lines": paper_lines(page)})


@permission_required(Permission.SET_PAPERS)
@actions.once
def paper_new(request: BanyanRequest) -> HttpResponse:
    form = PaperForm(request.POST or None, by=request.by)
    if request.method == "POST" and form.is_valid():
        made = papers.add(
            details=form.details(), owner=form.cleaned_data["organisation"], by=request.by, at=clock.now()
        )
        messages.success(request, _("已建草稿。请接着选题"))
        return redirect("papers:questions", public_id=made.public_id)
    return render(request, "assessment/paper_form.html", {"form": form})


@member_required
def paper(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The latest version with its questions and right answers; what may be done with it."""
    found = get_object_or_404(
        all_papers().visible_to(request.by).select_related("owner"), public_id=public_id
    )
    versions = list(found.versions.order_by("-number"))
    latest = versions[0]
    state, tone = state_of(found, latest.published_at)
    context = {
        "paper": found,
        "version": latest,
        "versions": versions[1:],
        "facts": facts_of_version(latest),
        "items": item_lines(latest),
        "state": state,
        "tone": tone,
        "may_edit": all_papers().editable_by(request.by).filter(pk=found.pk).exists(),
    }
    return render(request, "assessment/paper.html", context)


@member_required
@actions.once
def paper_edit(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """What stands above the questions of the draft."""
    found = _editable(request, public_id)
    form = PaperForm(request.POST or None, by=request.by, draft=_latest(found))
    if request.method == "POST" and form.is_valid():
        papers.edit(paper=found, details=form.details(), by=request.by, at=clock.now())
        messages.success(request, _("已保存"))
        return redirect("papers:paper", public_id=public_id)
    return render(request, "assessment/paper_form.html", {"form": form, "paper": found})


@member_required
@actions.once
def paper_questions(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Choose by hand from the live questions that are not in the draft; the filter stands in the address."""
    found = _editable(request, public_id)
    context = _questions_left(request, found)
    choose = ChooseForm(request.POST or None, choices=choices_of(context["page"]))
    if request.method == "POST" and choose.is_valid():
        numbers = choose.cleaned_data["numbers"]
        count = papers.choose(paper=found, numbers=numbers, by=request.by, at=clock.now())
        messages.success(request, _("已选进%(count)s道题") % {"count": count})
        return redirect(request.get_full_path())
    draw = DrawForm(auto_id="draw_%s")
    return render(request, "assessment/paper_questions.html", context | {"form": choose, "draw": draw})


@require_POST
@member_required
@actions.once
def paper_draw(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """One line of a blueprint: so many of a kind, of a tag."""
    found, form = _editable(request, public_id), DrawForm(request.POST, auto_id="draw_%s")
    if form.is_valid():
        try:
            count = papers.draw(paper=found, wanted=form.wanted(), by=request.by, at=clock.now())
        except RuleBroken as refusal:
            form.add_error("count", refusal.message)
        else:
            messages.success(request, _("已抽取%(count)s道题") % {"count": count})
            return redirect("papers:questions", public_id=public_id)
    context = _questions_left(request, found)
    choose = ChooseForm(choices=choices_of(context["page"]))
    return render(request, "assessment/paper_questions.html", context | {"form": choose, "draw": form})


def _questions_left(request: BanyanRequest, paper: Paper) -> dict[str, Any]:
    """The live questions that the filter asks for and that are not in the draft, a page of them."""
    form, draft = PickForm(request.GET), _latest(paper)
    left = drawable().exclude(pk__in=questions_of(draft))
    left = form.chosen(left) if form.is_valid() else left
    page = Paginator(left.newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    return {"paper": paper, "filter": form, "page": page, "count": draft.items.count()}


@require_POST
@member_required
@actions.once
def paper_item(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Move a question up, or take it out."""
    found, form = _editable(request, public_id), ItemForm(request.POST)
    if form.is_valid():
        change = papers.move_up if form.cleaned_data["deed"] == ItemForm.UP else papers.take_out
        change(paper=found, position=form.cleaned_data["position"], by=request.by, at=clock.now())
    return redirect("papers:paper", public_id=public_id)


@require_POST
@member_required
@actions.once
def paper_state(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Publish the draft, begin a new version, or take the paper out of use."""
    found, step = _editable(request, public_id), STEPS.get(request.POST.get("step", ""))
    if step is None:
        return redirect("papers:paper", public_id=public_id)
    try:
        step(paper=found, by=request.by, at=clock.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("已保存"))
    return redirect("papers:paper", public_id=public_id)


@member_required
def paper_print(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The paper for pen and ink; the answers on a page of their own."""
    found = get_object_or_404(all_papers().visible_to(request.by), public_id=public_id)
    latest = _latest(found)
    context = {"version": latest, "items": item_lines(latest), "facts": facts_of_version(latest)}
    return render(request, "assessment/paper_print.html", context)


def _editable(request: BanyanRequest, public_id: UUID) -> Paper:
    return get_object_or_404(all_papers().editable_by(request.by), public_id=public_id)


def _latest(found: Paper) -> PaperVersion:
    return found.versions.order_by("-number")[0]
