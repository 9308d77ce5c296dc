"""Registration periods: entered by an officer from the registration certificate; hours counted against rule rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from certification.models import RegistrationPeriod
from certification.permissions import require_manage
from certification.querysets import all_periods
from certification.rules import (
    Line,
    Progress,
    Window,
    counted_minutes,
    last_day_of_period,
    renew_window,
    required_minutes,
)
from certification.words import RegistrationKind, RegistrationLevel
from core import clock, events
from core.errors import RuleBroken
from hours.querysets import HourEntryQuerySet, all_entries
from hours.words import HourKind
from organisations.authority import Authority
from organisations.models import Rule
from organisations.querysets import all_rules
from people.models import Person
from people.querysets import all_postings


@dataclass(frozen=True)
class PeriodDetails:
    """What the registration certificate states; without `ends_on` the rule row says how many years it lasts."""

    level: RegistrationLevel
    kind: RegistrationKind
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """A period with what is done and missing, and the rules it was measured by."""

    period: RegistrationPeriod
    progress: Progress
    by_kind: tuple[tuple[str, int], ...]
    window: Window
    rules: tuple[Rule, ...]

    def lines(self) -> HourEntryQuerySet:
        """The lines of the ledger behind the minutes done, newest first; corrections are lines of their own."""
        counted = self.rules[1].value
        lines = all_entries().of_person(self.period.person).filter(kind__in=counted)
        return lines.between(self.period.starts_on, self.period.ends_on).order_by("-activity_on", "-id")


@transaction.atomic
def add(*, person: Person, details: PeriodDetails, by: Authority, at: datetime) -> RegistrationPeriod:
    """Raises RuleBroken for dates in the wrong order or over another period, and for one's own period."""
    require_manage(by, person, on=clock.date_of(at))
    area_code = _area_code(person, on=details.starts_on)
    years = int(all_rules().in_force("ce.period_years", on=details.starts_on, area_code=area_code).value)
    ends_on = details.ends_on or last_day_of_period(details.starts_on, years=years)
    if ends_on <= details.starts_on:
        raise RuleBroken("registration.dates", "有效期至要晚于有效期起。请对照登记证书填写。")
    period = RegistrationPeriod(
        person=person, level=details.level, kind=details.kind, starts_on=details.starts_on, ends_on=ends_on,
        recorded_by=by.person_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            period.save()
    except IntegrityError as error:
        raise RuleBroken(
            "registration.overlap", "这段日期与已有的登记周期重叠。请对照登记证书核对，或先作废填错的一条。"
        ) from error
    events.record("certification.registration.added", by=by, at=at, subject=period)
    return period


@transaction.atomic
def withdraw(*, period: RegistrationPeriod, by: Authority, at: datetime) -> RegistrationPeriod:
    """Take back a period that was entered wrongly. Again changes nothing."""
    locked = (
        RegistrationPeriod.objects.select_for_update(of=("self",)).select_related("person").get(pk=period.pk)
    )
    require_manage(by, locked.person, on=clock.date_of(at))
    if locked.withdrawn_at is None:
        locked.withdrawn_at = at
        locked.save(update_fields=["withdrawn_at"])
        events.record("certification.registration.withdrawn", by=by, at=at, subject=locked)
    return locked


def current_period(person: Person, *, on: date) -> RegistrationPeriod | None:
    """The period that runs that day, else the last one that began before it."""
    periods = all_periods().standing().of_person(person).select_related("person").filter(starts_on__lte=on)
    return periods.with_area().order_by("-starts_on").first()


def standing_of(period: RegistrationPeriod) -> Standing:
    """Hours done and missing in a period, in minutes, under the rules in force on its first day."""
    person, on = period.person, period.starts_on
    asked_along = hasattr(period, "area_code")
    area_code = (period.area_code or "") if asked_along else _area_code(person, on=on)
    keys = ("ce.required_hours", "ce.counted_kinds", "reg.renew_window")
    rules = all_rules().all_in_force(keys, on=on, area_code=area_code)
    required, kinds, months = (rules[key] for key in keys)
    lines = all_entries().of_person(person).between(period.starts_on, period.ends_on)
    minutes = counted_minutes(
        (Line(*line) for line in lines.values_list("activity_on", "minutes", "kind")),
        first_day=period.starts_on, last_day=period.ends_on, kinds=frozenset(kinds.value),
    )  # fmt: skip
    return Standing(
        period=period,
        progress=Progress(sum(minutes.values()), required_minutes(required.value[period.level])),
        by_kind=tuple((HourKind(kind).label, done) for kind, done in minutes.items()),
        window=renew_window(period.ends_on, months=int(months.value)),
        rules=(required, kinds, months),
    )


def _area_code(person: Person, *, on: date) -> str:
    """The area of the place where the person is posted that day: its rules apply."""
    held = all_postings().held_on(on).primary().filter(person=person).select_related("organisation").first()
    return held.organisation.area_code if held else ""
