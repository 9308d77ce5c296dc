"""The values that fill a table: each scope and period is counted once, whatever the number of its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Q

from core import clock
from courses.pre_service import completions_of, postings_of_new_workers, pre_service_course
from courses.querysets import all_attendances
from courses.words import CREDITED_STATES
from hours.showing import xueshi_rule
from organisations.models import Organisation
from organisations.scope import Scope, scope_of
from people.querysets import all_postings
from people.words import PostKind, QualificationLevel
from reporting.models import FilledTable
from reporting.querysets.figures import provenance
from reporting.querysets.matrix import Group, matrix
from reporting.querysets.places import gazetteer
from reporting.querysets.received_tables import places_of
from reporting.querysets.reports import rule_version, unit_rule
from reporting.querysets.sql import Selection
from reporting.querysets.staff import staff_by_organisation
from reporting.rules.counts import NO_COUNTS, Counts, Staff
from reporting.rules.figures import TOTAL
from reporting.rules.metrics import METRICS
from reporting.rules.periods import Period
from reporting.rules.quantities import People, PersonSessions, Quantity, Ratio, Share
from reporting.rules.received.measures import Counted, Measure, counted_from, period_of
from reporting.words import Dimension, Side

Counting = tuple[str, Period]


@dataclass
class Values:
    """Counts for one filling. `places` are the organisations that measures name, by public id; "" is the table's own."""

    places: Mapping[str, Organisation]
    period: Period
    at: datetime
    _known: dict[Counting, _Place] = field(default_factory=dict)

    def value(self, measure: Measure) -> Quantity | Ratio:
        return self._of(measure).value(measure)

    def version(self, measure: Measure) -> str:
        """The definitions and the rules under which the lines of the place were credited."""
        return self._of(measure).version

    def _of(self, measure: Measure) -> _Place:
        key = measure.scope, period_of(self.period, measure.span)
        if key not in self._known:
            self._known[key] = _Place(self.places[measure.scope], key[1], self.at)
        return self._known[key]


@dataclass
class _Place:
    """One scope in one period; each kind of question is asked at most once (once a post where it is split by posts)."""

    organisation: Organisation
    period: Period
    at: datetime
    _staff: dict[PostKind | None, Staff] = field(default_factory=dict)
    _new: dict[PostKind | None, tuple[int, int]] = field(default_factory=dict)

    def value(self, measure: Measure) -> Quantity | Ratio:
        match counted_from(measure.metric):
            case Counted.LINES:
                return self._counts(measure).measured(METRICS[measure.metric])
            case Counted.STAFF:
                return self._of_staff(measure)
            case Counted.MARKS:
                return self._attendance
            case Counted.NEW_WORKERS:
                done, all_of_them = self._new_workers(_post(measure))
                whole = People(all_of_them)
                return whole if measure.metric == "new_workers" else Share(People(done), whole)

    @cached_property
    def version(self) -> str:
        return rule_version(unit_rule(self.period), provenance(self._selection).rules)

    @cached_property
    def _scope(self) -> Scope:
        return scope_of(self.organisation)

    @cached_property
    def _selection(self) -> Selection:
        return Selection(gazetteer(self._scope), self.period)

    @cached_property
    def _closing_day(self) -> date:
        """As official forms have it: the last day, today while the period runs."""
        return min(self.period.days()[1], clock.date_of(self.at))

    @cached_property
    def _matrix(self) -> dict[Group, Counts]:
        rule = xueshi_rule(on=self._closing_day, area_code=self.organisation.area_code)
        return matrix(self._selection, xueshi=rule)

    def _counts(self, measure: Measure) -> Counts:
        group = Group(Side(measure.side), TOTAL, measure.dimension, measure.value)
        return self._matrix.get(group, NO_COUNTS)

    def _of_staff(self, measure: Measure) -> Quantity | Ratio:
        post = _post(measure)
        if post not in self._staff:
            counted = staff_by_organisation(self._scope, self._selection, on=self._closing_day, post=post)
            self._staff[post] = sum(counted.values(), Staff())
        staff = self._staff[post]
        if measure.dimension is not Dimension.QUALIFICATION:
            return staff.measured(METRICS[measure.metric])
        levels = {
            QualificationLevel.ASSISTANT: staff.assistant,
            QualificationLevel.WORKER: staff.worker,
            QualificationLevel.SENIOR: staff.senior,
        }
        return People(levels.get(QualificationLevel(measure.value), 0))

    @cached_property
    def _attendance(self) -> Share:
        """Over the sign-in sheets of the classes that the scope organises."""
        marks = all_attendances().filter(self._scope.condition("session__training_class__organiser"))
        if self.period.report_year is not None:
            marks = marks.filter(session__training_class__report_year=self.period.report_year)
        else:
            marks = marks.filter(session__held_on__range=self.period.days())
        found = marks.aggregate(all=Count("pk"), came=Count("pk", filter=Q(state__in=CREDITED_STATES)))
        return Share(PersonSessions(found["came"]), PersonSessions(found["all"]))

    def _new_workers(self, post: PostKind | None) -> tuple[int, int]:
        """How many finished the course, of how many that owe it."""
        if post not in self._new:
            held = postings_of_new_workers(
                all_postings().in_scope(self._scope), on=self._closing_day
            ).order_by()
            if post is not None:
                held = held.filter(post_kind=post)
            course = pre_service_course()
            done = held.filter(completions_of(course, "person")).count() if course else 0
            self._new[post] = done, held.count()
        return self._new[post]


def _post(measure: Measure) -> PostKind | None:
    return PostKind(measure.value) if measure.dimension is Dimension.POST else None


def counted_again(filled: FilledTable, measures: Sequence[Measure], *, at: datetime) -> dict[int, str]:
    """What each cell would hold now, by its number in the record; a place that is gone leaves its cells out."""
    wanted = places_of(filled.table.organisation).filter(public_id__in={one.scope for one in measures})
    places = {str(one.public_id): one for one in wanted}
    values = Values(places, filled.period, at)
    return {
        number: str(values.value(measure).shown())
        for number, measure in enumerate(measures)
        if measure.scope in places
    }
