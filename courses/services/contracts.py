"""Contract, acceptance and money of a class. The hours delivered are computed from closed sessions, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from core import clock, events
from core.errors import RuleBroken
from courses.contract_querysets import all_contracts, budget_of, standing_of
from courses.models import BudgetLine, ClassContract, TrainingClass
from courses.services.classes import lock
from organisations.authority import Authority


@dataclass(frozen=True)
class ContractDetails:
    """Time in minutes, money in fen."""

    document_number: str
    contracted_minutes: int
    amount_fen: int
    money_source: str
    signed_on: date | None = None


@dataclass(frozen=True)
class BudgetRow:
    """One item, in fen."""

    item: str
    planned_fen: int
    spent_fen: int = 0


@transaction.atomic
def set_contract(
    *, training_class: TrainingClass, details: ContractDetails, by: Authority, at: datetime
) -> ClassContract:
    """Write down the contract with the provider of the class, or correct it while it is not accepted."""
    locked = lock(training_class, by=by)
    if locked.provider_id is None:
        raise RuleBroken(
            "contract.no_provider", "这个班次由主办单位自办，没有承办单位。请先在“修改班次”里选承办单位。"
        )
    contract = all_contracts().filter(training_class=locked).first() or ClassContract(training_class=locked)
    if contract.accepted_on is not None:
        raise RuleBroken("contract.accepted", "合同已经验收，不能再改。要改请先撤销验收。")
    if not 0 < details.contracted_minutes <= _MOST_MINUTES or not 0 <= details.amount_fen <= _MOST_FEN:
        raise RuleBroken("contract.amounts", "合同时长要大于零，金额不能是负数。请核对。")
    contract.contractor_id = locked.provider_id
    for name in ("document_number", "contracted_minutes", "amount_fen", "money_source", "signed_on"):
        setattr(contract, name, getattr(details, name))
    contract.save()
    events.record("courses.contract.set", by=by, at=at, subject=locked)
    return contract


@transaction.atomic
def accept(
    *, training_class: TrainingClass, accepted_on: date, note: str, by: Authority, at: datetime
) -> ClassContract:
    """验收. Raises RuleBroken without a contract, twice, for a day to come, where nothing was delivered, and where
    less than contracted was and no note says what becomes of it.
    """
    contract = _contract(training_class, by=by)
    if contract.accepted_on is not None:
        raise RuleBroken("contract.accepted", "合同已经验收，不能再改。要改请先撤销验收。")
    if accepted_on > clock.date_of(at):
        raise RuleBroken("contract.accepted_later", "验收日期不能晚于今天。请核对日期。")
    standing = standing_of(contract)
    if refused := standing.refusal(note):
        raise RuleBroken("contract.not_delivered", refused)
    contract.accepted_on, contract.accepted_by = accepted_on, by.person_id
    contract.accepted_minutes, contract.acceptance_note = standing.delivered, note.strip()
    contract.save()
    data = {"minutes": standing.delivered, "contracted": standing.contracted}
    events.record("courses.contract.accepted", by=by, at=at, subject=training_class, data=data)
    return contract


@transaction.atomic
def withdraw_acceptance(*, training_class: TrainingClass, by: Authority, at: datetime) -> ClassContract:
    """Back to not accepted; the event stays. Raises RuleBroken where nothing was accepted."""
    contract = _contract(training_class, by=by)
    if contract.accepted_on is None:
        raise RuleBroken("contract.not_accepted", "合同还没有验收。请刷新页面。")
    contract.accepted_on = contract.accepted_by = contract.accepted_minutes = None
    contract.acceptance_note = ""
    contract.save()
    events.record("courses.contract.acceptance_withdrawn", by=by, at=at, subject=training_class)
    return contract


@transaction.atomic
def set_budget(
    *, training_class: TrainingClass, rows: Sequence[BudgetRow], by: Authority, at: datetime
) -> list[BudgetLine]:
    """The whole list as it shall stand. Raises RuleBroken for an item twice or money below nothing."""
    locked = lock(training_class, by=by)
    if len({row.item for row in rows}) < len(rows):
        raise RuleBroken("budget.twice", "有两行写了同一个项目。请合并成一行。")
    if any(not 0 <= fen <= _MOST_FEN for row in rows for fen in (row.planned_fen, row.spent_fen)):
        raise RuleBroken("budget.amounts", "金额不能是负数。请核对。")
    budget_of(locked).delete()
    made = BudgetLine.objects.bulk_create(
        BudgetLine(training_class=locked, item=row.item, planned_fen=row.planned_fen, spent_fen=row.spent_fen)
        for row in rows
    )
    events.record("courses.budget.set", by=by, at=at, subject=locked, data={"items": len(made)})
    return made


_MOST_MINUTES = 60 * 10_000
_MOST_FEN = 100 * 10**10


def _contract(training_class: TrainingClass, *, by: Authority) -> ClassContract:
    locked = lock(training_class, by=by)
    found = all_contracts().filter(training_class=locked).first()
    if found is None:
        raise RuleBroken("contract.missing", "还没有登记合同。请先填写合同。")
    return found
