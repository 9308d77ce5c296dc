"""Which desks somebody has, what the switch calls them, which item a page belongs to, what a group needs next."""

from datetime import date, timedelta

import pytest

from desks.rules import GroupStep, by_rate, current_item, desks_of, group_step, name_at
from desks.words import Desk
from organisations.roles import Role

L, M, O = Desk.LEARNER, Desk.MENTOR, Desk.OFFICE  # noqa: E741
TODAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("roles", "records_meetings", "works_at", "desks"),
    [
        (set(), False, "station", (L,)),
        (set(), False, "", (L,)),
        (set(), True, "station", (M, L)),
        ({Role.SUPERVISOR}, False, "bureau", (M,)),
        ({Role.SUPERVISOR}, True, "station", (M, L)),
        ({Role.STATION_HEAD}, False, "station", (O, L)),
        ({Role.STATION_HEAD}, True, "station", (O, M, L)),
        ({Role.OFFICER}, False, "bureau", (O,)),
        ({Role.OFFICER, Role.SUPERVISOR}, False, "bureau", (O, M)),
        ({Role.OFFICER}, False, "", (O,)),
        ({Role.CLASS_TEACHER}, False, "agency", (O, L)),
        ({Role.EDITOR}, False, "school", (O, L)),
        ({Role.REVIEWER}, False, "bureau", (O,)),
        ({Role.OPERATOR}, False, "bureau", (O,)),
        ({Role.READER}, False, "bureau", (O,)),
    ],
)
def test_desks_follow_roles_and_trade(
    roles: set[Role], records_meetings: bool, works_at: str, desks: tuple[Desk, ...]
) -> None:
    assert desks_of(roles, records_meetings=records_meetings, works_at=works_at) == desks


def test_the_switch_calls_people_by_their_role() -> None:
    assert name_at(L, {Role.STATION_HEAD}) == "学员"
    assert name_at(M, {Role.SUPERVISOR, Role.OFFICER}) == "督导员"
    assert name_at(M, {Role.STATION_HEAD}) == "工作室成员"
    assert name_at(O, {Role.SUPERVISOR, Role.OFFICER}) == "主管"
    assert name_at(O, {Role.STATION_HEAD}) == "社工站负责人"


@pytest.mark.parametrize(
    ("path", "index"),
    [
        ("/desk/", 0),
        ("/desk/mine/", 2),
        ("/studios/meetings/7/", 1),
        ("/studios/7/", 3),
        ("/hours/", 2),
        ("/", None),
    ],
)
def test_the_longest_beginning_marks_the_item(path: str, index: int | None) -> None:
    menu = [
        ("/desk/",),
        ("/studios/meetings/", "/studios/groups/"),
        ("/desk/mine/", "/hours/"),
        ("/studios/",),
    ]
    assert current_item(path, menu) == index


@pytest.mark.parametrize(
    ("workers", "days_ago", "pending", "objected", "step"),
    [
        (3, 7, 2, 1, GroupStep.OBJECTIONS),
        (0, None, 0, 0, GroupStep.EMPTY),
        (3, None, 0, 0, GroupStep.RECORD),
        (3, 31, 2, 0, GroupStep.RECORD),
        (3, 30, 2, 0, GroupStep.WAIT),
        (3, 30, 0, 0, GroupStep.FINE),
    ],
)
def test_a_group_needs_its_most_urgent_step(
    workers: int, days_ago: int | None, pending: int, objected: int, step: GroupStep
) -> None:
    last = None if days_ago is None else TODAY - timedelta(days=days_ago)
    found = group_step(workers=workers, last_held_on=last, pending=pending, objected=objected, on=TODAY)
    assert found is step


def test_the_lowest_rate_comes_first_and_nobody_required_last() -> None:
    assert by_rate([(1, 2), (0, 0), (0, 3), (2, 4), (3, 3)]) == [2, 0, 3, 4, 1]
    assert by_rate([]) == []
