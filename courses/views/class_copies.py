"""照此新开: a class from an earlier one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.errors import RuleBroken
from courses.forms.class_copies import CopyForm
from courses.models import TrainingClass
from courses.querysets import all_classes
from courses.rules import class_copies as rules
from courses.services import class_copies, class_courses, class_papers, completion, quotas
from organisations.roles import Permission
from people.access import member_required
from people.requests import BanyanRequest


@member_required
@actions.once
def class_copy(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    source = get_object_or_404(
        managed.select_related("organiser", "provider", "programme"), public_id=public_id
    )
    form = CopyForm(request.POST or None, initial=_initial(source))
    if request.method == "POST" and form.is_valid():
        try:
            made = class_copies.copy(
                training_class=source, details=form.details(), by=request.by, at=clock.now()
            )
            _take_over(request, source, made)
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            _tell(request, source, made)
            return redirect("courses:class_detail", public_id=made.public_id)
    context = {"form": form, "class": source, "sessions": source.sessions.count()}
    return render(request, "courses/class_copy.html", context)


def _initial(source: TrainingClass) -> dict[str, object]:
    taken = set(all_classes().filter(organiser=source.organiser_id).values_list("code", flat=True))
    return CopyForm.initial_of(source, taken=taken, today=clock.today())


def _take_over(request: BanyanRequest, source: TrainingClass, made: TrainingClass) -> None:
    """To whom places are given, the shares, what completes the class, the online courses, and what the papers say."""
    quotas.copy_terms(source=source, target=made, by=request.by, at=clock.now())
    quotas.copy_quotas(source=source, target=made, by=request.by, at=clock.now())
    completion.copy_terms(source=source, target=made, by=request.by, at=clock.now())
    class_courses.copy_courses(source=source, target=made, by=request.by, at=clock.now())
    class_papers.copy_papers(source=source, target=made, by=request.by, at=clock.now())


def _tell(request: BanyanRequest, source: TrainingClass, made: TrainingClass) -> None:
    messages.success(request, _("已按原班新开，课次排到了新的日期。请核对后开放报名"))
    days = source.sessions.values_list("held_on", flat=True)
    late = rules.newly_on_weekends(days, made.starts_on - source.starts_on)
    if late:
        listed = "、".join(f"{day:%m-%d}" for day in late)
        messages.warning(request, _("这些课次落在周末，请核对：%(days)s") % {"days": listed})
