"""Contract, acceptance and money of a class: for the officers of its organiser alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.conflicts import hold
from core.errors import RuleBroken
from courses.contract_querysets import budget_of, contract_of, standing_of
from courses.forms.contracts import AcceptanceForm, BudgetForm, ContractForm
from courses.models import ClassContract, TrainingClass
from courses.querysets import all_classes
from courses.rules.contracts import spoken
from courses.services import contracts
from organisations.roles import Permission
from people.access import member_required
from people.changes import last_change
from people.querysets import all_people
from people.requests import BanyanRequest


@member_required
@actions.once
def class_contract(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Contract and budget side by side with what was delivered; the post is the acceptance."""
    training_class = _managed(request, public_id)
    form = AcceptanceForm(request.POST or None, on=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            contracts.accept(
                training_class=training_class, by=request.by, at=clock.now(), **form.cleaned_data
            )
        except RuleBroken as broken:
            form.add_error("note" if broken.code == "contract.not_delivered" else None, broken.message)
        else:
            messages.success(request, _("已验收"))
            return redirect("courses:class_contract", public_id=public_id)
    context = {"class": training_class, "form": form, **_contract(training_class), **_budget(training_class)}
    return render(request, "courses/class_contract.html", context)


@member_required
@actions.once
def class_contract_edit(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    training_class = _managed(request, public_id)
    standing = contract_of(training_class)
    initial = ContractForm.initial_of(standing) if standing else {}
    changed = (lambda: last_change(training_class)) if standing else None
    form = ContractForm(request.POST or None, initial=initial, last_change=changed)
    if request.method == "POST" and form.is_valid():
        try:
            contracts.set_contract(
                training_class=training_class, details=form.details(), by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已保存"))
            return redirect("courses:class_contract", public_id=public_id)
    return render(request, "courses/class_contract_form.html", {"form": form, "class": training_class})


@require_POST
@member_required
@actions.once
def class_acceptance_withdraw(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    training_class = _managed(request, public_id)
    contracts.withdraw_acceptance(training_class=training_class, by=request.by, at=clock.now())
    messages.success(request, _("已撤销验收"))
    return redirect("courses:class_contract", public_id=public_id)


@member_required
@actions.once
def class_budget(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    training_class = _managed(request, public_id)
    form = BudgetForm(request.POST or None, standing=list(budget_of(training_class)))
    if request.method == "POST" and form.is_valid():
        try:
            contracts.set_budget(
                training_class=training_class, rows=form.budget(), by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已保存"))
            return redirect("courses:class_contract", public_id=public_id)
    return render(request, "courses/class_budget.html", {"form": form, "class": training_class})


def _contract(training_class: TrainingClass) -> dict[str, Any]:
    contract = contract_of(training_class)
    if contract is None:
        return {"contract": None}
    return {
        "contract": contract,
        "amount": spoken(contract.amount_fen),
        "standing": standing_of(contract),
        "accepted_by": _name_of(contract),
    }


def _name_of(contract: ClassContract) -> str:
    found = all_people().filter(pk=contract.accepted_by or 0).values_list("name", flat=True).first()
    return found or ""


def _budget(training_class: TrainingClass) -> dict[str, Any]:
    lines = list(budget_of(training_class))
    return {
        "budget": [(line.item, spoken(line.planned_fen), spoken(line.spent_fen)) for line in lines],
        "planned": spoken(sum(line.planned_fen for line in lines)),
        "spent": spoken(sum(line.spent_fen for line in lines)),
    }


def _managed(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    hold(request, all_classes(), public_id)
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    return get_object_or_404(managed.select_related("organiser", "provider"), public_id=public_id)
