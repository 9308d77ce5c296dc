"""榕江市: the organisations and the people of the demo. Area codes begin with 99 and belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import Line, OrganisationKind, Tier
from people.models import Person
from people.rules import check_digit
from people.services import persons, postings
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails
from people.words import Education, Gender, PostKind, QualificationLevel

COUNTIES = {
    "东湖县": ("990121", ("青石镇", "柳桥镇", "湖心街道")),
    "西山县": ("990122", ("云岭镇", "松坪镇", "茶园镇")),
    "南溪区": ("990123", ("南门街道", "渡口镇", "桂花镇")),
    "北桥市": ("990124", ("北关街道", "石桥镇", "大坪镇")),
}
WORKERS_A_STATION = 5
SURNAMES = "陈李张王刘黄林吴杨周徐郑梁谢罗何邓冯曾彭蔡潘袁叶卢江汤阮庞韦"
GIVEN = (
    "嘉怡", "俊杰", "春梅", "永强", "秀兰", "志明", "雅婷", "建国", "晓彤", "伟峰",
    "美琪", "文博", "丽娟", "国华", "思敏", "海涛", "玉珍", "家豪", "慧玲", "明辉",
)  # fmt: skip


@dataclass(frozen=True)
class City:
    """The places by name; `staff` lists each station's workers, the deputy head first, whoever is new last."""

    places: dict[str, Organisation]
    staff: dict[str, list[Person]]

    def at(self, name: str) -> Organisation:
        return self.places[name]


def build(*, anchor: date, at: datetime) -> City:
    """Add the organisations and the station workers; everybody's dates hang on `anchor`."""
    places = _organisations(at)
    stations = [place for place in places.values() if place.kind == OrganisationKind.STATION]
    staff: dict[str, list[Person]] = {}
    serial = 1
    for station in stations:
        staff[station.name] = []
        for place in range(WORKERS_A_STATION):
            is_new = place == WORKERS_A_STATION - 1
            hired_on = anchor - timedelta(days=100 + serial * 37 % 220 if is_new else 400 + serial * 13 % 900)
            title = "社工" if place else "副站长"
            staff[station.name].append(_worker(serial, station, title=title, hired_on=hired_on, at=at))
            serial += 1
    return City(places, staff)


def new_person(
    *, serial: int, name: str, organisation: Organisation, hired_on: date, title: str, at: datetime
) -> Person:
    """A person with a primary posting; the identity number is well formed and belongs to nobody."""
    born = date(1975 + serial * 7 % 28, 1 + serial % 12, 1 + serial % 27)
    first = f"990000{born:%Y%m%d}{serial:03d}"
    details = PersonDetails(
        name=name,
        gender=Gender.FEMALE if serial % 3 else Gender.MALE,
        birth_month=born.replace(day=1),
        identity_number=first + check_digit(first),
        phone=f"1990001{serial:04d}",
        education=(Education.BACHELOR, Education.COLLEGE, Education.BACHELOR, Education.MASTER)[serial % 4],
        major="社会工作" if serial % 2 else "其他",
        qualification=tuple(QualificationLevel)[serial % 3],
        hired_on=hired_on,
    )
    person = persons.add(details=details, organisation=organisation, by=SYSTEM, at=at)
    posting = PostingDetails(
        organisation=organisation,
        starts_on=hired_on,
        title=title,
        post_kind=PostKind.SERVICE if serial % 4 else PostKind.ADMINISTRATIVE,
    )
    postings.start(person=person, details=posting, by=SYSTEM, at=at)
    return person


def _organisations(at: datetime) -> dict[str, Organisation]:
    places: dict[str, Organisation] = {}

    def add(
        name: str, kind: OrganisationKind, line: Line, tier: str = "", code: str = "", above: str = ""
    ) -> None:
        details = OrganisationDetails(name=name, kind=kind, tier=tier, line=line, area_code=code)
        places[name] = organisations.add(details=details, parent=places.get(above), by=SYSTEM, at=at)

    bureau = OrganisationKind.BUREAU
    add("南岭省民政厅", bureau, Line.CIVIL_AFFAIRS, Tier.PROVINCE, "990000")
    add("榕江市民政局", bureau, Line.CIVIL_AFFAIRS, Tier.CITY, "990100", "南岭省民政厅")
    add("榕江市委社会工作部", bureau, Line.SOCIAL_WORK, Tier.CITY, "990100")
    add("榕江市委党校", OrganisationKind.SCHOOL, Line.SCHOOL)
    add("榕江市同行社会工作服务中心", OrganisationKind.AGENCY, Line.AGENCY)
    for county, (code, towns) in COUNTIES.items():
        add(f"{county}民政局", bureau, Line.CIVIL_AFFAIRS, Tier.COUNTY, code, "榕江市民政局")
        add(f"{county}委社会工作部", bureau, Line.SOCIAL_WORK, Tier.COUNTY, code, "榕江市委社会工作部")
        for number, town in enumerate(towns, start=101):
            station = f"{county}{town}社工站"
            add(
                station,
                OrganisationKind.STATION,
                Line.CIVIL_AFFAIRS,
                Tier.TOWN,
                f"{code}{number}",
                f"{county}民政局",
            )
    return places


def _worker(serial: int, station: Organisation, *, title: str, hired_on: date, at: datetime) -> Person:
    name = SURNAMES[serial * 7 % len(SURNAMES)] + GIVEN[serial * 11 % len(GIVEN)]
    return new_person(serial=serial, name=name, organisation=station, hired_on=hired_on, title=title, at=at)
