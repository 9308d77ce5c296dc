"""名额分配: shares are one table, a seat is taken from the nearest, and none is ever sold twice."""

from datetime import datetime
from functools import partial

import pytest

from core.errors import RuleBroken
from core.models import Event
from courses.models import Enrolment, TrainingClass
from courses.place_querysets import conditions_of, quotas_of, terms_of
from courses.services import applications, classes, enrolments, quotas
from courses.services.quotas import Share, Terms
from courses.words import AdmissionMode
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.courses.classroom import details, open_class


def share(training_class: TrainingClass, at: datetime, *shares: tuple[Organisation, int]) -> None:
    rows = [Share(organisation, count) for organisation, count in shares]
    quotas.set_quotas(training_class=training_class, shares=rows, by=SYSTEM, at=at)


def taken(training_class: TrainingClass) -> dict[str, tuple[int, int]]:
    """Seats taken and seats of each share, by organisation."""
    return {one.organisation.name: (one.seats_taken, one.seats) for one in quotas_of(training_class)}


def refused(code: str) -> pytest.RaisesExc:  # type: ignore[type-arg]
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


def test_a_seat_is_taken_from_the_nearest_share(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.city, at)
    share(training_class, at, (places.city, 10), (places.county, 5), (places.other_station, 2))
    for name, organisation in (
        ("陈小燕", places.station),
        ("黄建国", places.other_station),
        ("李大山", places.city),
    ):
        person = cast.worker(name, organisation)
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    assert taken(training_class) == {
        "榕江市民政局": (1, 10), "东湖县民政局": (1, 5), "西山县云岭镇社工站": (1, 2),
    }  # fmt: skip
    training_class.refresh_from_db()
    assert training_class.seats_taken == 3


def test_whose_place_has_no_share_is_told_whom_to_ask(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.city, at)
    share(training_class, at, (places.county, 5))
    stranger = cast.worker("黄建国", places.other_station)
    with refused("quota.none_for_unit") as caught:
        applications.apply(training_class=training_class, person=stranger, by=cast.by(stranger), at=at)
    assert "榕江市民政局" in caught.value.message
    training_class.refresh_from_db()
    assert (training_class.seats_taken, Enrolment.objects.count()) == (0, 0)


def test_a_full_share_sells_no_seat_of_another(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.city, at)
    share(training_class, at, (places.county, 1), (places.other_county, 5))
    first, second = cast.worker("陈小燕", places.station), cast.worker("李大山", places.station)
    enrolments.enrol(training_class=training_class, person=first, by=SYSTEM, at=at)
    with refused("enrolment.full"):
        enrolments.enrol(training_class=training_class, person=second, by=SYSTEM, at=at)
    training_class.refresh_from_db()
    assert training_class.seats_taken == 1


def test_giving_back_frees_the_share_too(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.county, at)
    share(training_class, at, (places.station, 1))
    person = cast.worker("陈小燕", places.station)
    enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    enrolments.withdraw(training_class=training_class, person=person, by=cast.by(person), at=at)
    assert taken(training_class) == {"东湖县青石镇社工站": (0, 1)}
    assert Enrolment.objects.get().quota is None


def test_a_new_table_counts_who_is_enrolled_already(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.city, at)
    for name, organisation in (
        ("陈小燕", places.station),
        ("李大山", places.station),
        ("黄晓", places.other_station),
    ):
        person = cast.worker(name, organisation)
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    share(training_class, at, (places.county, 5))
    assert taken(training_class) == {"东湖县民政局": (2, 5)}
    share(training_class, at, (places.station, 3), (places.other_county, 2))
    assert taken(training_class) == {"东湖县青石镇社工站": (2, 3), "西山县民政局": (1, 2)}
    share(training_class, at)
    assert taken(training_class) == {}
    training_class.refresh_from_db()
    assert training_class.seats_taken == 3


def test_a_share_is_never_less_than_its_people(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.county, at)
    for name in ("陈小燕", "李大山"):
        person = cast.worker(name, places.station)
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    share(training_class, at, (places.station, 2))
    with refused("quota.below_taken"):
        share(training_class, at, (places.station, 1))
    assert taken(training_class) == {"东湖县青石镇社工站": (2, 2)}


def test_the_shares_stay_within_the_capacity(places: Places, at: datetime) -> None:
    training_class = open_class(places.city, at, capacity=10)
    with refused("quota.sum_above_capacity"):
        share(training_class, at, (places.county, 6), (places.other_county, 5))
    with refused("quota.twice"):
        share(training_class, at, (places.county, 6), (places.county, 1))
    assert taken(training_class) == {}
    share(training_class, at, (places.county, 6), (places.other_county, 4))
    fewer = details(places.city, capacity=9)
    with refused("class.capacity_below_quotas"):
        classes.edit(training_class=training_class, details=fewer, by=SYSTEM, at=at)


def test_only_the_organiser_shares_out(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.city, at)
    officer = cast.with_role("赵主管", Role.OFFICER, places.county)
    for change in (
        partial(quotas.set_quotas, shares=[Share(places.county, 5)]),
        partial(quotas.set_terms, terms=Terms()),
    ):
        with refused("permission.missing"):
            change(training_class=training_class, by=cast.by(officer), at=at)


def test_a_copy_has_the_shares_and_the_conditions(places: Places, cast: Cast, at: datetime) -> None:
    source, target = open_class(places.county, at), open_class(places.county, at, "2026-02")
    share(source, at, (places.station, 5))
    person = cast.worker("陈小燕", places.station)
    enrolments.enrol(training_class=source, person=person, by=SYSTEM, at=at)
    wanted = Terms(mode=AdmissionMode.APPROVAL, under_years=1, roles=["supervisor"], areas=[places.county])
    quotas.set_terms(training_class=source, terms=wanted, by=SYSTEM, at=at)
    assert quotas.copy_quotas(source=source, target=target, by=SYSTEM, at=at) == 1
    quotas.copy_terms(source=source, target=target, by=SYSTEM, at=at)
    assert taken(target) == {"东湖县青石镇社工站": (0, 5)}
    assert terms_of(target).mode == AdmissionMode.APPROVAL
    assert conditions_of(terms_of(target)) == conditions_of(terms_of(source))
    assert Event.objects.filter(name="courses.quotas.set").count() == 2


def test_bounds_the_wrong_way_round_are_refused(places: Places, at: datetime) -> None:
    training_class = open_class(places.county, at)
    with refused("terms.out_of_order"):
        quotas.set_terms(
            training_class=training_class, terms=Terms(min_years=3, under_years=3), by=SYSTEM, at=at
        )
