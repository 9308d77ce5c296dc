"""What a registration period asks for, told to 我的学时."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.services.registrations import current_period, standing_of
from hours.targets import Target
from people.models import Person


def registration_target(person: Person, on: date) -> Target | None:
    """Hours of the current registration period against what the rule row of its level requires."""
    period = current_period(person, on=on)
    if period is None:
        return None
    standing = standing_of(period)
    dates = {"first": period.starts_on.isoformat(), "last": period.ends_on.isoformat()}
    return Target(
        title=_("登记周期的继续教育"),
        done=standing.progress.done,
        required=standing.progress.required,
        first_day=period.starts_on,
        last_day=period.ends_on,
        definition=_("%(first)s至%(last)s的培训班和线上课程，按实际小时计，不按学时计") % dates,
        rule_version="; ".join(rule.version for rule in standing.rules[:2]),
        is_verified=all(rule.is_verified for rule in standing.rules[:2]),
        url=reverse("certification:registration"),
    )
