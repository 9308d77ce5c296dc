"""Named questions about studios, groups, meetings and confirmations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from mentorship.models import (
    GroupMeeting,
    GroupMember,
    MeetingConfirmation,
    MentoringGroup,
    Studio,
    StudioMember,
)
from mentorship.words import RECORDING_ROLES, ConfirmationState, MeetingState, StudioRole
from organisations.authority import Authority
from organisations.roles import Permission


@dataclass(frozen=True)
class ConfirmationTotals:
    """What a bureau may know of the meetings of a studio. `people` are distinct, `minutes` are summed."""

    confirmed: int
    pending: int
    objected: int
    people: int
    minutes: int


def _in_force(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))


def _counted(rows: models.QuerySet[models.Model], figure: models.Aggregate) -> Coalesce:
    """One figure over the rows of an outer query, 0 where there are none."""
    grouped = rows.order_by().annotate(_one=Value(1)).values("_one").annotate(figure=figure).values("figure")
    return Coalesce(Subquery(grouped, output_field=models.IntegerField()), 0)


class StudioMemberQuerySet(models.QuerySet[StudioMember]):
    def in_force(self, on: date) -> Self:
        return self.filter(_in_force(on))

    def recorders(self) -> Self:
        return self.filter(role__in=RECORDING_ROLES)

    def leads(self) -> Self:
        return self.filter(role=StudioRole.LEAD)


class GroupMemberQuerySet(models.QuerySet[GroupMember]):
    def in_force(self, on: date) -> Self:
        return self.filter(_in_force(on))


class StudioQuerySet(models.QuerySet[Studio]):
    def joined_by(self, by: Authority, *, on: date) -> Self:
        """Studios in which the actor holds a role that day."""
        mine = all_members().in_force(on).filter(studio=OuterRef("pk"), person_id=by.person_id or 0)
        return self.filter(Exists(mine))

    def overseen_by(self, by: Authority) -> Self:
        """Studios with a founding organisation in the actor's scope: counts and hours, no more."""
        scope = by.scope(Permission.VIEW_STUDIOS)
        if scope.everything:
            return self
        founded = Studio.founders.through.objects.filter(scope.condition("organisation"))
        return self.filter(pk__in=founded.values("studio"))

    def with_counts(self, *, since: date = date.min) -> Self:
        """Annotates `meeting_count`, `participations` (confirmed) and `confirmed_minutes` of meetings held since a day;
        no names.
        """
        standing = all_confirmations().standing().confirmed().filter(meeting__group__studio=OuterRef("pk"))
        standing = standing.filter(meeting__held_on__gte=since)
        held = all_meetings().standing().filter(group__studio=OuterRef("pk"), held_on__gte=since)
        return self.annotate(
            meeting_count=_counted(held, Count("pk")),
            participations=_counted(standing, Count("pk")),
            confirmed_minutes=_counted(standing, Sum("minutes")),
        )

    def mentoring(self, by: Authority, *, on: date) -> Self:
        """Studios in one of whose groups the actor is mentored that day."""
        return self.filter(pk__in=all_groups().attended_by(by, on=on).values("studio"))

    def visible_to(self, by: Authority, *, on: date) -> Self:
        """One's own, those where one is mentored, and those of one's scope."""
        doors = (
            all_studios().joined_by(by, on=on),
            all_studios().mentoring(by, on=on),
            all_studios().overseen_by(by),
        )
        open_to = Q(pk__in=[])
        for door in doors:
            open_to |= Q(pk__in=door.values("pk"))
        return self.filter(open_to)


class MentoringGroupQuerySet(models.QuerySet[MentoringGroup]):
    def recorded_by(self, by: Authority, *, on: date) -> Self:
        """Groups whose meetings the actor may write down that day."""
        roles = all_members().in_force(on).recorders()
        return self.filter(Exists(roles.filter(studio=OuterRef("studio"), person_id=by.person_id or 0)))

    def with_next_step(self, *, on: date) -> Self:
        """Annotates `worker_count` (that day), `last_held_on`, `pending` and `objected` (answers that are missing)."""
        held = all_meetings().standing().filter(group=OuterRef("pk"))
        answers = all_confirmations().standing().filter(meeting__group=OuterRef("pk"))
        workers = all_group_members().in_force(on).filter(group=OuterRef("pk"))
        return self.annotate(
            worker_count=_counted(workers, Count("pk")),
            last_held_on=Subquery(held.order_by("-held_on").values("held_on")[:1]),
            pending=_counted(answers.filter(state=ConfirmationState.PENDING), Count("pk")),
            objected=_counted(answers.filter(state=ConfirmationState.OBJECTED), Count("pk")),
        )

    def attended_by(self, by: Authority, *, on: date) -> Self:
        """Groups in which the actor is mentored that day."""
        mine = all_group_members().in_force(on).filter(group=OuterRef("pk"), person_id=by.person_id or 0)
        return self.filter(Exists(mine))


class GroupMeetingQuerySet(models.QuerySet[GroupMeeting]):
    def standing(self) -> Self:
        return self.filter(state=MeetingState.RECORDED)

    def visible_to(self, by: Authority, *, on: date) -> Self:
        """Meetings of the studios in which one holds a role, and those in which one is asked to have been."""
        joined = Q(group__studio__in=all_studios().joined_by(by, on=on))
        return self.filter(joined | Q(pk__in=all_confirmations().of_person(by).values("meeting")))

    def recorded_by(self, by: Authority, *, on: date) -> Self:
        return self.filter(group__in=all_groups().recorded_by(by, on=on))

    def with_counts(self) -> Self:
        """Annotates `confirmed`, `pending`, `objected` (participants) and `confirmed_minutes`."""
        counts = {
            state.value: Count("confirmations", filter=Q(confirmations__state=state))
            for state in ConfirmationState
        }
        confirmed = Q(confirmations__state=ConfirmationState.CONFIRMED)
        return self.annotate(
            **counts, confirmed_minutes=Sum("confirmations__minutes", filter=confirmed, default=0)
        ).order_by("-held_on", "-starts_at", "-id")  # grouping drops the model's order


class MeetingConfirmationQuerySet(models.QuerySet[MeetingConfirmation]):
    def standing(self) -> Self:
        return self.filter(meeting__state=MeetingState.RECORDED)

    def of_person(self, by: Authority) -> Self:
        """The actor's own, and those of whoever was merged into them."""
        person_id = by.person_id or 0
        return self.filter(Q(person_id=person_id) | Q(person__merged_into_id=person_id))

    def confirmed(self) -> Self:
        return self.filter(state=ConfirmationState.CONFIRMED)

    def totals(self) -> ConfirmationTotals:
        """Counts by state and the confirmed minutes; no names, no texts."""
        found = self.aggregate(
            confirmed=Count("pk", filter=Q(state=ConfirmationState.CONFIRMED)),
            pending=Count("pk", filter=Q(state=ConfirmationState.PENDING)),
            objected=Count("pk", filter=Q(state=ConfirmationState.OBJECTED)),
            people=Count("person", filter=Q(state=ConfirmationState.CONFIRMED), distinct=True),
            minutes=Coalesce(Sum("minutes", filter=Q(state=ConfirmationState.CONFIRMED)), 0),
        )
        return ConfirmationTotals(**found)

    def waiting(self) -> Self:
        return self.standing().filter(state=ConfirmationState.PENDING)


def all_studios() -> StudioQuerySet:
    return StudioQuerySet(Studio)


def all_members() -> StudioMemberQuerySet:
    return StudioMemberQuerySet(StudioMember)


def all_groups() -> MentoringGroupQuerySet:
    return MentoringGroupQuerySet(MentoringGroup)


def all_group_members() -> GroupMemberQuerySet:
    return GroupMemberQuerySet(GroupMember)


def all_meetings() -> GroupMeetingQuerySet:
    return GroupMeetingQuerySet(GroupMeeting)


def all_confirmations() -> MeetingConfirmationQuerySet:
    return MeetingConfirmationQuerySet(MeetingConfirmation)
