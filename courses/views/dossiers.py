"""一期一档: the index of a class's file, what is put into it, and archiving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.downloads import attachment
from core.errors import RuleBroken
from courses.dossier_querysets import all_dossier_files, index_of, missing_of
from courses.dossier_words import DossierItem, DossierState
from courses.forms.dossiers import ArchiveForm, DossierFileForm
from courses.models import DossierFile, TrainingClass
from courses.services import dossiers
from courses.views.class_papers import held_class
from people.access import member_required
from people.requests import BanyanRequest


@member_required
@actions.once
def class_dossier(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Every item with its state and its files, what is missing, and a form for one more file."""
    training_class = held_class(request, public_id)
    form = DossierFileForm(request.POST or None, request.FILES or None, initial=_wanted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            dossiers.attach(
                training_class=training_class, item=DossierItem(given["item"]), title=given["title"],
                content=given["file"], by=request.by, at=clock.now(),
            )  # fmt: skip
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("文件已放进档案"))
            return redirect("courses:class_dossier", public_id=public_id)
    return render(request, "courses/class_dossier.html", _index(training_class) | {"form": form})


@member_required
@actions.once
def class_archive(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """归档: what is missing is stated with a reason first."""
    training_class = held_class(request, public_id)
    missing = missing_of(training_class)
    form = ArchiveForm(request.POST if request.method == "POST" else None, missing=missing)
    if request.method == "POST" and form.is_valid():
        try:
            dossiers.archive(
                training_class=training_class, reasons=form.reasons(), by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已归档，缺的材料和原因都记在档案里"))
            return redirect("courses:class_dossier", public_id=public_id)
    context = {"form": form, "class": training_class, "missing": missing}
    return render(request, "courses/class_archive.html", context)


@member_required
def dossier_file(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """A file as it was handed in: for the organiser, and courseware that was handed out for the learners of the class."""
    found = get_object_or_404(all_dossier_files().readable_by(request.by), public_id=public_id)
    name = " ".join((found.title or _(DossierItem(found.item).label)).split())
    return attachment(found.file, name=f"{name}.{found.file_kind}")


@require_POST
@member_required
@actions.once
def dossier_file_hand_out(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Courseware for the learners, or for the file alone again."""
    found = _managed_file(request, public_id)
    to_learners = request.POST.get("deed") != "take_back"
    dossiers.hand_out(file=found, to_learners=to_learners, by=request.by, at=clock.now())
    said = _("已发给学员，学员在班次页面下载") if to_learners else _("已收回，学员不能再下载")
    messages.success(request, said)
    return redirect("courses:class_dossier", public_id=found.training_class.public_id)


@require_POST
@member_required
@actions.once
def dossier_file_remove(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Take a file out again."""
    found = _managed_file(request, public_id)
    dossiers.remove(file=found, by=request.by, at=clock.now())
    messages.success(request, _("已从档案里移除"))
    return redirect("courses:class_dossier", public_id=found.training_class.public_id)


def _managed_file(request: BanyanRequest, public_id: UUID) -> DossierFile:
    """Without its bytes."""
    managed = all_dossier_files().managed_by(request.by).defer("file")
    return get_object_or_404(managed.select_related("training_class__organiser"), public_id=public_id)


def _index(training_class: TrainingClass) -> dict[str, Any]:
    lines = index_of(training_class)
    due = [line for line in lines if line.state in {DossierState.PRESENT, DossierState.MISSING}]
    return {
        "class": training_class,
        "lines": lines,
        "missing": [line for line in lines if line.is_missing],
        "present": sum(not line.is_missing for line in due),
        "due": len(due),
    }


def _wanted(request: BanyanRequest) -> dict[str, str]:
    """The item whose row was clicked, so that the form stands ready."""
    return {"item": request.GET.get("item", "")}
