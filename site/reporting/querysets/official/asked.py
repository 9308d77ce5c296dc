"""What a form is computed from: who asks, about what, up to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from core import clock
from core.sentences import Sentence, quote, say
from courses.models import TrainingClass
from hours.showing import XueshiRule, xueshi_rule
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.scope import Scope, scope_of
from people.models import Person
from people.words import PostKind
from reporting.querysets.reports import unit_rule
from reporting.rules.official.shape import Asks, OfficialForm
from reporting.rules.periods import Period, shown_day
from reporting.words import IdentityPurpose, VisitsUnit


@dataclass(frozen=True)
class Disclosure:
    """Whole identity numbers were asked for, what for, and by whom: all of it stands on the sheet."""

    purpose: IdentityPurpose
    basis: str
    by_name: str


@dataclass(frozen=True)
class Question:
    """A form with what it asks for: an organisation and a period, or a class. `post` leaves out all other posts."""

    form: OfficialForm
    by: Authority
    at: datetime
    organisation: Organisation
    period: Period
    asked_unit: VisitsUnit | None = None
    post: PostKind | None = None
    training_class: TrainingClass | None = None
    person: Person | None = None
    disclosure: Disclosure | None = None

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.organisation)

    @cached_property
    def unit(self) -> VisitsUnit:
        return self.asked_unit or unit_rule(self.period).unit

    @property
    def closing_day(self) -> date:
        """The last day of the period; today while it runs."""
        return min(self.period.days()[1], clock.date_of(self.at))

    @cached_property
    def xueshi(self) -> XueshiRule:
        return xueshi_rule(on=self.closing_day, area_code=self.organisation.area_code)

    def facts(self) -> tuple[tuple[Sentence, Sentence], ...]:
        """What stands under the title."""
        found = [(say("填报单位："), quote(self.organisation.name))]
        if self.training_class is not None:
            found.append((say("班次："), quote(self.training_class.name)))
        else:
            if self.form.asks is not Asks.PERSON:
                found.append((say("统计期："), self.period.label))
            found.append((say("截止日："), shown_day(self.closing_day)))
        if self.post is not None:
            found.append((say("岗位："), self.post.label))
        if self.disclosure is not None:
            found.append((say("用途："), self.disclosure.purpose.label))
            found.append((say("依据："), quote(self.disclosure.basis)))
            exported = say(
                "%(name)s %(moment)s", name=self.disclosure.by_name, moment=f"{self.at:%Y-%m-%d %H:%M}"
            )
            found.append((say("导出："), exported))
        return tuple(found)

    @property
    def title(self) -> Sentence:
        if self.training_class is not None:
            return say("%(class)s%(form)s", form=self.form.title, **{"class": self.training_class.name})
        if self.form.asks is Asks.PERSON:
            return self.form.title  # nobody's name is the name of a file
        return say(
            "%(place)s%(period)s%(form)s",
            place=self.organisation.name,
            period=self.period.label,
            form=self.form.title,
        )


def day_text(day: date | None) -> str | None:
    """As tables write days: 2026-03-16."""
    return day.isoformat() if day else None


def month_text(day: date | None) -> str | None:
    return f"{day:%Y-%m}" if day else None
