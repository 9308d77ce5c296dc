"""Two records of one person become one by an alias: lines, postings and attendance stay where they are.

A merge must give nobody a right: whoever logs in as the one would act as the other. So the record that goes holds no
role, and the one that stays holds none that the actor could not have given.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from core import clock, events
from core.errors import RuleBroken
from organisations.authority import Authority
from people.models import Account, Person
from people.permissions import require_person
from people.querysets import all_grants, all_people, all_postings
from people.words import Education, Gender, QualificationLevel

# What the record that stays takes over where it says nothing itself.
_UNKNOWN = {
    "identity_number": None, "phone": None, "birth_month": None, "major": "", "hired_on": None,
    "gender": Gender.UNKNOWN, "education": Education.UNKNOWN, "qualification": QualificationLevel.NONE,
}  # fmt: skip
_DERIVED = ("identity_hash", "identity_tail")


@transaction.atomic
def merge(*, person: Person, into: Person, by: Authority, at: datetime) -> Person:
    """Make `person` an alias of `into`, and return the one that stays.

    Raises RuleBroken where the two have different identity numbers, one is merged already, one is not the actor's or
    is the actor, roles stand in the way, or only the one that goes is in post.
    """
    today = clock.date_of(at)
    locked = {
        one.pk: one
        for one in Person.objects.select_for_update().filter(pk__in=[person.pk, into.pk]).order_by("pk")
    }
    alias, target = locked[person.pk], locked[into.pk]
    _require_two_records_of_one(alias, target)
    for one in (alias, target):
        require_person(by, one, on=today)
    _require_no_gain(alias, target, by=by, on=today)
    _close_postings(alias, target, on=today, at=at)
    account = _hand_over_account(alias, target)
    Person.objects.filter(merged_into=alias).update(merged_into=target)
    alias.merged_into = target
    alias.save(update_fields=["merged_into", "account"])
    _fill_gaps(alias, target)
    target.save()
    events.record(
        "people.person.merged", by=by, at=at, subject=alias, data={"into": target.pk, "account": account}
    )
    return target


def _require_two_records_of_one(alias: Person, target: Person) -> None:
    if alias.pk == target.pk or not all_people().standing().filter(pk__in=[alias.pk, target.pk]).count() == 2:
        raise RuleBroken(
            "person.merge_chain", "其中一人已经并入他人，或者选了同一个人。请重新选择要保留的那一位。"
        )
    if alias.identity_hash and target.identity_hash and alias.identity_hash != target.identity_hash:
        raise RuleBroken(
            "person.merge_two_people", "两条记录的身份证号不同，是两个人。如有一个填错，请先更正再合并。"
        )


def _require_no_gain(alias: Person, target: Person, *, by: Authority, on: date) -> None:
    if by.person_id in (alias.pk, target.pk):
        raise RuleBroken("person.merge_self", "不能合并您自己的记录。请由上级主管办理。")
    lasting = all_grants().not_over(on)
    if lasting.filter(person=alias).exists():
        raise RuleBroken("person.merge_roles", "要并入的那条记录还有授权。请先结束它的授权再合并。")
    held = lasting.filter(person=target)
    if held.exclude(pk__in=held.givable_by(by).values("pk")).exists():
        raise RuleBroken("person.merge_roles", "要保留的那一位有上级授予的角色。请由上级主管办理合并。")


def _close_postings(alias: Person, target: Person, *, on: date, at: datetime) -> None:
    """One person is in one post: what the alias still holds ends today."""
    current = all_postings().held_on(on).primary()
    if current.filter(person=alias).exists() and not current.filter(person=target).exists():
        raise RuleBroken("person.merge_in_post", "在岗的是要并入的那条记录。请反过来选，保留在岗的那一条。")
    running = all_postings().standing().filter(person=alias).not_over(on)
    running.filter(starts_on__gte=on).update(withdrawn_at=at)
    running.filter(starts_on__lt=on).update(ends_on=on)


def _hand_over_account(alias: Person, target: Person) -> str:
    """The log-in goes on for the one that stays; a second log-in of the same person is closed. Says what was done."""
    account, alias.account = alias.account, None
    if account is None:
        return "none"
    alias.save(update_fields=["account"])
    if target.account_id is None:
        target.account = account
        return "moved"
    Account.objects.filter(pk=account.pk).update(is_active=False)
    return "closed"


def _fill_gaps(alias: Person, target: Person) -> None:
    names = [name for name, unknown in _UNKNOWN.items() if getattr(target, name) == unknown]
    for name in names:
        setattr(target, name, getattr(alias, name))
    if "identity_number" in names:
        for name in _DERIVED:
            setattr(target, name, getattr(alias, name))
    if "phone" in names:
        target.phone_hash = alias.phone_hash
