"""What learners write at a lesson, and what editors answer."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.actions import once
from core.errors import RuleBroken
from courses.feedback_querysets import all_corrections, all_reflections
from courses.forms.feedback import CorrectionAnswerForm, CorrectionForm, ReflectionForm
from courses.lesson_querysets import published_lessons
from courses.models import LessonPage
from courses.services import feedback
from courses.words import CorrectionState
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest

A_PAGE = 20


@member_required
@once
def reflection(request: HttpRequest, public_id: UUID, block_id: UUID) -> HttpResponse:
    """One question of a lesson with what the learner wrote to it."""
    who = cast(BanyanRequest, request)
    page = get_object_or_404(published_lessons(), lesson__public_id=public_id)
    prompt = _prompt(page, block_id)
    mine = all_reflections().of_person(who.person).filter(lesson=page.lesson, block_id=block_id).first()
    form = ReflectionForm(request.POST or None, initial={"text": mine.text if mine else ""})
    if form.is_valid():
        text = form.cleaned_data["text"]
        feedback.save_reflection(
            page=page,
            block_id=block_id,
            prompt=prompt,
            person=who.person,
            text=text,
            by=who.by,
            at=clock.now(),
        )
        messages.success(request, _("草稿已保存，只有您自己能看到。"))
        return redirect("learning:lesson", public_id)
    return render(
        request, "courses/reflection.html", {"page": page, "prompt": prompt, "form": form, "mine": mine}
    )


@member_required
@once
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The form behind 纠错, with what the learner sent before."""
    who = cast(BanyanRequest, request)
    page = get_object_or_404(published_lessons(), lesson__public_id=public_id)
    form = CorrectionForm(request.POST or None)
    if form.is_valid():
        text, place = form.cleaned_data["text"], form.cleaned_data["place"]
        feedback.send_correction(
            page=page, person=who.person, text=text, place=place, by=who.by, at=clock.now()
        )
        messages.success(request, _("已交给课程编辑，处理后会告诉您。"))
        return redirect("learning:lesson", public_id)
    sent = all_corrections().of_person(who.person).filter(lesson=page.lesson).order_by("-sent_at")[:A_PAGE]
    return render(request, "courses/correction_form.html", {"page": page, "form": form, "sent": sent})


@permission_required(Permission.EDIT_CONTENT)
def correction_list(request: HttpRequest) -> HttpResponse:
    by = cast(BanyanRequest, request).by
    page = Paginator(all_corrections().for_editor(by).new_first(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/correction_list.html", {"page": page})


@member_required
@once
def correction(request: HttpRequest, public_id: UUID) -> HttpResponse:
    by = cast(BanyanRequest, request).by
    found = get_object_or_404(all_corrections().for_editor(by).new_first(), public_id=public_id)
    form = CorrectionAnswerForm(request.POST or None)
    if form.is_valid():
        state, answer = CorrectionState(form.cleaned_data["state"]), form.cleaned_data["answer"]
        try:
            feedback.answer_correction(correction=found, state=state, answer=answer, by=by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已答复学员。"))
            return redirect("courses:correction_list")
    return render(request, "courses/correction.html", {"correction": found, "form": form})


def _prompt(page: LessonPage, block_id: UUID) -> str:
    """Raises Http404 where the lesson asks no such question (any more)."""
    for block in page.body:
        if block.block_type == "reflection" and block.id == str(block_id):
            value: Any = block.value
            return str(value["prompt"])
    raise Http404
