"""Two records of one person: nothing is lost, and nobody gains a right."""

from datetime import date, datetime

import pytest

from core.errors import RuleBroken
from core.models import Event
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.querysets import all_people, all_postings
from people.services import grants, merging, postings
from people.services.postings import PostingDetails
from tests.cast import Cast, Places

TODAY = date(2026, 3, 16)


@pytest.fixture
def officer(places: Places, cast: Cast):
    return cast.by(cast.with_role("黄志强", Role.OFFICER, places.county))


@pytest.fixture
def kept(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def gone(places: Places, cast: Cast) -> Person:
    """A second record, typed without the identity number."""
    person = cast.worker("陈小燕", places.station)
    person.identity_number, person.identity_hash, person.identity_tail = None, "", ""
    person.save()
    return person


def _refused(person: Person, into: Person, by, at: datetime) -> str:
    with pytest.raises(RuleBroken) as refused:
        merging.merge(person=person, into=into, by=by, at=at)
    assert not Person.objects.exclude(merged_into=None).exists()
    return refused.value.code


def test_the_record_that_goes_becomes_an_alias_and_leaves_its_rows_where_they_are(
    kept, gone, officer, at: datetime
) -> None:
    posting = gone.postings.get()
    merging.merge(person=gone, into=kept, by=officer, at=at)
    gone.refresh_from_db()
    posting.refresh_from_db()
    assert gone.merged_into_id == kept.pk
    assert (posting.person_id, posting.ends_on) == (gone.pk, TODAY)
    assert list(all_people().standing().filter(name="陈小燕")) == [kept]
    assert all_postings().of_person(kept).count() == 2
    assert Event.objects.get(name="people.person.merged").data == {"into": kept.pk, "account": "none"}


def test_the_record_that_stays_takes_over_what_it_did_not_know(kept, gone, officer, at: datetime) -> None:
    number, tail = kept.identity_number, kept.identity_tail
    merging.merge(person=kept, into=gone, by=officer, at=at)
    gone.refresh_from_db()
    assert (gone.identity_number, gone.identity_tail) == (number, tail)
    assert all_people().standing().with_identity(gone.identity_hash).get() == gone


def test_a_chain_is_drawn_short(kept, gone, places, cast, officer, at: datetime) -> None:
    last = cast.worker("陈小燕", places.station)
    last.identity_number, last.identity_hash = None, ""
    last.save()
    merging.merge(person=gone, into=last, by=officer, at=at)
    merging.merge(person=last, into=kept, by=officer, at=at)
    assert set(Person.objects.filter(merged_into=kept)) == {gone, last}


def test_a_merged_record_merges_no_more(kept, gone, places, cast, officer, at: datetime) -> None:
    third = cast.worker("陈小燕", places.station)
    merging.merge(person=gone, into=kept, by=officer, at=at)
    for person, into in ((gone, third), (third, gone), (kept, kept)):
        with pytest.raises(RuleBroken) as refused:
            merging.merge(person=person, into=into, by=officer, at=at)
        assert refused.value.code == "person.merge_chain"


def test_two_identity_numbers_are_two_people(kept, places, cast, officer, at: datetime) -> None:
    assert _refused(cast.worker("陈小燕", places.station), kept, officer, at) == "person.merge_two_people"


def test_the_record_in_post_stays(kept, gone, officer, at: datetime) -> None:
    postings.end(posting=kept.postings.get(), on=date(2026, 3, 1), by=SYSTEM, at=at)
    assert _refused(gone, kept, officer, at) == "person.merge_in_post"


@pytest.mark.parametrize("home", ["other_county", "department"])
def test_both_records_must_be_the_officers(kept, gone, places, cast, at: datetime, home: str) -> None:
    stranger = cast.by(cast.with_role("韦国强", Role.OFFICER, getattr(places, home)))
    assert _refused(gone, kept, stranger, at) == "permission.missing"


def test_a_record_of_another_county_is_not_drawn_in(kept, gone, places, officer, at: datetime) -> None:
    details = PostingDetails(organisation=places.other_station, starts_on=date(2026, 3, 1))
    postings.move(person=gone, details=details, by=SYSTEM, at=at)
    assert _refused(gone, kept, officer, at) == "permission.missing"


def test_a_record_with_a_role_does_not_go(kept, gone, places, officer, at: datetime) -> None:
    grants.grant(
        person=gone,
        role=Role.READER,
        organisation=places.province,
        starts_on=TODAY,
        ends_on=None,
        by=SYSTEM,
        at=at,
    )
    assert _refused(gone, kept, officer, at) == "person.merge_roles"


@pytest.mark.parametrize(("role", "place"), [(Role.READER, "county"), (Role.OFFICER, "city")])
def test_nobody_is_merged_into_a_role_that_the_officer_could_not_give(
    kept, gone, places, officer, at: datetime, role: Role, place: str
) -> None:
    grants.grant(
        person=kept, role=role, organisation=getattr(places, place), starts_on=date(2026, 4, 1), ends_on=None,
        by=SYSTEM, at=at,
    )  # fmt: skip
    assert _refused(gone, kept, officer, at) == "person.merge_roles"


def test_an_officer_does_not_merge_the_own_record(gone, places, cast, at: datetime) -> None:
    officer = cast.with_role("黄志强", Role.OFFICER, places.county)
    assert _refused(gone, officer, cast.by(officer), at) == "person.merge_self"


def test_the_log_in_goes_on_for_the_record_that_stays(kept, gone, cast, officer, at: datetime) -> None:
    account = cast.account(gone)
    merging.merge(person=gone, into=kept, by=officer, at=at)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.account, gone.account) == (account, None)


def test_of_two_log_ins_the_second_is_closed(kept, gone, cast, officer, at: datetime) -> None:
    stays, closed = cast.account(kept), cast.account(gone)
    merging.merge(person=gone, into=kept, by=officer, at=at)
    stays.refresh_from_db()
    closed.refresh_from_db()
    kept.refresh_from_db()
    assert (kept.account, stays.is_active, closed.is_active) == (stays, True, False)
