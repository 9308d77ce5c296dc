"""The list of the bank, one question with its versions, its steps, and the export of a list."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment import formats
from assessment.formats import ENDINGS, MOST_QUESTIONS
from assessment.forms import BankFilterForm, ExportForm, MoveForm
from assessment.item_statistics import statistics_of
from assessment.querysets import all_questions, all_versions
from assessment.services import bank
from assessment.services.questions import details_of
from assessment.showing import bank_lines, step_lines, version_lines
from assessment.words import QuestionFormat, QuestionKind, QuestionState
from core import actions, clock
from core.downloads import attachment
from core.errors import RuleBroken
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest

PER_PAGE = 50


@permission_required(Permission.EDIT_CONTENT)
def question_list(request: BanyanRequest) -> HttpResponse:
    form = BankFilterForm(request.GET)
    if not form.is_valid():
        return render(request, "assessment/question_list.html", {"form": form}, status=422)
    found = form.chosen(all_questions().visible_to(request.by).with_current()).newest_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": bank_lines(page),
        "formats": [(word.value, _(word.label)) for word in QuestionFormat],
        "asked": {name: form.cleaned_data[name] for name in form.fields if form.cleaned_data[name]},
    }
    return render(request, "assessment/question_list.html", context)


@member_required
def question(request: BanyanRequest, number: int) -> HttpResponse:
    found = get_object_or_404(all_questions().visible_to(request.by).with_current(), pk=number)
    versions = list(found.versions.order_by("-number"))
    is_short = bool(versions) and versions[0].kind == QuestionKind.SHORT
    context = {
        "question": found,
        "versions": version_lines(versions),
        "statistics": statistics_of(versions[0], is_short=is_short) if versions else None,
        "is_in_lesson": all_questions().asked_in_checks().filter(pk=number).exists(),
        "steps": step_lines(QuestionState(found.state)),
        "state": QuestionState(found.state),
    }
    return render(request, "assessment/question.html", context)


@require_POST
@member_required
@actions.once
def question_move(request: BanyanRequest, number: int) -> HttpResponse:
    found = get_object_or_404(all_questions().visible_to(request.by), pk=number)
    form = MoveForm(request.POST)
    if form.is_valid():
        try:
            moved = bank.move(
                question=found, to=QuestionState(form.cleaned_data["to"]), by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            messages.error(request, broken.message)
        else:
            label = _(QuestionState(moved.state).label)
            messages.success(request, _("已改为“%(state)s”") % {"state": label})
    return redirect("assessment:question", number=number)


@permission_required(Permission.EDIT_CONTENT)
def question_export(request: BanyanRequest) -> HttpResponse:
    """The filtered list as a file; where a format can't hold some of it, first the page that says which and why."""
    form = ExportForm(request.GET)
    if not form.is_valid():
        return redirect("assessment:question_list")
    chosen, format_ = (
        form.chosen(all_questions().with_current()),
        QuestionFormat(form.cleaned_data["file_format"]),
    )
    if chosen.count() > MOST_QUESTIONS:
        messages.error(request, _("一次最多导出%(most)s道题。请缩小范围再导出。") % {"most": MOST_QUESTIONS})
        return redirect("assessment:question_list")
    details = [details_of(version) for version in all_versions().current_of(chosen)]
    written = formats.write(format_, details)
    if written.left_out and not form.cleaned_data["rest"]:
        context = {
            "left_out": written.left_out,
            "kept": len(details) - len(written.left_out),
            "format": _(format_.label),
            "rest": request.GET.urlencode() + "&rest=on",
        }
        return render(request, "assessment/question_export.html", context)
    return _file(written.content, format_, f"questions-{clock.today().isoformat()}")


@permission_required(Permission.EDIT_CONTENT)
def question_template(request: BanyanRequest) -> HttpResponse:
    """The empty Excel template."""
    return _file(
        formats.write(QuestionFormat.WORKBOOK, []).content, QuestionFormat.WORKBOOK, "question-template"
    )


def _file(content: bytes, format_: QuestionFormat, name: str) -> HttpResponse:
    return attachment(content, name=f"{name}.{ENDINGS[format_]}")
