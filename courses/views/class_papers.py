"""What a bureau adds to a class for its papers: the notice's particulars, the handbook's texts, the groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.conflicts import hold
from core.errors import RuleBroken
from courses.forms.class_papers import DealForm, GroupsForm, HandbookForm, NoticeForm
from courses.models import TrainingClass
from courses.notice_querysets import groups_of, handbook_texts, notice_fields, open_blanks
from courses.querysets import all_classes, people_of_class
from courses.services import class_papers
from courses.views.places import managed_class
from courses.views.sheets import listed_in, units_on
from people.access import member_required
from people.changes import last_change
from people.models import Person
from people.requests import BanyanRequest


@member_required
@actions.once
def class_notice_edit(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """What the notice says beside the register row, and which blanks it still has."""
    training_class = held_class(request, public_id)
    notice = notice_fields(training_class)
    form = NoticeForm(
        request.POST or None,
        initial=NoticeForm.initial_of(notice),
        last_change=lambda: last_change(training_class),
    )

    def keep() -> None:
        class_papers.set_notice(
            training_class=training_class, details=form.details(), by=request.by, at=clock.now()
        )

    if request.method == "POST" and _kept(form, keep):
        messages.success(request, _("培训通知的内容已保存"))
        return redirect("courses:class_notice_edit", public_id=public_id)
    context = {"form": form, "class": training_class, "blanks": open_blanks(notice, training_class)}
    return render(request, "courses/class_notice_edit.html", context)


@member_required
@actions.once
def class_handbook_edit(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The texts of the handbook."""
    training_class = held_class(request, public_id)
    form = HandbookForm(
        request.POST or None,
        initial=HandbookForm.initial_of(handbook_texts(training_class)),
        last_change=lambda: last_change(training_class),
    )

    def keep() -> None:
        class_papers.set_handbook(
            training_class=training_class, details=form.details(), by=request.by, at=clock.now()
        )

    if request.method == "POST" and _kept(form, keep):
        messages.success(request, _("学员手册的内容已保存"))
        return redirect("courses:class_handbook_edit", public_id=public_id)
    context = {"form": form, "class": training_class, "groups": len(groups_of(training_class))}
    return render(request, "courses/class_handbook_edit.html", context)


@member_required
@actions.once
def class_groups(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Deal everybody on the list into groups, or write a number beside a name."""
    training_class = held_class(request, public_id)
    people = _listed(training_class)
    standing = {one.pk: number for number, members in groups_of(training_class).items() for one in members}
    deals = request.POST.get("deed") == "deal"
    deal = DealForm(request.POST if deals else None)
    form = GroupsForm(None if deals else request.POST or None, people=people, standing=standing)
    sent = deal if deals else form
    if request.method == "POST" and _kept(sent, lambda: _put_groups(request, training_class, sent)):
        messages.success(request, _("分组已保存"))
        return redirect("courses:class_groups", public_id=public_id)
    units = units_on(people, on=training_class.starts_on)
    rows = [(person, units.get(person.pk, ""), bound) for person, bound in form.rows()]
    context = {"form": sent, "deal": deal, "class": training_class, "rows": rows}
    return render(request, "courses/class_groups.html", context | {"count": len(set(standing.values()))})


def _put_groups(request: BanyanRequest, training_class: TrainingClass, form: DealForm | GroupsForm) -> None:
    by, at = request.by, clock.now()
    if isinstance(form, DealForm):
        count = form.cleaned_data["count"]
        class_papers.deal_groups(training_class=training_class, count=count, by=by, at=at)
    else:
        class_papers.set_groups(training_class=training_class, numbers=form.numbers(), by=by, at=at)


def held_class(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    """A class that the actor manages, its row held for the rest of a POST; anybody else's does not exist."""
    hold(request, all_classes(), public_id)
    return managed_class(request, public_id)


def _listed(training_class: TrainingClass) -> list[Person]:
    listed = listed_in(training_class)
    return [one for one in people_of_class(training_class) if one.pk in listed]


def _kept(form: Any, keep: Callable[[], None]) -> bool:
    """Whether the form was right and the service took it; a refusal stands above the form."""
    if not form.is_valid():
        return False
    try:
        keep()
    except RuleBroken as broken:
        form.add_error(None, broken.message)
        return False
    return True
