"""Registration periods: entered by an officer, measured against rule rows; the platform registers nobody."""

from datetime import date, datetime, timedelta

import pytest

from certification.models import RegistrationPeriod
from certification.services import registrations
from certification.services.registrations import PeriodDetails
from certification.todos import window_is_open
from certification.words import RegistrationKind, RegistrationLevel
from core.errors import RuleBroken
from hours.services import ledger
from hours.services.ledger import Credit
from hours.words import HourKind
from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.querysets import all_rules
from organisations.roles import Role
from people.models import Person
from people.querysets import all_postings
from tests.cast import Cast, Places

FIRST, LAST = date(2024, 6, 1), date(2027, 5, 31)


def details(
    starts_on: date = FIRST,
    ends_on: date | None = None,
    level: RegistrationLevel = RegistrationLevel.ASSISTANT,
) -> PeriodDetails:
    return PeriodDetails(level, RegistrationKind.FIRST, starts_on, ends_on)


def add(person: Person, at: datetime, **about: object) -> RegistrationPeriod:
    return registrations.add(person=person, details=details(**about), by=SYSTEM, at=at)  # type: ignore[arg-type]


_source = iter(range(1, 10_000))


def learn(person: Person, minutes: int, day: date, at: datetime, kind: HourKind = HourKind.TRAINING) -> None:
    posting = all_postings().filter(person=person).select_related("organisation").first()
    wanted = Credit(
        person.pk, posting, minutes, kind, day, "test.source", next(_source), "test@CN:2009-01-01"
    )
    ledger.credit(credit=wanted, by=SYSTEM, at=at)


def test_without_a_last_day_the_rule_row_says_how_long_it_lasts(worker: Person, at: datetime) -> None:
    assert add(worker, at).ends_on == LAST
    assert add(worker, at, starts_on=date(2027, 6, 1), ends_on=date(2030, 6, 15)).ends_on == date(2030, 6, 15)


@pytest.mark.parametrize("starts_on", [FIRST, LAST, date(2022, 1, 1)])
def test_two_periods_of_a_person_do_not_overlap_even_on_one_day(
    worker: Person, at: datetime, starts_on: date
) -> None:
    add(worker, at)
    with pytest.raises(RuleBroken) as refused:
        add(worker, at, starts_on=starts_on)
    assert refused.value.code == "registration.overlap"
    add(worker, at, starts_on=LAST + timedelta(days=1))


def test_the_last_day_comes_after_the_first(worker: Person, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        add(worker, at, ends_on=FIRST)
    assert refused.value.code == "registration.dates"


def test_only_an_officer_of_the_place_enters_periods_and_never_their_own(
    worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    officer = cast.with_role("钟国强", Role.OFFICER, places.county)
    other = cast.with_role("潘丽华", Role.OFFICER, places.other_county)
    head = cast.with_role("何站长", Role.STATION_HEAD, places.station)
    for person, by in ((worker, other), (worker, head), (worker, worker), (officer, officer)):
        with pytest.raises(RuleBroken) as refused:
            registrations.add(person=person, details=details(), by=cast.by(by), at=at)
        assert refused.value.code == "certification.not_yours"
    period = registrations.add(person=worker, details=details(), by=cast.by(officer), at=at)
    with pytest.raises(RuleBroken):
        registrations.withdraw(period=period, by=cast.by(other), at=at)


def test_hours_are_counted_inside_the_period_to_the_minute(worker: Person, at: datetime) -> None:
    period = add(worker, at)
    learn(worker, 400, FIRST - timedelta(days=1), at)
    learn(worker, 4_000, FIRST, at)
    learn(worker, 305, date(2025, 1, 5), at, HourKind.LESSON)
    learn(worker, 480, date(2025, 1, 6), at, HourKind.GROUP_MEETING)
    learn(worker, 400, LAST + timedelta(days=1), at)
    standing = registrations.standing_of(period)
    assert (standing.progress.done, standing.progress.required) == (4_305, 4_320)
    assert not standing.progress.is_enough
    assert dict(standing.by_kind) == {"线上课程": 305, "培训班": 4_000}
    assert sum(line.minutes for line in standing.lines()) == standing.progress.done
    learn(worker, 15, LAST, at)
    assert registrations.standing_of(period).progress.is_enough


def test_the_two_higher_levels_need_ninety_hours(worker: Person, at: datetime) -> None:
    needed = {}
    for number, level in enumerate(RegistrationLevel):
        period = add(worker, at, starts_on=date(2020 + 3 * number, 1, 1), level=level)
        needed[level.value] = registrations.standing_of(period).progress.shown_required
    assert needed == {"assistant": "72.0", "worker": "90.0", "senior": "90.0"}


def test_a_local_rule_row_wins_over_the_national_one(worker: Person, at: datetime) -> None:
    Rule.objects.create(
        key="ce.required_hours", jurisdiction="9901", valid_from=date(2024, 1, 1), title="地方规定",
        value={"assistant": 100, "worker": 100, "senior": 100},
    )  # fmt: skip
    assert registrations.standing_of(add(worker, at)).progress.required == 6_000
    earlier = add(worker, at, starts_on=date(2021, 1, 1), ends_on=date(2023, 12, 31))
    assert registrations.standing_of(earlier).progress.required == 4_320


def test_hours_of_a_merged_person_count(worker: Person, places: Places, cast: Cast, at: datetime) -> None:
    alias = cast.worker("陈小燕", places.other_station)
    learn(alias, 60, date(2025, 1, 5), at)
    Person.objects.filter(pk=alias.pk).update(merged_into=worker)
    assert registrations.standing_of(add(worker, at)).progress.done == 60


def test_a_withdrawn_period_makes_room_for_the_right_one(worker: Person, at: datetime) -> None:
    wrong = add(worker, at)
    registrations.withdraw(period=wrong, by=SYSTEM, at=at)
    registrations.withdraw(period=wrong, by=SYSTEM, at=at + timedelta(days=1))
    right = add(worker, at, ends_on=date(2027, 5, 30))
    assert registrations.current_period(worker, on=at.date()) == right
    wrong.refresh_from_db()
    assert wrong.withdrawn_at == at


def test_the_current_period_is_the_last_that_has_begun(worker: Person, at: datetime) -> None:
    assert registrations.current_period(worker, on=at.date()) is None
    running = add(worker, at)
    add(worker, at, starts_on=LAST + timedelta(days=1))
    assert registrations.current_period(worker, on=LAST) == running
    assert registrations.current_period(worker, on=FIRST - timedelta(days=1)) is None


def test_the_to_do_appears_while_the_window_is_open(worker: Person, cast: Cast, at: datetime) -> None:
    add(worker, at)
    by = cast.by(worker)
    assert list(window_is_open(by, date(2027, 2, 27))) == []
    todo = next(iter(window_is_open(by, date(2027, 2, 28))))
    assert (todo.title, todo.due_on, todo.detail) == ("可以申请再登记了", LAST, "还差72.0小时")
    learn(worker, 4_320, date(2025, 1, 5), at)
    assert [todo.detail for todo in window_is_open(by, LAST)] == ["继续教育学时已够"]
    assert list(window_is_open(by, LAST + timedelta(days=1))) == []
    assert list(window_is_open(SYSTEM, LAST)) == []


def test_rule_rows_say_what_was_read_and_what_is_a_guess(db: None) -> None:
    verified = {
        key: all_rules().in_force(key, on=date(2026, 3, 16)).is_verified
        for key in (
            "reg.renew_window", "reg.first_within_months", "reg.review_workdays", "ce.required_hours",
            "ce.period_years", "ce.unit", "ce.counted_kinds", "ce.count_before_registration", "ce.carry_over",
        )
    }  # fmt: skip
    assert [key for key, known in verified.items() if not known] == [
        "ce.counted_kinds", "ce.count_before_registration", "ce.carry_over",
    ]  # fmt: skip
    unnamed = Rule.objects.filter(is_verified=True, document="", key__startswith="reg.")
    assert not unnamed.exists()
