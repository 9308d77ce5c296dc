"""Class tests: set by whoever manages the class, sat by those with a place, read by whoever runs it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.showing_sittings import standing_of
from core import actions, clock
from core.downloads import attachment
from core.errors import RuleBroken
from core.sheets.writing import write_workbook
from courses.class_test_querysets import all_class_tests, may_sit, window_of
from courses.class_test_results import lines_of, people_of, sheet_of, totals_of
from courses.forms.class_tests import ClassTestForm, DaysForm
from courses.models import ClassTest
from courses.querysets import all_classes
from courses.services import class_tests
from organisations.roles import Permission
from people.access import member_required
from people.requests import BanyanRequest

PER_PAGE = 50


@member_required
@actions.once
def class_test_new(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    held = get_object_or_404(managed.select_related("organiser"), public_id=public_id)
    form = ClassTestForm(request.POST or None, by=request.by)
    if request.method == "POST" and form.is_valid():
        opens_at, closes_at = form.window()
        try:
            made = class_tests.set_test(
                training_class=held, version=form.chosen(), opens_at=opens_at, closes_at=closes_at,
                by=request.by, at=clock.now(),
            )  # fmt: skip
        except RuleBroken as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("已布置考核"))
            return redirect("courses:class_test_results", public_id=made.public_id)
    return render(request, "courses/class_test_form.html", {"form": form, "class": held})


@member_required
@actions.once
def class_test(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """For whoever has a place: what is asked, one's own sittings, and the button that begins."""
    test = _visible(request, public_id)
    if not may_sit(test, request.person):
        return redirect("courses:class_test_results", public_id=public_id)
    at = clock.now()
    if request.method == "POST":
        begun = class_tests.begin(test=test, person=request.person, by=request.by, at=at)
        return redirect("papers:sitting", public_id=begun.public_id)
    standing = standing_of(
        test.version, request.person, window=window_of(test), occasion=test.public_id, at=at
    )
    return render(request, "courses/class_test.html", {"test": test, "standing": standing})


@member_required
def class_test_results(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Everybody with a place, and how they did."""
    test = get_object_or_404(all_class_tests().run_by(request.by).with_class(), public_id=public_id)
    page = Paginator(people_of(test), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "test": test,
        "page": page,
        "lines": lines_of(test, list(page), on=clock.today()),
        "totals": totals_of(test),
        "manages": all_class_tests().managed_by(request.by).filter(pk=test.pk).exists(),
    }
    return render(request, "courses/class_test_results.html", context)


@member_required
def class_test_export(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    test = get_object_or_404(all_class_tests().run_by(request.by).with_class(), public_id=public_id)
    lines = lines_of(test, list(people_of(test)), on=clock.today())
    content = write_workbook([sheet_of(test, lines)], title=test.title)
    return attachment(content, name=f"class-test-{clock.today().isoformat()}.xlsx")


@member_required
@actions.once
def class_test_days(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Another window for those who begin from now on."""
    test = _managed(request, public_id)
    form = DaysForm(request.POST or None, test=test)
    if request.method == "POST" and form.is_valid():
        opens_at, closes_at = form.window()
        class_tests.change_days(
            test=test, opens_at=opens_at, closes_at=closes_at, by=request.by, at=clock.now()
        )
        messages.success(request, _("已保存"))
        return redirect("courses:class_test_results", public_id=public_id)
    context = {"form": form, "class": test.training_class, "test": test}
    return render(request, "courses/class_test_form.html", context)


@require_POST
@member_required
@actions.once
def class_test_withdraw(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    test = _managed(request, public_id)
    try:
        class_tests.withdraw(test=test, by=request.by, at=clock.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect("courses:class_test_results", public_id=public_id)
    messages.success(request, _("已撤销考核"))
    return redirect("courses:class_detail", public_id=test.training_class.public_id)


def _visible(request: BanyanRequest, public_id: UUID) -> ClassTest:
    return get_object_or_404(all_class_tests().visible_to(request.by).with_class(), public_id=public_id)


def _managed(request: BanyanRequest, public_id: UUID) -> ClassTest:
    return get_object_or_404(all_class_tests().managed_by(request.by).with_class(), public_id=public_id)
