"""个人学时统计表: what each person of the scope has learned in the period, and what the registration still asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, IntegerField, Sum
from django.db.models import Value as Given
from django.db.models.functions import Coalesce, Least
from django.db.models.query import QuerySet

from certification.words import RegistrationLevel
from core.sentences import Sentence, say
from hours.models import HourEntry
from hours.querysets import all_entries
from hours.showing import XueshiRule, lines_of
from hours.words import TRAINING_KINDS, HourKind
from people.querysets import all_people, all_postings
from people.words import QualificationLevel
from reporting.querysets.official.asked import Question, day_text
from reporting.querysets.official.classes import post_label, split_note
from reporting.querysets.official.registered import Registered, registered
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Row, Value, numbered
from reporting.rules.quantities import PersonMinutes, hours_number


@dataclass(frozen=True, slots=True)
class _Post:
    """What a line says of somebody in post. No model: a province has 30,000 of them, and none needs the sealed fields."""

    person_id: int
    public_id: UUID
    name: str
    qualification: str
    organisation: str
    post_kind: str


def compute(question: Question) -> Computed:
    table = question.form.table("people")
    posts = list(_posts(question))
    people = [post.person_id for post in posts]
    done = _done(people, question)
    day = question.closing_day
    periods = {pk: one for pk, one in registered(people, on=day).items() if one.runs_on(day)}
    lines = (_line(post, done, periods.get(post.person_id)) for post in posts)
    parts = [Part(table, table.caption, numbered(table, lines))]
    if question.person is not None:
        parts.append(_detail(question))
    return Computed(
        question.form, question.title, question.facts(), tuple(parts), question.at,
        (split_note(posts), *_notes(question)),
        behind=tuple(
            (post.organisation, post.name)
            for post in posts
            if (found := periods.get(post.person_id)) and found.missing
        ),
    )  # fmt: skip


def _posts(question: Question) -> Iterator[_Post]:
    """The primary postings of the closing day that lie in the scope; with a person, theirs alone."""
    held = all_postings().held_on(question.closing_day).primary().in_scope(question.scope)
    held = held.filter(person__in=all_people().visible_to(question.by, on=question.closing_day).values("pk"))
    if question.post is not None:
        held = held.filter(post_kind=question.post)
    if question.person is not None:
        held = held.filter(person=question.person)
    found = held.order_by("organisation__area_code", "organisation__name", "person__sort_key", "person")
    fields = ("person__public_id", "person__name", "person__qualification", "organisation__name", "post_kind")
    for values in found.values_list("person", *fields).iterator():
        yield _Post(*values)


@dataclass(frozen=True, slots=True)
class _Done:
    """Minutes by kind, and 学时, of one person in the period."""

    training: int = 0
    lessons: int = 0
    xueshi: int = 0


def _done(people: list[int], question: Question) -> dict[int, _Done]:
    """By person, those merged into them included; one question."""
    first_day, last_day = question.period.days()
    rule = question.xueshi
    each = F("minutes") / rule.minutes_each
    found: dict[int, _Done] = {}
    entries = (
        all_entries()
        .standing()
        .between(first_day, last_day)
        .filter(kind__in=TRAINING_KINDS)
        .annotate(whose=Coalesce("person__merged_into", "person"))
        .filter(whose__in=people)
        .order_by()
    )
    rows = entries.values_list("whose", "kind").annotate(
        done=Sum("minutes"),
        capped=Sum(Least(each, Given(rule.most_per_half_day), output_field=IntegerField())),
        whole=Sum(each, output_field=IntegerField()),
    )
    for person, kind, minutes, capped, whole in rows:
        so_far = found.get(person, _Done())
        if kind == HourKind.TRAINING:
            found[person] = _Done(so_far.training + minutes, so_far.lessons, so_far.xueshi + capped)
        else:
            found[person] = _Done(so_far.training, so_far.lessons + minutes, so_far.xueshi + whole)
    return found


def _line(post: _Post, done: dict[int, _Done], period: Registered | None) -> dict[str, Value | Plain]:
    mine = done.get(post.person_id, _Done())
    rows_of = Opens.of("form", person=str(post.public_id))

    def opened(minutes: int) -> Value:
        return Value(hours_number(minutes), rows_of if minutes else None)

    found: dict[str, Value | Plain] = {
        "name": Value(post.name, rows_of),
        "organisation": post.organisation,
        "post": post_label(post),
        "level": QualificationLevel(post.qualification).label,
        "training": opened(mine.training),
        "lessons": opened(mine.lessons),
        "hours": opened((PersonMinutes(mine.training) + PersonMinutes(mine.lessons)).number),
        "xueshi": Value(mine.xueshi, rows_of if mine.xueshi else None),
    }
    if period is not None:
        found |= {
            "registered": RegistrationLevel(period.period.level).label,
            "from": day_text(period.period.starts_on),
            "to": day_text(period.period.ends_on),
            "required": hours_number(period.required),
            "done": hours_number(period.done),
            "missing": hours_number(period.missing),
        }
    return found


def _detail(question: Question) -> Part:
    """Line by line what the hours of one person are made of, corrections left out."""
    table, person = question.form.table("lines"), question.person
    assert person is not None  # noqa: S101 - asked for by whoever calls
    entries = _entries(question).order_by("activity_on", "pk")
    rule: XueshiRule = question.xueshi
    rows: tuple[Row, ...] = numbered(table, (
        {
            "day": day_text(line.activity_on), "kind": line.kind, "title": line.title,
            "hours": hours_number(line.minutes), "xueshi": line.xueshi, "entry": str(line.pk),
            "rule": line.rule_version,
        }
        for line in lines_of(entries, rule)
    ))  # fmt: skip
    return Part(table, table.caption, rows)


def _entries(question: Question) -> QuerySet[HourEntry]:
    assert question.person is not None  # noqa: S101 - asked for by whoever calls
    first_day, last_day = question.period.days()
    found = all_entries().standing().of_person(question.person).between(first_day, last_day)
    return found.filter(kind__in=TRAINING_KINDS)


def _notes(question: Question) -> tuple[Sentence, ...]:
    rule = question.xueshi
    return (
        say("统计期内已修按活动日期计，只计培训班和线上课程；人员调动，学时跟人走。"),
        say(
            "%(minutes)s分钟折1学时，培训班逐课次舍去零头，每半天最多%(most)s学时。",
            minutes=rule.minutes_each,
            most=rule.most_per_half_day,
        ),
        say("登记周期按小时计，不按学时计；没有登记周期的不填。"),
    )
