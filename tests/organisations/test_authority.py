"""Role × permission × place: what each role may do at home, above, beside, in the other county, on the other line."""

import pytest

from organisations.authority import NOBODY, SYSTEM
from organisations.roles import ACROSS_LINES, PERMISSIONS, Permission, Role
from organisations.scope import EVERYTHING, NOTHING, Scope
from tests.cast import Cast, Places

READS = sorted(ACROSS_LINES)
WRITES = sorted(set(Permission) - ACROSS_LINES)
OFFICER = PERMISSIONS[Role.OFFICER]


def _where(places: Places, cast: Cast, role: Role, home: str, permission: Permission) -> set[str]:
    by = cast.by(cast.with_role("黄志强", role, getattr(places, home)))
    return {name for name in vars(places) if by.may(permission, getattr(places, name))}


@pytest.mark.parametrize("permission", [one for one in WRITES if one in OFFICER])
def test_a_county_officer_writes_in_the_own_tree_alone(
    places: Places, cast: Cast, permission: Permission
) -> None:
    assert _where(places, cast, Role.OFFICER, "county", permission) == {"county", "station"}


@pytest.mark.parametrize("permission", [one for one in READS if one in OFFICER])
def test_a_county_officer_reads_across_the_lines_of_the_county(
    places: Places, cast: Cast, permission: Permission
) -> None:
    assert _where(places, cast, Role.OFFICER, "county", permission) == {"county", "station", "department"}


@pytest.mark.parametrize("permission", [one for one in READS if one in OFFICER])
def test_the_other_line_of_the_county_reads_the_same_facts(
    places: Places, cast: Cast, permission: Permission
) -> None:
    assert _where(places, cast, Role.OFFICER, "department", permission) == {"county", "station", "department"}


@pytest.mark.parametrize("permission", [one for one in WRITES if one in OFFICER])
def test_the_other_line_of_the_county_writes_nothing_of_ours(
    places: Places, cast: Cast, permission: Permission
) -> None:
    assert _where(places, cast, Role.OFFICER, "department", permission) == {"department"}


def test_a_city_officer_holds_both_counties_but_not_the_school(places: Places, cast: Cast) -> None:
    found = _where(places, cast, Role.OFFICER, "city", Permission.MANAGE_PEOPLE)
    assert found == {"city", "county", "other_county", "station", "other_station"}


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [(role, permission, permission in PERMISSIONS[role]) for role in Role for permission in Permission],
)
def test_a_role_at_a_station_permits_what_the_table_says_and_only_there(
    places: Places, cast: Cast, role: Role, permission: Permission, allowed: bool
) -> None:
    expected = {"station"} if allowed else set()
    assert _where(places, cast, role, "station", permission) == expected


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
@pytest.mark.parametrize(
    "permission", [Permission.MANAGE_PEOPLE, Permission.GRANT_ROLES, Permission.MANAGE_ORGANISATIONS]
)
def test_only_officers_manage_people_roles_and_places(role: Role, permission: Permission) -> None:
    assert permission not in PERMISSIONS[role]


def test_the_roles_of_one_person_add_up(places: Places, cast: Cast, at) -> None:
    person = cast.with_role("黄志强", Role.STATION_HEAD, places.station)
    from people.services import grants

    grants.grant(
        person=person, role=Role.OFFICER, organisation=places.other_county, starts_on=at.date(), ends_on=None,
        by=SYSTEM, at=at,
    )  # fmt: skip
    by = cast.by(person)
    assert by.may(Permission.VIEW_PEOPLE, places.station)
    assert not by.may(Permission.MANAGE_PEOPLE, places.station)
    assert by.may(Permission.MANAGE_PEOPLE, places.other_station)


def test_nobody_may_nothing_and_the_system_everything(places: Places) -> None:
    for permission in Permission:
        assert NOBODY.scope(permission) == NOTHING
        assert SYSTEM.scope(permission) == EVERYTHING


@pytest.mark.parametrize(
    ("scope", "path", "code", "covered"),
    [
        (Scope(paths=frozenset({"1/5/"})), "1/5/12/", "", True),
        (Scope(paths=frozenset({"1/5/"})), "1/51/", "", False),
        (Scope(areas=frozenset({"4453"})), "9/", "445302", True),
        (Scope(areas=frozenset({"4453"})), "9/", "", False),
        (NOTHING, "1/", "44", False),
        (EVERYTHING, "", "", True),
    ],
)
def test_a_scope_covers_by_path_or_by_area(scope: Scope, path: str, code: str, covered: bool) -> None:
    assert scope.covers(path=path, area_code=code) is covered
