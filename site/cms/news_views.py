"""News: read by anybody, sent in by stations, bound into issues by editors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.models import Bulletin, NewsPage, Submission
from cms.news_documents import bulletin_document
from cms.news_forms import AnswerForm, BulletinForm, SubmissionForm
from cms.news_querysets import all_bulletins, all_news, all_submissions
from cms.services import news
from cms.words import NewsTier, SubmissionState
from core import actions, clock
from core.downloads import attachment
from core.errors import RuleBroken
from organisations.querysets import all_organisations
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest

PER_PAGE = 20
TONES = {SubmissionState.WAITING: "due", SubmissionState.ADOPTED: "done", SubmissionState.RETURNED: "problem"}


@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    """The newest first; the column stands in the address."""
    chosen = request.GET.get("tier", "")
    found = all_news().published()
    if chosen in set(NewsTier):
        found = found.of_tier(NewsTier(chosen))
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "tiers": [(tier.value, _(tier.label), tier == chosen) for tier in NewsTier],
        "chosen": chosen,
        "bulletins": all_bulletins().newest()[:6],
    }
    return render(request, "cms/news_list.html", context)


@require_safe
def piece(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(all_news().live(), public_id=public_id)
    return render(request, "cms/news_piece.html", {"page": found, "tier": _(NewsTier(found.tier).label)})


@require_safe
def bulletin(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """An issue, column by column, and its file."""
    found = get_object_or_404(all_bulletins(), year=year, number=number)
    pages = [(page, _(NewsTier(page.tier).label)) for page in _pages_of(found)]
    return render(request, "cms/bulletin.html", {"bulletin": found, "pages": pages})


@require_safe
def bulletin_file(request: HttpRequest, year: int, number: int) -> HttpResponse:
    found = get_object_or_404(all_bulletins(), year=year, number=number)
    name = f"{found.title}{found.year}-{found.number:02}.docx"
    return attachment(bulletin_document(found, _pages_of(found)), name=name)


@permission_required(Permission.SUBMIT_NEWS)
@actions.once
def submit(request: BanyanRequest) -> HttpResponse:
    units = all_organisations().standing().filter(pk__in=_units(request)).order_by("path")
    form = SubmissionForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        news.submit(piece=form.piece(), organisation=form.unit(), by=request.by, at=clock.now())
        messages.success(request, _("已投稿，处理结果会告诉您"))
        return redirect("news:submissions")
    return render(request, "cms/news_submit.html", {"form": form})


@member_required
def submissions(request: BanyanRequest) -> HttpResponse:
    """What waits first, for editors; what one's own units sent in, for everybody else."""
    is_editor = bool(request.by.scope(Permission.EDIT_CONTENT))
    may_submit = bool(request.by.scope(Permission.SUBMIT_NEWS))
    if not is_editor and not may_submit:
        raise Http404
    waiting = is_editor and request.GET.get("state", "waiting") == "waiting"
    found = all_submissions().visible_to(request.by)
    found = found.waiting().oldest() if waiting else found.newest()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "lines": [_line(one) for one in page], "is_editor": is_editor, "only_waiting": waiting,
        "may_submit": may_submit,
    }  # fmt: skip
    return render(request, "cms/news_submissions.html", context)


@member_required
@actions.once
def submission(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """One of them: what was written, and for editors the answer."""
    found = get_object_or_404(
        all_submissions().visible_to(request.by).select_related("organisation", "page"), public_id=public_id
    )
    form = AnswerForm(request.POST or None, initial={"verdict": "adopt"})
    if request.method == "POST" and form.is_valid():
        try:
            told = _answer(request, found, form)
        except RuleBroken as broken:
            form.add_error("reason" if broken.code == "news.no_reason" else None, broken.message)
        else:
            messages.success(request, told)
            return redirect("news:submission", public_id=found.public_id)
    is_editor = bool(request.by.scope(Permission.EDIT_CONTENT))
    context = {
        "form": form, "submission": found, "line": _line(found), "is_editor": is_editor,
        "may_answer": is_editor and found.state == SubmissionState.WAITING,
    }  # fmt: skip
    return render(request, "cms/news_submission.html", context)


@permission_required(Permission.EDIT_CONTENT)
@actions.once
def bind(request: BanyanRequest) -> HttpResponse:
    """Bind published pieces into the next issue."""
    last = all_bulletins().newest().first()
    initial = {
        "title": last.title if last else _("社会工作简报"),
        "publisher": last.publisher if last else "",
        "issued_on": clock.today(),
    }
    form = BulletinForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = news.issue(
                pages=list(form.cleaned_data["pages"]), imprint=form.imprint(), by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            return redirect("news:bulletin", year=made.year, number=made.number)
    has_pieces = bool(form.fields["pages"].queryset)  # type: ignore[attr-defined]
    return render(request, "cms/bulletin_bind.html", {"form": form, "has_pieces": has_pieces})


def _answer(request: BanyanRequest, found: Submission, form: AnswerForm) -> str:
    if form.cleaned_data["verdict"] == "adopt":
        news.adopt(submission=found, by=request.by, at=clock.now())
        return _("已采用，草稿在内容编辑里")
    news.give_back(submission=found, reason=form.cleaned_data["reason"], by=request.by, at=clock.now())
    return _("已退回")


def _units(request: BanyanRequest) -> list[int]:
    """The organisations that one speaks for: those of the grants, not everything below them."""
    return [grant.organisation_id for grant in request.by.grants if grant.scope(Permission.SUBMIT_NEWS)]


def _pages_of(found: Bulletin) -> list[NewsPage]:
    return list(all_news().filter(printed_in__bulletin=found).order_by("printed_in__position"))


def _line(found: Submission) -> dict[str, Any]:
    state = SubmissionState(found.state)
    is_read = bool(found.page and found.page.live)
    return {
        "public_id": found.public_id, "title": found.title, "organisation": found.organisation.name,
        "sent_at": found.sent_at, "state": _(state.label), "tone": TONES[state],
        "page_url": found.page.home_address() if found.page and is_read else "",
        "draft": found.page_id if found.page and not is_read else None,
    }  # fmt: skip
