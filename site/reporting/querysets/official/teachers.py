"""师资库和督导库: the registers of a scope as they stand on the closing day."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Q, Sum

from core import clock
from core.sentences import say
from courses.evaluation_querysets import means_of_entries
from courses.fee_words import FeeClass
from courses.lecturer_querysets import LecturerQuerySet, all_lecturers
from courses.models import Lecturer
from courses.querysets import all_sessions
from mentorship.models import StudioMember
from mentorship.querysets import all_members
from mentorship.words import StudioRole
from organisations.roles import Role
from people.models import Person, Posting, RoleGrant
from people.querysets import all_grants
from people.words import QualificationLevel
from reporting.querysets.official.asked import Question, day_text
from reporting.querysets.official.classes import is_wanted, post_label, posts_on, split_note
from reporting.rules.metrics import METRICS
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Value, numbered
from reporting.rules.quantities import DeliveredMinutes, tidy

Fields = dict[str, Value | Plain]
_SUPERVISING = (StudioRole.LEAD, StudioRole.CORE)


def compute(question: Question) -> Computed:
    lecturers, supervisors = question.form.tables
    members, grants = _members(question), _grants(question)
    people = [one.person for one in members] + [one.person for one in grants]
    posts = posts_on(people, question.closing_day)
    lines = [_member(one, posts.get(one.person_id)) for one in members]
    lines += [_granted(one, posts.get(one.person_id)) for one in grants]
    wanted = [line for line, one in zip(lines, people, strict=True) if is_wanted(question, posts.get(one.pk))]
    every = {one.pk: posts.get(one.pk) for one in people if is_wanted(question, posts.get(one.pk))}
    parts = (
        Part(lecturers, lecturers.caption, numbered(lecturers, _lecturers(question))),
        Part(supervisors, supervisors.caption, numbered(supervisors, wanted)),
    )
    notes = (
        say("师资库按登记单位取统计范围内在用的授课人；授课评分只计答卷满5份的班次。"),
        say("督导库为在任的工作室领衔人、核心成员和授予督导员角色的人。一人有几个身份的，分行填写。"),
        split_note(every.values()), *(METRICS[code].text for code in ("hours_taught", "lecturer_rating")),
    )  # fmt: skip
    return Computed(question.form, question.title, question.facts(), parts, question.at, notes)


def _lecturers(question: Question) -> list[Fields]:
    found = list(_register(question))
    ids = [one.pk for one in found]
    taught = _taught(question, ids)
    means = means_of_entries(ids, on=clock.date_of(question.at))
    return [
        _lecturer(one, *taught.get(one.pk, (0, 0)))
        | {"rating": tidy(mean.value) if (mean := means.get(one.pk)) else None}
        for one in found
    ]


def _register(question: Question) -> LecturerQuerySet:
    owned = all_lecturers().visible_to(question.by).in_use().filter(question.scope.condition("owner"))
    return owned.select_related("owner").order_by("sort_key", "pk")


def _taught(question: Question, ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Sessions and minutes held in the period, by entry; one question."""
    first_day, last_day = question.period.days()
    held = all_sessions().held().between(first_day, last_day).filter(lecturer_entry__in=ids).order_by()
    rows = held.values_list("lecturer_entry").annotate(count=Count("pk"), minutes=Sum("minutes"))
    return {pk: (count, minutes) for pk, count, minutes in rows}


def _lecturer(one: Lecturer, sessions: int, minutes: int) -> Fields:
    opens = Opens.of("lecturer", public_id=str(one.public_id))
    return {
        "name": Value(one.name, opens), "title": one.title, "unit": one.unit, "field": one.field,
        "fee_class": FeeClass(one.fee_class).label, "owner": one.owner.name,
        "sessions": Value(sessions, opens if sessions else None),
        "hours": Value(DeliveredMinutes(minutes).shown(), opens if minutes else None),
    }  # fmt: skip


def _members(question: Question) -> list[StudioMember]:
    """Leads and core members in office on the closing day, on the side of an organisation of the scope."""
    held = all_members().in_force(question.closing_day).filter(role__in=_SUPERVISING)
    mine = held.filter(question.scope.condition("organisation")).select_related(
        "person", "studio", "organisation"
    )
    return list(mine.order_by("studio__name", "studio", "role", "person__sort_key", "pk"))


def _grants(question: Question) -> list[RoleGrant]:
    held = (
        all_grants()
        .unbound()
        .in_force(question.closing_day)
        .in_scope(question.scope)
        .filter(role=Role.SUPERVISOR)
    )
    standing = held.filter(Q(person__merged_into=None), person__withdrawn_at=None)
    return list(
        standing.select_related("person", "organisation").order_by(
            "organisation__area_code", "person__sort_key", "pk"
        )
    )


def _member(one: StudioMember, post: Posting | None) -> Fields:
    return _person(one.person, post) | {
        "role": StudioRole(one.role).label, "organisation": one.organisation.name, "since": day_text(one.starts_on),
        "studio": Value(one.studio.name, Opens.of("studio", public_id=str(one.studio.public_id))),
    }  # fmt: skip


def _granted(one: RoleGrant, post: Posting | None) -> Fields:
    return _person(one.person, post) | {
        "role": Role(one.role).label, "organisation": one.organisation.name, "since": day_text(one.starts_on),
    }  # fmt: skip


def _person(person: Person, post: Posting | None) -> Fields:
    return {
        "name": person.name, "post": post_label(post), "level": QualificationLevel(person.qualification).label,
    }  # fmt: skip
