"""The rule rows of the migration: dated, with their document, and honest about what was verified."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from organisations.models import Rule
from organisations.querysets import all_rules

TODAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("key", "value", "verified"),
    [
        ("xueshi.minutes", 45, False),
        ("xueshi.max_per_half_day", 4, False),
        ("lesson.daily_minutes", 480, False),
        ("visits.unit", "person-day", False),
        ("ce.required_hours", {"assistant": 72, "worker": 90, "senior": 90}, True),
        ("ce.period_years", 3, True),
    ],
)
def test_a_rule_holds_with_its_value_and_mark(db: None, key: str, value: object, verified: bool) -> None:
    rule = all_rules().in_force(key, on=TODAY, area_code="990121101")
    assert (rule.value, rule.is_verified) == (value, verified)


def test_what_is_verified_names_its_document(db: None) -> None:
    assert not all_rules().filter(is_verified=True, document="").exists()


def test_the_most_local_rule_of_the_day_wins(db: None) -> None:
    def add(jurisdiction: str, value: int, starts: date, ends: date | None = None) -> None:
        Rule.objects.create(
            key="xueshi.minutes",
            jurisdiction=jurisdiction,
            value=value,
            valid_from=starts,
            valid_to=ends,
            title="x",
        )

    add("99", 50, date(2020, 1, 1))
    add("9901", 40, date(2021, 1, 1), date(2026, 1, 1))
    found = {
        (code, day): all_rules().in_force("xueshi.minutes", on=day, area_code=code).value
        for code in ("990121", "440000", "")
        for day in (date(2019, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    }
    assert found == {
        ("990121", date(2019, 1, 1)): 45, ("990121", date(2025, 12, 31)): 40, ("990121", date(2026, 1, 1)): 50,
        ("440000", date(2019, 1, 1)): 45, ("440000", date(2025, 12, 31)): 45, ("440000", date(2026, 1, 1)): 45,
        ("", date(2019, 1, 1)): 45, ("", date(2025, 12, 31)): 45, ("", date(2026, 1, 1)): 45,
    }  # fmt: skip


def test_a_version_names_key_place_and_day(db: None) -> None:
    rule = all_rules().in_force("xueshi.minutes", on=TODAY)
    assert rule.version == "xueshi.minutes@CN:2009-01-01"


def test_no_rule_is_no_silent_default(db: None) -> None:
    with pytest.raises(Rule.DoesNotExist):
        all_rules().in_force("xueshi.minutes", on=date(2008, 12, 31))


def test_two_rules_never_begin_on_one_day_for_one_place(db: None) -> None:
    first = all_rules().in_force("xueshi.minutes", on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.create(key=first.key, valid_from=first.valid_from, value=50, title="x")
