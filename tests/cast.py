"""The cast: two counties of one city, each with a station, and the people that the stories tell of.

They are made by the services, as in life. Identity numbers begin with 990000 and belong to nobody.
"""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from organisations.authority import SYSTEM, Authority
from organisations.models import Organisation
from organisations.roles import Role
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import Line, OrganisationKind, Tier
from people.authority import authority_of
from people.models import Account, Person
from people.rules import check_digit
from people.services import grants, persons, postings
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails

HIRED = date(2024, 1, 8)
PASSWORD = "a long enough word"


def identity_number(serial: int, *, born: str = "19900101") -> str:
    """A well-formed number that belongs to nobody."""
    first = f"990000{born}{serial:03d}"
    return first + check_digit(first)


@dataclass(frozen=True)
class Places:
    """榕江市 with two counties, a station in each, and the other line in the first county."""

    province: Organisation
    city: Organisation
    county: Organisation
    other_county: Organisation
    department: Organisation
    station: Organisation
    other_station: Organisation
    school: Organisation


@pytest.fixture
def places(db: None, at: datetime) -> Places:
    return found_places(at)


def found_places(at: datetime) -> Places:
    def add(
        name: str, kind: OrganisationKind, tier: str, code: str, parent: Organisation | None, line: Line
    ) -> Organisation:
        details = OrganisationDetails(name=name, kind=kind, tier=tier, line=line, area_code=code)
        return organisations.add(details=details, parent=parent, by=SYSTEM, at=at)

    bureau, station, civil = OrganisationKind.BUREAU, OrganisationKind.STATION, Line.CIVIL_AFFAIRS
    province = add("南岭省民政厅", bureau, Tier.PROVINCE, "990000", None, civil)
    city = add("榕江市民政局", bureau, Tier.CITY, "990100", province, civil)
    county = add("东湖县民政局", bureau, Tier.COUNTY, "990121", city, civil)
    other = add("西山县民政局", bureau, Tier.COUNTY, "990122", city, civil)
    return Places(
        province=province,
        city=city,
        county=county,
        other_county=other,
        department=add("东湖县委社会工作部", bureau, Tier.COUNTY, "990121", None, Line.SOCIAL_WORK),
        station=add("东湖县青石镇社工站", station, Tier.TOWN, "990121101", county, civil),
        other_station=add("西山县云岭镇社工站", station, Tier.TOWN, "990122101", other, civil),
        school=add("榕江市委党校", OrganisationKind.SCHOOL, "", "", None, Line.SCHOOL),
    )


class Cast:
    """Makes people by name; `by(person)` is their authority today."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.count = 0

    def worker(
        self, name: str, organisation: Organisation, *, hired: date = HIRED, title: str = "社工"
    ) -> Person:
        self.count += 1
        details = PersonDetails(name=name, identity_number=identity_number(self.count), hired_on=hired)
        person = persons.add(details=details, organisation=organisation, by=SYSTEM, at=self.at)
        details_of_post = PostingDetails(organisation=organisation, starts_on=hired, title=title)
        postings.start(person=person, details=details_of_post, by=SYSTEM, at=self.at)
        return person

    def with_role(self, name: str, role: Role, organisation: Organisation) -> Person:
        person = self.worker(name, organisation)
        grants.grant(
            person=person,
            role=role,
            organisation=organisation,
            starts_on=HIRED,
            ends_on=None,
            by=SYSTEM,
            at=self.at,
        )
        return person

    def account(self, person: Person) -> Account:
        """An account that logs in as the person."""
        account = Account.objects.create_user(username=f"user{person.pk}", password=PASSWORD)
        person.account = account
        person.save(update_fields=["account"])
        return account

    def by(self, person: Person) -> Authority:
        return authority_of(person, on=self.at.date())


@pytest.fixture
def cast(db: None, at: datetime) -> Cast:
    return Cast(at)
