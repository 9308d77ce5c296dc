"""Questions from a file: read, a verdict on each, mended or confirmed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.formats.gift_writing import one as as_gift
from assessment.forms import ConfirmForm, QuestionsForm
from assessment.querysets import all_questions, all_versions, question_imports
from assessment.services import question_imports as service
from assessment.services.questions import details_of
from assessment.showing import import_totals, row_lines, text_of
from core import actions, clock
from core.errors import RuleBroken
from core.models import ImportBatch
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest

PER_PAGE = 50


@permission_required(Permission.EDIT_CONTENT)
@actions.once
def import_new(request: BanyanRequest) -> HttpResponse:
    """A file or a text; `?mend=` brings back a text that was read before, `?question=` the wording of one question."""
    if request.method != "POST":
        return render(
            request, "assessment/import_form.html", {"form": QuestionsForm(initial=_initial(request))}
        )
    form = QuestionsForm(request.POST, request.FILES)
    if form.is_valid():
        name, content, format_ = form.content()
        try:
            batch = service.stage(name=name, content=content, format_=format_, by=request.by, at=clock.now())
        except RuleBroken as refusal:
            form.add_error("upload" if request.FILES else "pasted", refusal.message)
        else:
            return redirect("assessment:import_page", public_id=batch.public_id)
    return render(request, "assessment/import_form.html", {"form": form}, status=422)


def _initial(request: BanyanRequest) -> dict[str, str]:
    if mend := _uuid(request.GET.get("mend", "")):
        batch = question_imports(request.by).filter(public_id=mend).first()
        return {"pasted": text_of(batch)} if batch else {}
    number = request.GET.get("question", "")
    if not number.isdecimal():
        return {}
    chosen = all_questions().visible_to(request.by).with_current().filter(pk=int(number[:18]))
    version = all_versions().current_of(chosen).first()
    return {"pasted": as_gift(details_of(version)), "file_format": "gift"} if version else {}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@member_required
def import_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    batch = get_object_or_404(question_imports(request.by), public_id=public_id)
    return render(request, "assessment/import_page.html", _context(request, batch, ConfirmForm()))


def _context(request: BanyanRequest, batch: ImportBatch, form: ConfirmForm) -> dict[str, object]:
    rows = batch.rows.order_by("pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "batch": batch,
        "totals": import_totals(batch),
        "page": page,
        "rows": row_lines(page),
        "form": form,
    }


@require_POST
@member_required
@actions.once
def import_confirm(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    batch = get_object_or_404(question_imports(request.by), public_id=public_id)
    form = ConfirmForm(request.POST)
    form.is_valid()
    try:
        if service.bring_up_to_date(batch=batch, by=request.by):
            messages.warning(request, _(service.BANK_CHANGED))
            return redirect("assessment:import_page", public_id=batch.public_id)
        count = service.confirm(
            batch=batch, without_refused=form.cleaned_data["without_refused"], by=request.by, at=clock.now()
        )
    except RuleBroken as refusal:
        form.add_error(None, refusal.message)
        return render(request, "assessment/import_page.html", _context(request, batch, form), status=422)
    messages.success(request, _("已导入%(count)s道题，状态是草稿。") % {"count": count})
    return redirect("assessment:question_list")


@require_POST
@member_required
@actions.once
def import_discard(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    batch = get_object_or_404(question_imports(request.by), public_id=public_id)
    service.discard(batch=batch, by=request.by, at=clock.now())
    messages.success(request, _("已放弃，读取的内容已删除，没有写入题库"))
    return redirect("assessment:question_list")
