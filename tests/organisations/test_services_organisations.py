"""The tree: add, rename, move, end; and what an officer cannot take by changing it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from core.errors import RuleBroken
from core.models import Event
from organisations.authority import SYSTEM
from organisations.querysets import all_organisations
from organisations.roles import Permission, Role
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import Line, OrganisationKind
from people.services import places as people_places
from tests.cast import Cast, Places

POINT = OrganisationDetails(name="青石镇河口村社工点", kind=OrganisationKind.POINT, area_code="990121101003")
BUREAU = OrganisationDetails(name="某局", kind=OrganisationKind.BUREAU, area_code="990121")


@pytest.fixture
def officer(places: Places, cast: Cast):
    return cast.by(cast.with_role("黄志强", Role.OFFICER, places.county))


@pytest.fixture
def city_officer(places: Places, cast: Cast):
    return cast.by(cast.with_role("覃丽华", Role.OFFICER, places.city))


def _events(name: str) -> int:
    return Event.objects.filter(name=f"organisations.organisation.{name}").count()


def test_an_officer_adds_below_the_own_bureau_and_one_event_tells_it(places, officer, at: datetime) -> None:
    before = _events("added")
    point = organisations.add(details=POINT, parent=places.station, by=officer, at=at)
    assert point.path == f"{places.station.path}{point.pk}/"
    assert _events("added") == before + 1


@pytest.mark.parametrize("place", ["other_station", "department", "city", "school"])
def test_an_officer_adds_nothing_elsewhere(places, officer, at: datetime, place: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        organisations.add(
            details=replace(POINT, area_code=""), parent=getattr(places, place), by=officer, at=at
        )
    assert refused.value.code == "permission.missing"


@pytest.mark.parametrize("code", ["990122101", "990100", "990000", "440000"])
@pytest.mark.parametrize("kind", [OrganisationKind.BUREAU, OrganisationKind.STATION])
def test_an_officer_claims_no_area_that_the_bureau_above_does_not_hold(
    places, officer, at: datetime, code: str, kind
) -> None:
    with pytest.raises(RuleBroken) as refused:
        organisations.add(
            details=replace(BUREAU, kind=kind, area_code=code), parent=places.county, by=officer, at=at
        )
    assert refused.value.code == "organisation.area_outside"


def test_no_bureau_stands_below_a_station(places, officer, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        organisations.add(details=BUREAU, parent=places.station, by=officer, at=at)
    assert refused.value.code == "organisation.bureau_below"


def test_no_bureau_with_an_area_stands_below_a_bureau_without_one(places, officer, at: datetime) -> None:
    bare = organisations.add(details=replace(BUREAU, area_code=""), parent=places.county, by=officer, at=at)
    with pytest.raises(RuleBroken) as refused:
        organisations.add(
            details=replace(BUREAU, name="另一局", area_code="990000"), parent=bare, by=officer, at=at
        )
    assert refused.value.code == "organisation.area_outside"


@pytest.mark.parametrize("code", ["99", "9901211", "99012A", "９９０１２１"])
def test_a_wrong_area_code_is_refused_in_words(places, at: datetime, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        organisations.add(details=replace(POINT, area_code=code), parent=places.station, by=SYSTEM, at=at)
    assert refused.value.code == "organisation.area_code"


@pytest.mark.parametrize("name", ["东湖县青石镇社工站", " 东湖县青石镇社工站 "])
def test_two_current_organisations_never_share_a_name(places, officer, at: datetime, name: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        organisations.add(details=replace(POINT, name=name), parent=places.county, by=officer, at=at)
    assert refused.value.code == "organisation.name_taken"


def test_a_former_name_stays_as_an_alias(places, officer, at: datetime) -> None:
    organisations.rename(organisation=places.station, name="东湖县青石镇社会工作服务站", by=officer, at=at)
    alias = places.station.aliases.get()
    assert (alias.name, alias.until) == ("东湖县青石镇社工站", at.date())
    assert _events("renamed") == 1


def test_renaming_to_the_same_name_changes_and_tells_nothing(places, officer, at: datetime) -> None:
    organisations.rename(organisation=places.station, name=places.station.name, by=officer, at=at)
    assert _events("renamed") == 0


def test_a_move_takes_everything_below_along(places, city_officer, at: datetime) -> None:
    point = organisations.add(details=POINT, parent=places.station, by=city_officer, at=at)
    organisations.move(
        organisation=places.station, parent=places.other_county, area_code="990122109", by=city_officer, at=at
    )
    places.station.refresh_from_db()
    point.refresh_from_db()
    assert places.station.path == f"{places.other_county.path}{places.station.pk}/"
    assert point.path == f"{places.station.path}{point.pk}/"
    assert (places.station.area_code, point.area_code) == ("990122109", "990122109003")
    assert _events("moved") == 1


def test_a_move_into_another_area_needs_the_new_code(places, city_officer, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        organisations.move(organisation=places.station, parent=places.other_county, by=city_officer, at=at)
    assert refused.value.code == "organisation.area_outside"


def test_a_move_below_itself_is_refused(places, city_officer, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        organisations.move(organisation=places.county, parent=places.station, by=city_officer, at=at)
    assert refused.value.code == "organisation.ring"


def test_an_officer_neither_moves_nor_ends_the_own_bureau(places, officer, at: datetime) -> None:
    with pytest.raises(RuleBroken, match="权限"):
        organisations.move(organisation=places.county, parent=places.county, by=officer, at=at)
    with pytest.raises(RuleBroken, match="权限"):
        organisations.end(organisation=places.county, on=at.date(), by=officer, at=at)


def test_an_officer_moves_nothing_out_of_another_county(places, officer, at: datetime) -> None:
    with pytest.raises(RuleBroken, match="权限"):
        organisations.move(organisation=places.other_station, parent=places.county, by=officer, at=at)


def test_an_organisation_with_current_ones_below_does_not_end(places, city_officer, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        organisations.end(organisation=places.county, on=at.date(), by=city_officer, at=at)
    assert refused.value.code == "organisation.has_children"


def test_an_organisation_with_people_in_post_does_not_end(places, officer, cast, at: datetime) -> None:
    cast.worker("陈小燕", places.station)
    with pytest.raises(RuleBroken) as refused:
        people_places.end(organisation=places.station, on=at.date(), by=officer, at=at)
    assert refused.value.code == "organisation.has_people"
    assert _events("ended") == 0
    assert all_organisations().current().filter(pk=places.station.pk).exists()


def test_an_ended_organisation_keeps_its_rows_and_changes_no_more(places, officer, at: datetime) -> None:
    people_places.end(organisation=places.station, on=at.date(), by=officer, at=at)
    assert all_organisations().standing().filter(pk=places.station.pk).exists()
    for change in (
        lambda: organisations.rename(organisation=places.station, name="新名", by=officer, at=at),
        lambda: organisations.add(details=POINT, parent=places.station, by=officer, at=at),
        lambda: organisations.end(organisation=places.station, on=at.date(), by=officer, at=at),
    ):
        with pytest.raises(RuleBroken) as refused:
            change()
        assert refused.value.code == "organisation.ended"


def test_the_name_of_an_ended_organisation_may_be_used_again(places, officer, at: datetime) -> None:
    people_places.end(organisation=places.station, on=at.date(), by=officer, at=at)
    details = replace(POINT, name=places.station.name, area_code="990121101")
    assert organisations.add(details=details, parent=places.county, by=officer, at=at).pk


def test_no_organisation_ends_on_a_later_day(places, officer, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        organisations.end(organisation=places.station, on=at.date() + timedelta(days=1), by=officer, at=at)
    assert refused.value.code == "organisation.end_later"


def test_the_officer_of_an_ended_bureau_reads_its_area_no_more(places, cast, at: datetime) -> None:
    officer = cast.with_role("韦国强", Role.OFFICER, places.department)
    assert cast.by(officer).may(Permission.VIEW_PEOPLE, places.station)
    organisations.end(organisation=places.department, on=date(2026, 3, 16), by=SYSTEM, at=at)
    assert not cast.by(officer).scope(Permission.VIEW_PEOPLE)


def test_an_import_adds_stations_below_and_outside_bodies_beside_the_tree(
    places, officer, at: datetime
) -> None:
    rows = [
        (replace(POINT, kind=OrganisationKind.STATION, area_code="990121102"), places.county),
        (OrganisationDetails(name="某学院", kind=OrganisationKind.SCHOOL, line=Line.SCHOOL), None),
    ]
    made = organisations.add_many(rows=rows, by=officer, at=at)
    event = Event.objects.get(name="organisations.organisations.added")
    assert event.data == {"ids": [one.pk for one in made]}


@pytest.mark.parametrize("kind", [OrganisationKind.BUREAU, OrganisationKind.STATION, OrganisationKind.POINT])
def test_an_import_adds_no_bureau_or_station_without_a_place(places, officer, at: datetime, kind) -> None:
    with pytest.raises(RuleBroken) as refused:
        organisations.add_many(rows=[(replace(POINT, kind=kind), None)], by=officer, at=at)
    assert refused.value.code == "permission.missing"
