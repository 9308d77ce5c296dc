"""Studios have one lead for each founder, and roles have dates."""

from datetime import date, datetime

import pytest

from core.errors import RuleBroken
from core.models import Event
from mentorship.models import StudioMember
from mentorship.querysets import all_group_members, all_members, all_studios
from mentorship.services import studios
from mentorship.services.studios import Membership, StudioDetails
from mentorship.words import StudioRole
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.mentorship.conftest import FOUNDED, Banyan


def add(banyan: Banyan, member: Membership, at: datetime, by: object = SYSTEM) -> StudioMember:
    return studios.add_member(studio=banyan.studio, member=member, by=by, at=at)  # type: ignore[arg-type]


def test_each_founder_has_one_lead_at_a_time(
    banyan: Banyan, places: Places, cast: Cast, at: datetime
) -> None:
    second = cast.worker("周玉梅", places.other_station)
    with pytest.raises(RuleBroken) as refused:
        add(banyan, Membership(second, StudioRole.LEAD, places.county, date(2026, 2, 1)), at)
    assert refused.value.code == "studio.member_overlap"
    add(banyan, Membership(second, StudioRole.LEAD, places.other_county, date(2026, 2, 1)), at)
    assert all_members().in_force(date(2026, 3, 1)).leads().filter(studio=banyan.studio).count() == 2


def test_a_lead_comes_from_a_founder(banyan: Banyan, places: Places, cast: Cast, at: datetime) -> None:
    stranger = cast.worker("周玉梅", places.school)
    with pytest.raises(RuleBroken) as refused:
        add(banyan, Membership(stranger, StudioRole.LEAD, places.school, date(2026, 2, 1)), at)
    assert refused.value.code == "studio.lead_of_no_founder"


def test_a_person_is_in_a_studio_once_at_a_time(banyan: Banyan, places: Places, at: datetime) -> None:
    again = Membership(banyan.member, StudioRole.CORE, places.county, date(2026, 3, 1))
    with pytest.raises(RuleBroken) as refused:
        add(banyan, again, at)
    assert refused.value.code == "studio.member_overlap"
    standing = all_members().get(studio=banyan.studio, person=banyan.member)
    studios.end_member(member=standing, on=date(2026, 3, 1), by=SYSTEM, at=at)
    add(banyan, again, at)
    roles = {
        day: all_members().in_force(day).get(studio=banyan.studio, person=banyan.member).role
        for day in (date(2026, 2, 28), date(2026, 3, 1))
    }
    assert roles == {date(2026, 2, 28): StudioRole.MEMBER, date(2026, 3, 1): StudioRole.CORE}


def test_a_lead_adds_members_but_no_second_lead(
    banyan: Banyan, places: Places, cast: Cast, at: datetime
) -> None:
    newcomer = cast.worker("周玉梅", places.other_station)
    by = cast.by(banyan.lead)
    with pytest.raises(RuleBroken) as refused:
        add(banyan, Membership(newcomer, StudioRole.LEAD, places.other_county, FOUNDED), at, by=by)
    assert refused.value.code == "studio.not_founder"
    assert add(banyan, Membership(newcomer, StudioRole.MEMBER, places.other_county, FOUNDED), at, by=by).pk


def test_an_ordinary_member_adds_nobody(banyan: Banyan, places: Places, cast: Cast, at: datetime) -> None:
    newcomer = cast.worker("周玉梅", places.other_station)
    by = cast.by(banyan.member)
    with pytest.raises(RuleBroken) as refused:
        add(banyan, Membership(newcomer, StudioRole.MEMBER, places.county, FOUNDED), at, by=by)
    assert refused.value.code == "studio.not_lead"
    with pytest.raises(RuleBroken):
        studios.add_group(studio=banyan.studio, name="第二小组", by=by, at=at)
    with pytest.raises(RuleBroken):
        studios.add_worker(group=banyan.group, person=newcomer, starts_on=FOUNDED, by=by, at=at)


def test_only_an_officer_of_a_founder_founds_a_studio(places: Places, cast: Cast, at: datetime) -> None:
    officer = cast.by(cast.with_role("钟国强", Role.OFFICER, places.county))
    details = StudioDetails("青石工作室")
    studio = studios.add(details=details, founders=[places.county], by=officer, at=at)
    assert list(studio.founders.all()) == [places.county]
    for founders, code in (([places.other_county], "permission.missing"), ([], "studio.no_founder")):
        with pytest.raises(RuleBroken) as refused:
            studios.add(details=details, founders=founders, by=officer, at=at)
        assert refused.value.code == code
    assert all_studios().count() == 1


def test_names_of_groups_and_dates_of_workers_are_kept_in_order(banyan: Banyan, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        studios.add_group(studio=banyan.studio, name="第一小组", by=SYSTEM, at=at)
    assert refused.value.code == "studio.group_name_taken"
    with pytest.raises(RuleBroken) as refused:
        studios.add_worker(group=banyan.group, person=banyan.workers[0], starts_on=FOUNDED, by=SYSTEM, at=at)
    assert refused.value.code == "studio.worker_overlap"
    member = all_group_members().get(group=banyan.group, person=banyan.workers[0])
    with pytest.raises(RuleBroken) as refused:
        studios.end_worker(member=member, on=FOUNDED, by=SYSTEM, at=at)
    assert refused.value.code == "studio.worker_dates"
    studios.end_worker(member=member, on=date(2026, 3, 1), by=SYSTEM, at=at)
    assert not all_group_members().in_force(date(2026, 3, 1)).filter(pk=member.pk).exists()


def test_a_role_cannot_end_before_it_began(banyan: Banyan, at: datetime) -> None:
    standing = all_members().get(studio=banyan.studio, person=banyan.lead)
    with pytest.raises(RuleBroken) as refused:
        studios.end_member(member=standing, on=FOUNDED, by=SYSTEM, at=at)
    assert refused.value.code == "studio.member_dates"


def test_every_change_leaves_one_event_without_names(banyan: Banyan) -> None:
    names = list(Event.objects.filter(name__startswith="mentorship.").values_list("name", flat=True))
    assert sorted(set(names)) == [
        "mentorship.group.added",
        "mentorship.member.added",
        "mentorship.studio.added",
        "mentorship.worker.added",
    ]
    assert names.count("mentorship.member.added") == 4
