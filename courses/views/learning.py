"""What a learner opens: a course, a lesson with its check. The home above them is composed in `desks`."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import clock
from core.actions import once
from courses import overview
from courses.check_forms import CheckForm
from courses.lesson_querysets import lessons_to_open
from courses.models import LessonPage
from courses.news import news_since
from courses.reflections import overview_of_reflections
from courses.services import lessons
from hours.words import HourKind
from people.access import member_required
from people.models import Person
from people.requests import BanyanRequest


@member_required
def course(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = cast(BanyanRequest, request).person
    line = overview.course_for(person, public_id)
    if line is None:
        raise Http404
    today = lessons.today_of(person=person, at=clock.now())
    context = {"course": line, "next": line.next_lesson, "today": today}
    return render(request, "courses/course_detail.html", context)


@member_required
@once
def lesson(request: HttpRequest, public_id: UUID) -> HttpResponse:
    page = _published(public_id)
    form = CheckForm(overview.asked_in(page), request.POST or None)
    if request.method == "POST" and form.is_valid():
        asker = cast(BanyanRequest, request)
        lessons.hand_in(page=page, person=asker.person, answers=form.answers(), by=asker.by, at=clock.now())
        return redirect(reverse("learning:lesson", args=[public_id]) + "#result")
    return render(request, "courses/lesson_detail.html", _lesson_context(request, page, form))


@require_POST
@member_required
@once
def finish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    asker = cast(BanyanRequest, request)
    lessons.finish(page=_published(public_id), person=asker.person, by=asker.by, at=clock.now())
    return redirect(reverse("learning:lesson", args=[public_id]) + "#result")


def _published(public_id: UUID) -> LessonPage:
    found: LessonPage = get_object_or_404(lessons_to_open(), lesson__public_id=public_id)
    return found


def _lesson_context(request: HttpRequest, page: LessonPage, form: CheckForm) -> dict[str, object]:
    asker = cast(BanyanRequest, request)
    at = clock.now()
    today = lessons.today_of(person=asker.person, at=at)
    visit = lessons.visit(page=page, person=asker.person, by=asker.by, at=at)
    course, beside = overview.neighbours(page)
    result = overview.last_result(page, asker.person)
    has_passed = not form.asked or (result is not None and result.has_passed)
    state = overview.state_of(visit.progress, has_passed=has_passed)
    return {
        "page": page,
        "course": course,
        "beside": beside,
        "form": form,
        "result": result,
        "progress": visit.progress,
        "state": state,
        "state_tone": overview.tone_of(state),
        "has_passed": has_passed,
        "today": today,
        "xueshi": today.xueshi.of(HourKind.LESSON, page.minutes),
        "leaves_no_room": not visit.progress.finished_at and page.minutes > today.minutes_left,
        **_own_notes(page, visit, asker.person),
    }


def _own_notes(page: LessonPage, visit: lessons.Visit, person: Person) -> dict[str, object]:
    """What is new since the learner was here, and what they wrote."""
    return {
        "news": news_since(page, visit.known_revision_id),
        "reflections": overview_of_reflections(page, person),
    }
