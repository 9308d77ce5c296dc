"""The only writer of what a bureau adds to a class for its papers: notice, handbook and groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import transaction

from core import events
from core.errors import RuleBroken
from courses.models import ClassGroupPlace, ClassHandbook, ClassNotice, TrainingClass
from courses.notice_querysets import handbook_texts, notice_fields
from courses.querysets import all_enrolments
from courses.rules import groups as rules
from courses.services import classes
from organisations.authority import Authority
from people.models import Person
from people.querysets import all_postings


@dataclass(frozen=True)
class NoticeDetails:
    """Empty: a blank on the paper. The phone is the office's."""

    document_number: str = ""
    audience: str = ""
    check_in_on: date | None = None
    check_in_at: time | None = None
    check_in_place: str = ""
    reply_by: date | None = None
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class HandbookDetails:
    """Texts of several lines; empty: not a part of the handbook."""

    rooms: str = ""
    meals: str = ""
    rules: str = ""
    bring: str = ""


@transaction.atomic
def set_notice(
    *, training_class: TrainingClass, details: NoticeDetails, by: Authority, at: datetime
) -> ClassNotice:
    """Raises RuleBroken for a locked class, and for people who reply after the class has begun."""
    locked = classes.lock(training_class, by=by)
    if details.reply_by is not None and details.reply_by > locked.starts_on:
        raise RuleBroken("notice.reply_late", "报名截止日期晚于开班日期。请核对日期。")
    if details.check_in_on is not None and details.check_in_on > locked.ends_on:
        raise RuleBroken("notice.check_in_late", "报到日期晚于结班日期。请核对日期。")
    stored, _made = ClassNotice.objects.update_or_create(training_class=locked, defaults=asdict(details))
    events.record("courses.class.notice_set", by=by, at=at, subject=locked)
    return stored


@transaction.atomic
def set_handbook(
    *, training_class: TrainingClass, details: HandbookDetails, by: Authority, at: datetime
) -> ClassHandbook:
    """Raises RuleBroken for a locked class."""
    locked = classes.lock(training_class, by=by)
    stored, _made = ClassHandbook.objects.update_or_create(training_class=locked, defaults=asdict(details))
    events.record("courses.class.handbook_set", by=by, at=at, subject=locked)
    return stored


@transaction.atomic
def deal_groups(*, training_class: TrainingClass, count: int, by: Authority, at: datetime) -> int:
    """Deal everybody on the list into so many groups, colleagues apart; 0 takes the groups back. How many were dealt.

    Raises RuleBroken for a locked class, an empty list and more groups than people.
    """
    locked = classes.lock(training_class, by=by)
    listed = all_enrolments().standing().filter(training_class=locked)
    people = list(listed.order_by("person__sort_key", "person").values_list("person", flat=True))
    if count and not people:
        raise RuleBroken("groups.nobody", "名单上还没有人，不能分组。请先录取学员。")
    if count > len(people):
        raise RuleBroken("groups.too_many", "组数多于人数（%(people)s人）。请减少组数。", people=len(people))
    held = all_postings().held_on(locked.starts_on).primary().filter(person__in=people)
    units = dict(held.values_list("person", "organisation"))
    dealt = rules.deal([(person, units.get(person, 0)) for person in people], count) if count else {}
    _put(locked, dealt)
    events.record("courses.class.groups_dealt", by=by, at=at, subject=locked, data={"groups": count})
    return len(dealt)


@transaction.atomic
def set_groups(
    *, training_class: TrainingClass, numbers: Mapping[Person, int], by: Authority, at: datetime
) -> None:
    """Put these people into these groups; everybody else is in none. Raises RuleBroken for whoever has no place."""
    locked = classes.lock(training_class, by=by)
    listed = set(all_enrolments().standing().filter(training_class=locked).values_list("person", flat=True))
    if not {person.pk for person in numbers} <= listed:
        raise RuleBroken("groups.not_listed", "有的人已经不在名单上。请刷新页面后再分组。")
    _put(locked, {person.pk: number for person, number in numbers.items()})
    events.record("courses.class.groups_set", by=by, at=at, subject=locked, data={"people": len(numbers)})


@transaction.atomic
def copy_papers(*, source: TrainingClass, target: TrainingClass, by: Authority, at: datetime) -> None:
    """What stays true of a later class: for whom it is, where one checks in, whom one asks, and the handbook's texts.

    Document number, dates and groups belong to the old class.
    """
    notice, handbook = notice_fields(source), handbook_texts(source)
    if notice.pk is not None:
        kept = NoticeDetails(
            audience=notice.audience, check_in_place=notice.check_in_place, check_in_at=notice.check_in_at,
            contact_name=notice.contact_name, contact_phone=notice.contact_phone,
        )  # fmt: skip
        set_notice(training_class=target, details=kept, by=by, at=at)
    if handbook.pk is not None:
        texts = HandbookDetails(
            bring=handbook.bring, rooms=handbook.rooms, meals=handbook.meals, rules=handbook.rules
        )
        set_handbook(training_class=target, details=texts, by=by, at=at)


def _put(locked: TrainingClass, numbers: Mapping[int, int]) -> None:
    ClassGroupPlace.objects.filter(training_class=locked).delete()
    ClassGroupPlace.objects.bulk_create(
        ClassGroupPlace(training_class=locked, person_id=person, number=number)
        for person, number in numbers.items()
    )
