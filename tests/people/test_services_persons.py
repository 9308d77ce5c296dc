"""The roster: add and edit, with nothing personal in the events."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from core.errors import RuleBroken
from core.models import Event
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.services import persons, postings
from people.services.persons import PersonDetails, sort_key
from people.services.postings import PostingDetails
from people.words import Education, QualificationLevel
from tests.cast import Cast, Places, identity_number

DETAILS = PersonDetails(
    name="莫晓红", identity_number=identity_number(501), phone="19900010501", education=Education.BACHELOR
)


@pytest.fixture
def officer(places: Places, cast: Cast):
    return cast.by(cast.with_role("黄志强", Role.OFFICER, places.county))


def _hire(places: Places, by, at: datetime, details: PersonDetails = DETAILS) -> Person:
    post = PostingDetails(organisation=places.station, starts_on=date(2026, 3, 1))
    return postings.hire(person=details, posting=post, by=by, at=at)


def test_hiring_adds_a_person_and_a_posting_with_one_event_each(places, officer, at: datetime) -> None:
    before = Event.objects.count()
    person = _hire(places, officer, at)
    names = list(Event.objects.order_by("pk").values_list("name", flat=True)[before:])
    assert names == ["people.person.added", "people.posting.started"]
    assert person.postings.get().organisation == places.station


@pytest.mark.parametrize("place", ["other_station", "department", "city"])
def test_nobody_is_hired_outside_the_own_tree(places, officer, at: datetime, place: str) -> None:
    post = PostingDetails(organisation=getattr(places, place), starts_on=date(2026, 3, 1))
    with pytest.raises(RuleBroken) as refused:
        postings.hire(person=DETAILS, posting=post, by=officer, at=at)
    assert refused.value.code == "permission.missing"
    assert not Person.objects.filter(name="莫晓红").exists()


def test_numbers_are_sealed_and_no_event_carries_them(places, officer, at: datetime) -> None:
    person = _hire(places, officer, at)
    details = replace(DETAILS, name="莫小红", phone="19900010777")
    persons.edit(person=person, details=details, by=officer, at=at)
    told = repr(list(Event.objects.values()))
    for secret in (DETAILS.identity_number, "19900010501", "19900010777", "莫晓红", "莫小红"):
        assert secret not in told
    edited = Event.objects.get(name="people.person.edited")
    assert edited.data == {"fields": ["name", "phone"]}


def test_an_empty_number_means_as_it_was(places, officer, at: datetime) -> None:
    person = _hire(places, officer, at)
    persons.edit(
        person=person,
        details=replace(DETAILS, identity_number="", phone="", major="社会学"),
        by=officer,
        at=at,
    )
    person.refresh_from_db()
    assert (person.identity_number, person.phone) == (DETAILS.identity_number, DETAILS.phone)
    assert person.major == "社会学"


def test_an_edit_that_changes_nothing_tells_nothing(places, officer, at: datetime) -> None:
    person = _hire(places, officer, at)
    persons.edit(person=person, details=replace(DETAILS), by=officer, at=at)
    assert not Event.objects.filter(name="people.person.edited").exists()


def test_what_is_derived_follows_the_edit(places, officer, at: datetime) -> None:
    person = _hire(places, officer, at)
    number = identity_number(502)
    persons.edit(
        person=person,
        details=replace(DETAILS, name="单小红", identity_number=number.lower()),
        by=officer,
        at=at,
    )
    person.refresh_from_db()
    assert person.sort_key.startswith("shan")
    assert person.identity_tail == number[-4:]
    assert person.identity_hash == persons.identity_hash(number)


@pytest.mark.parametrize("where", ["station", "other_station"])
def test_a_known_number_is_refused_in_the_same_words_wherever_it_is(
    places, cast, officer, at: datetime, where: str
) -> None:
    known = cast.worker("陈小燕", getattr(places, where))
    with pytest.raises(RuleBroken) as refused:
        _hire(places, officer, at, replace(DETAILS, identity_number=known.identity_number))
    assert refused.value.code == "person.identity_known"
    assert "西山" not in refused.value.message
    assert "陈" not in refused.value.message


def test_the_number_of_a_withdrawn_record_may_come_again(places, officer, at: datetime) -> None:
    person = _hire(places, officer, at)
    Person.objects.filter(pk=person.pk).update(withdrawn_at=at)
    assert _hire(places, officer, at).pk != person.pk


@pytest.mark.parametrize("number", ["990000199001010010", "12345", "99000019901301001X"])
def test_a_wrong_number_is_refused(places, officer, at: datetime, number: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        _hire(places, officer, at, replace(DETAILS, identity_number=number))
    assert refused.value.code == "person.identity_wrong"


@pytest.mark.parametrize("home", ["other_county", "department", "station"])
def test_a_person_is_edited_only_from_the_own_tree(places, cast, officer, at: datetime, home: str) -> None:
    person = _hire(places, officer, at)
    role = Role.STATION_HEAD if home == "station" else Role.OFFICER
    stranger = cast.by(cast.with_role("韦国强", role, getattr(places, home)))
    with pytest.raises(RuleBroken) as refused:
        persons.edit(person=person, details=replace(DETAILS, name="改名"), by=stranger, at=at)
    assert refused.value.code == "permission.missing"


def test_a_merged_record_is_edited_no_more(places, cast, officer, at: datetime) -> None:
    person, other = _hire(places, officer, at), cast.worker("陈小燕", places.station)
    Person.objects.filter(pk=person.pk).update(merged_into=other)
    with pytest.raises(RuleBroken):
        persons.edit(person=person, details=replace(DETAILS, name="改名"), by=officer, at=at)


def test_an_import_adds_many_with_one_event(places, officer, at: datetime) -> None:
    rows = [PersonDetails(name="甲"), PersonDetails(name="乙", qualification=QualificationLevel.WORKER)]
    persons.add_many(rows=rows, organisation=places.county, by=officer, at=at)
    assert Event.objects.filter(name="people.persons.added").count() == 1


def test_an_import_that_brings_a_known_number_breaks_as_a_rule(places, officer, at: datetime) -> None:
    _hire(places, officer, at)
    with pytest.raises(RuleBroken) as refused:
        persons.add_many(rows=[DETAILS], organisation=places.county, by=SYSTEM, at=at)
    assert refused.value.code == "person.identity_known"


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["张一", "阿二", "曾三", "单四"], ["阿二", "单四", "曾三", "张一"]),
        (["区七", "任六"], ["区七", "任六"]),
    ],
)
def test_names_order_by_their_sound(names: list[str], ordered: list[str]) -> None:
    assert sorted(names, key=sort_key) == ordered
