"""Registration periods of many people with the hours done and asked in them, in two questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from certification.models import RegistrationPeriod
from certification.querysets import RegistrationPeriodQuerySet, all_periods
from certification.rules import Window, renew_window, required_minutes
from hours.querysets import all_entries
from hours.words import HourKind
from organisations.models import Rule
from organisations.querysets import all_rules
from people.models import Person

_REQUIRED, _COUNTED, _MONTHS = "ce.required_hours", "ce.counted_kinds", "reg.renew_window"
_WHOSE = "whose"  # the annotation: a merged record counts for the one that stands


@dataclass(frozen=True, slots=True)
class Registered:
    """A registration period; minutes done and required in it, and when the next one may be asked for."""

    period: RegistrationPeriod
    done: int
    required: int
    window: Window

    @property
    def missing(self) -> int:
        return max(self.required - self.done, 0)

    def runs_on(self, day: date) -> bool:
        return self.period.starts_on <= day <= self.period.ends_on


def registered(people: Iterable[int], *, on: date) -> dict[int, Registered]:
    """By person the period that runs that day, else the last one before it; those of merged records included."""
    periods = all_periods().filter(starts_on__lte=on)
    return dict(_measured_periods(periods, people))


def registrations_of(person: Person) -> list[Registered]:
    """Every period of one person, the earliest first."""
    return [one for _, one in _measured_periods(all_periods(), [person.pk])]


def _measured_periods(
    periods: RegistrationPeriodQuerySet, people: Iterable[int]
) -> Iterator[tuple[int, Registered]]:
    rules = list(all_rules().filter(key__in=[_REQUIRED, _COUNTED, _MONTHS]).order_by("valid_from"))
    rows = (
        periods.standing().with_area()
        .annotate(**{_WHOSE: Coalesce("person__merged_into", "person")})
        .filter(**{f"{_WHOSE}__in": list(people)})
        .annotate(**{f"of_{kind.value}": _minutes_in_period(kind) for kind in HourKind})
        .order_by("starts_on", "pk")
    )  # fmt: skip
    for one in rows.iterator():
        yield getattr(one, _WHOSE), _measured(one, rules)


def _measured(one: RegistrationPeriod, rules: list[Rule]) -> Registered:
    required, counted, months = (
        _in_force(rules, key, on=one.starts_on, area_code=one.area_code or "")
        for key in (_REQUIRED, _COUNTED, _MONTHS)
    )
    done = sum(getattr(one, f"of_{kind}") or 0 for kind in counted.value)
    window = renew_window(one.ends_on, months=int(months.value))
    return Registered(one, done, required_minutes(required.value[one.level]), window)


def _minutes_in_period(kind: HourKind) -> Subquery:
    mine = Q(person=OuterRef(_WHOSE)) | Q(person__merged_into=OuterRef(_WHOSE))
    inside = Q(activity_on__gte=OuterRef("starts_on"), activity_on__lte=OuterRef("ends_on"))
    entries = all_entries().filter(mine, inside, kind=kind).order_by()
    return Subquery(entries.values("kind").annotate(total=Sum("minutes")).values("total")[:1])


def _in_force(rules: Iterable[Rule], key: str, *, on: date, area_code: str) -> Rule:
    """The most local row of those at hand, and of several the latest. Raises Rule.DoesNotExist."""
    fitting = [
        rule
        for rule in rules
        if rule.key == key and area_code.startswith(rule.jurisdiction) and rule.valid_from <= on
        if rule.valid_to is None or on < rule.valid_to
    ]
    if not fitting:
        raise Rule.DoesNotExist(key)
    return max(fitting, key=lambda rule: (len(rule.jurisdiction), rule.valid_from))
