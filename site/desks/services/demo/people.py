"""The personas: their postings, their roles and, alone among the demo's people, their accounts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from desks.services.demo.city import City, new_person
from desks.services.demo.personas import BY_KEY, username
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Role
from people.authority import authority_of
from people.models import Person
from people.privacy import notice_in_force
from people.services import accounts, grants, privacy

# Persona, where posted, title, days since hired, role, where the role holds, days until it ends.
POSTED: tuple[tuple[str, str, str, int, Role | None, str, int | None], ...] = (
    ("new-worker", "东湖县青石镇社工站", "社工", 18, None, "", None),
    ("deputy-head", "东湖县青石镇社工站", "副站长", 900, Role.STATION_HEAD, "东湖县青石镇社工站", None),
    ("supervisor", "榕江市民政局", "督导员", 1500, Role.SUPERVISOR, "东湖县民政局", None),
    ("studio-lead", "东湖县柳桥镇社工站", "副站长", 2600, Role.SUPERVISOR, "东湖县民政局", None),
    ("liaison", "东湖县柳桥镇社工站", "社工", 700, None, "", None),
    (
        "class-teacher", "榕江市同行社会工作服务中心", "项目主管", 800, Role.CLASS_TEACHER,
        "榕江市同行社会工作服务中心", 120,
    ),
    ("county-civil", "东湖县民政局", "股长", 2000, Role.OFFICER, "东湖县民政局", None),
    ("county-social", "东湖县委社会工作部", "科员", 600, Role.OFFICER, "东湖县委社会工作部", None),
    ("city", "榕江市民政局", "科长", 3000, Role.OFFICER, "榕江市民政局", None),
    ("province", "南岭省民政厅", "主任科员", 2500, Role.READER, "南岭省民政厅", None),
    ("editor", "榕江市委党校", "教务", 1800, Role.EDITOR, "榕江市民政局", None),
    ("reviewer", "榕江市民政局", "四级调研员", 2200, Role.REVIEWER, "榕江市民政局", None),
    ("operator", "榕江市民政局", "信息员", 1200, Role.OPERATOR, "榕江市民政局", None),
)  # fmt: skip
HISTORY_ORGANISER = "云浮市民政局"
OVERDUE_DAYS = 61


def build(city: City, *, anchor: date, at: datetime) -> dict[str, Person]:
    """Add the personas, and one new worker whose pre-service course is overdue."""
    cast = {}
    for serial, (key, place, title, since, role, where, ends) in enumerate(POSTED, start=901):
        hired_on = anchor - timedelta(days=since)
        person = new_person(
            serial=serial,
            name=BY_KEY[key].name,
            organisation=city.at(place),
            hired_on=hired_on,
            title=title,
            at=at,
        )
        if role is not None:
            _grant(person, role, city.at(where), anchor - timedelta(days=1), anchor, ends, at)
        accounts.open_demo_account(person=person, username=username(BY_KEY[key]), by=SYSTEM, at=at)
        # Whoever tries the demo enters at once; the notice stands in the footer of every page.
        by = authority_of(person, on=anchor)
        privacy.acknowledge(person=person, notice=notice_in_force(on=anchor), by=by, at=at)
        cast[key] = person
    new_person(
        serial=950, name="覃小梅", organisation=city.at("东湖县青石镇社工站"),
        hired_on=anchor - timedelta(days=OVERDUE_DAYS), title="社工", at=at,
    )  # fmt: skip
    # A deputy head who leads a studio and learns as well: three desks, and the switch between them.
    station = city.at("东湖县柳桥镇社工站")
    _grant(cast["studio-lead"], Role.STATION_HEAD, station, anchor - timedelta(days=1), anchor, None, at)
    _show_history(cast, anchor, at)
    return cast


def _show_history(cast: dict[str, Person], anchor: date, at: datetime) -> None:
    """The city officer and the province reader may also read the imported series of 2022."""
    organiser = all_organisations().current().filter(name=HISTORY_ORGANISER).first()
    if organiser is not None:
        for key in ("city", "province"):
            _grant(cast[key], Role.READER, organiser, anchor - timedelta(days=1), anchor, None, at)


def _grant(
    person: Person,
    role: Role,
    where: Organisation,
    starts_on: date,
    anchor: date,
    ends: int | None,
    at: datetime,
) -> None:
    grants.grant(
        person=person, role=role, organisation=where, starts_on=starts_on,
        ends_on=anchor + timedelta(days=ends) if ends else None, by=SYSTEM, at=at,
    )  # fmt: skip
