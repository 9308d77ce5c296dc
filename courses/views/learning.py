"""What a learner opens: my learning, a course, a lesson with its check."""

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
from courses.lesson_querysets import published_courses, published_lessons
from courses.models import LessonPage
from courses.services import lessons
from hours.querysets import all_entries
from hours.showing import xueshi_rule
from hours.words import HourKind
from people.access import member_required
from people.requests import BanyanRequest


@member_required
def home(request: HttpRequest) -> HttpResponse:
    person = cast(BanyanRequest, request).person
    courses = overview.courses_for(person)
    lines = [line for course in courses for line in course.lessons]
    context = {
        "courses": courses,
        "next": overview.next_line(lines),
        "minutes": all_entries().of_person(person).training().total_minutes(),
    }
    return render(request, "courses/learner_home.html", context)


@member_required
def course(request: HttpRequest, public_id: UUID) -> HttpResponse:
    page = get_object_or_404(published_courses(), course__public_id=public_id)
    line = overview.course_for(cast(BanyanRequest, request).person, page)
    return render(request, "courses/course_detail.html", {"course": line, "next": line.next_lesson})


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
    found: LessonPage | None = (
        published_lessons().select_related("lesson__check_asked").filter(lesson__public_id=public_id).first()
    )
    if found is None:
        raise Http404
    return found


def _lesson_context(request: HttpRequest, page: LessonPage, form: CheckForm) -> dict[str, object]:
    asker = cast(BanyanRequest, request)
    at = clock.now()
    today = lessons.today_of(person=asker.person, at=at)
    progress = lessons.open_lesson(lesson=page.lesson, person=asker.person, by=asker.by, at=at)
    course, beside = overview.neighbours(page)
    result = overview.last_result(page, asker.person)
    rule = xueshi_rule(on=clock.date_of(at), area_code=today.area_code)
    has_passed = not form.asked or (result is not None and result.has_passed)
    state = overview.state_of(progress, has_passed=has_passed)
    return {
        "page": page,
        "course": course,
        "beside": beside,
        "form": form,
        "result": result,
        "progress": progress,
        "state": state,
        "state_tone": overview.tone_of(state),
        "has_passed": has_passed,
        "today": today,
        "xueshi": rule.of(HourKind.LESSON, page.minutes),
        "is_newer": bool(progress.finished_at and page.last_published_at > progress.finished_at),
    }
