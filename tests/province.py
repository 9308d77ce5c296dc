"""An invented province for `make bench`: 30,000 people, three report years, a million lines of the ledger.

Everything follows from numbers, so each run makes the same rows. People are added by the product's own service (sealed
identity numbers that begin with 990000); the rest is written in bulk by SQL, and the ledger's own triggers hash and check
every line of it. Guests, moves, merged records, leave, reversals and later credits are all in it.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, models
from psycopg import sql

from core import clock
from courses.models import Attendance, ClassSession, Enrolment, Programme, TrainingClass
from hours.models import HourEntry
from hours.services import seals
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.querysets import all_rules
from people.models import Posting
from people.rules import check_digit
from people.services import persons
from people.services.persons import PersonDetails
from people.words import QualificationLevel

CITIES, COUNTIES_EACH, STATIONS_EACH = 20, 6, 12
STATIONS = CITIES * COUNTIES_EACH * STATIONS_EACH
PEOPLE, ALIASES = 30_000, 50
LINES = 1_000_000
YEARS = (2023, 2024, 2025)
PROVINCE, A_CITY, A_COUNTY = "北榕省民政厅", "第07市民政局", "第07市第3县民政局"
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "安宁康泰和平清明文思敏慧佳悦晨曦"
_AT_ONCE = 2_000


def generate() -> None:
    """Fill an empty, migrated database, seal its ledger as each night does, and let PostgreSQL look at its tables."""
    _run("SET work_mem = '128MB'", "SET synchronous_commit = off")
    for step in (
        _places,
        _people,
        _postings,
        _classes,
        _seats,
        _attendances,
        _credits,
        _corrections,
        _lessons,
    ):
        step()
        _run("ANALYZE")  # nothing is known of new tables otherwise, and the next join would take hours
    seals.seal_all(by=SYSTEM, at=clock.now())
    _run("VACUUM ANALYZE")


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _insert(model: type[models.Model], source: str, **given: str) -> None:
    """Rows of the model from a FROM clause: SQL by column; columns that are not given have the model's defaults."""
    for field in model._meta.concrete_fields:
        optional = field.primary_key or field.null or field.has_db_default()
        if field.column not in given and not optional:
            given[field.column] = sql.Literal(field.get_default()).as_string()
    columns, values = ", ".join(given), ", ".join(given.values())
    _run(f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} FROM {source}")  # noqa: S608 - of this module


def _places() -> None:
    def insert(tier: str, kind: str, source: str, name: str, code: str, above: str = "above.id") -> None:
        given = {"tier": f"'{tier}'", "kind": f"'{kind}'", "name": name, "area_code": code}
        _insert(Organisation, source, public_id=f"md5('place' || {code})::uuid", parent_id=above, **given)

    def below(tier: str, many: int) -> str:
        return f"organisations_organisation above, generate_series(1, {many}) n WHERE above.tier = '{tier}' ORDER BY 4"

    short = "left(above.name, -3)"
    insert("province", "bureau", "(VALUES (1)) one", f"'{PROVINCE}'", "'990000'", "NULL::bigint")
    two_digits = "lpad(n::text, 2, '0')"
    name, code = f"format('第%s市民政局', {two_digits})", f"format('99%s00', {two_digits})"
    insert("city", "bureau", below("province", CITIES), name, code)
    name, code = f"format('%s第%s县民政局', {short}, n)", "format('%s0%s', left(above.area_code, 4), n)"
    insert("county", "bureau", below("city", COUNTIES_EACH), name, code)
    name, code = (
        f"format('%s第%s社工站', {short}, {two_digits})",
        f"format('%s0%s', above.area_code, {two_digits})",
    )
    insert("town", "station", below("county", STATIONS_EACH), name, code)
    _run("""
        WITH RECURSIVE tree AS (
            SELECT id, id || '/' AS path FROM organisations_organisation WHERE parent_id IS NULL
            UNION ALL
            SELECT below.id, tree.path || below.id || '/'
            FROM organisations_organisation below JOIN tree ON below.parent_id = tree.id
        ) UPDATE organisations_organisation one SET path = tree.path FROM tree WHERE tree.id = one.id
    """)


def _people() -> None:
    made = [_person(number) for number in range(PEOPLE + ALIASES)]
    for start in range(0, len(made), _AT_ONCE):
        persons.add_many(rows=made[start : start + _AT_ONCE], organisation=None, by=SYSTEM, at=clock.now())
    _run(
        "CREATE TEMPORARY TABLE who AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id AS person, hired_on FROM people_person",
        # The last of them are second records of others.
        "UPDATE people_person alias SET merged_into_id = whole.person, identity_hash = '', identity_number = NULL"  # noqa: S608
        f" FROM who mine JOIN who whole ON whole.n = (mine.n - {PEOPLE}) * {PEOPLE // ALIASES} + 3"
        f" WHERE mine.person = alias.id AND mine.n >= {PEOPLE}",
    )


def _person(number: int) -> PersonDetails:
    """97 and 12,000 have no common divisor: no two people share both the day and the serial number."""
    name = _SURNAMES[number % 16] + _GIVEN[number // 16 % 16] + _GIVEN[number // 256 % 16]
    born = date(1968, 1, 1) + timedelta(days=number * 97 % 12_000)
    first_seventeen = f"990000{born:%Y%m%d}{number // 12_000 + 1:03}"
    return PersonDetails(
        name=name, identity_number=first_seventeen + check_digit(first_seventeen), birth_month=born.replace(day=1),
        qualification=list(QualificationLevel)[number % 3], hired_on=date(2018, 1, 1) + timedelta(days=number % 1500),
    )  # fmt: skip


def _postings() -> None:
    """Every thirtieth person has moved to another station of the province in the middle of 2024."""
    _run(
        "CREATE TEMPORARY TABLE place AS SELECT row_number() OVER (ORDER BY area_code) - 1 AS n, id AS station,"
        " parent_id AS county FROM organisations_organisation WHERE kind = 'station'"
    )
    moved = "DATE '2024-07-01'"
    first = f"who JOIN place ON place.n = who.n * {STATIONS} / {PEOPLE} WHERE who.n < {PEOPLE} ORDER BY who.n"
    second = f"who JOIN place ON place.n = who.n * 7 % {STATIONS} WHERE who.n < {PEOPLE} AND who.n % 30 = 7 ORDER BY who.n"
    given = {"person_id": "person", "organisation_id": "station"}
    kind = "(ARRAY['service', 'service', 'administrative', 'other'])[who.n % 4 + 1]"
    ends = f"CASE WHEN who.n % 30 = 7 THEN {moved} END"
    _insert(Posting, first, **given, starts_on="hired_on", ends_on=ends, post_kind=kind)
    _insert(Posting, second, **given, starts_on=moved, post_kind="'service'")


def _classes() -> None:
    """Four classes of each county and 25 of each city in each year; five half days in a class."""
    _run(
        "CREATE TEMPORARY TABLE organiser AS SELECT id, tier, area_code,"
        " row_number() OVER (PARTITION BY tier ORDER BY area_code) - 1 AS n"
        " FROM organisations_organisation WHERE tier IN ('city', 'county')"
    )
    years = ", ".join(map(str, YEARS))
    source = f"organiser, unnest(ARRAY[{years}]) year ORDER BY year, organiser.id"
    _insert(Programme, source, name="'年度培训'", organiser_id="organiser.id", report_year="year")
    source = """courses_programme series JOIN organiser ON organiser.id = series.organiser_id
        CROSS JOIN LATERAL generate_series(0, CASE organiser.tier WHEN 'city' THEN 24 ELSE 3 END) k
        CROSS JOIN LATERAL (SELECT make_date(series.report_year, CASE organiser.tier WHEN 'city' THEN 7 ELSE 3 END, 1)
            + (k * 5 + organiser.n % 5)::int AS day) opening
        ORDER BY opening.day, series.id"""
    code = "format('%s-%s', series.report_year, lpad(k::text, 3, '0'))"
    _insert(
        TrainingClass, source, public_id=f"md5('class' || area_code || {code})::uuid", programme_id="series.id",
        organiser_id="organiser.id", code=code, name=f"'培训班' || {code}", report_year="series.report_year",
        round_number="k % 5 + 1", tier="organiser.tier", audience="(ARRAY['front_line', 'new_worker', 'backbone'])[k % 3 + 1]",
        kind="(ARRAY['professional', 'policy', 'pre_service'])[k % 3 + 1]", delivery_mode="'in_person'",
        filing_number=f"'备' || area_code || '-' || {code}", starts_on="opening.day", ends_on="opening.day + 2",
        state="'completed'",
    )  # fmt: skip
    _insert(
        ClassSession, "courses_trainingclass held, generate_series(0, 4) half ORDER BY held.id, half",
        public_id="md5('session' || held.public_id || half)::uuid", training_class_id="held.id",
        held_on="held.starts_on + half / 2", half_day="CASE half % 2 WHEN 0 THEN 'morning' ELSE 'afternoon' END",
        starts_at="make_time(9 + half % 2 * 5, 0, 0)", ends_at="make_time(12 + half % 2 * 5, 0, 0)", minutes="180",
        topic="format('第%s讲', half / 2 + 1)", lecturer="'李老师'",
    )  # fmt: skip


def _seats() -> None:
    """Everybody is each year in one class of the county and one of the city: some sixty people in each."""
    _run(f"""
        CREATE TEMPORARY TABLE seat AS
        SELECT held.id AS class, held.report_year AS year, who.n, who.person AS whole, coalesce(alias.person, who.person) AS person
        FROM who
        JOIN organiser ON (organiser.tier = 'city' AND organiser.n = who.n / {PEOPLE // CITIES})
            OR (organiser.tier = 'county' AND organiser.n = who.n / {PEOPLE // CITIES // COUNTIES_EACH})
        JOIN courses_trainingclass held ON held.organiser_id = organiser.id AND right(held.code, 3)::int
            = CASE organiser.tier WHEN 'city' THEN who.n * 7 % 1500 / 60 ELSE who.n % 250 / 63 END
        LEFT JOIN who alias ON alias.n = {PEOPLE} + who.n / 600 AND who.n % 600 = 3
            AND organiser.tier = 'county' AND held.report_year = 2024
        WHERE who.n < {PEOPLE}
    """)  # noqa: S608 - constants of this module
    enrolled = "make_timestamptz(year, 1, 15, 9, 0, 0, 'Asia/Shanghai')"
    given = {"training_class_id": "class", "person_id": "person", "state": "'enrolled'"}
    _insert(Enrolment, "seat ORDER BY class, n", **given, enrolled_at=enrolled)


def _attendances() -> None:
    """Of 200 places four were on leave, one was corrected from present to absent and one from present to late."""
    _run("ANALYZE seat")
    _run("""
        CREATE TEMPORARY TABLE came AS
        SELECT seat.person, posting.id AS posting, posting.organisation_id AS organisation, place.county AS bureau,
            held.id AS session, held.held_on AS day, held.minutes, (seat.n * 13 + held.id) % 200 AS lot,
            tstzrange((held.held_on + held.starts_at) AT TIME ZONE 'Asia/Shanghai',
                (held.held_on + held.ends_at) AT TIME ZONE 'Asia/Shanghai') AS scheduled
        FROM seat
        JOIN courses_classsession held ON held.training_class_id = seat.class
        JOIN people_posting posting ON posting.person_id = seat.whole
            AND posting.starts_on <= held.held_on AND coalesce(posting.ends_on, 'infinity') > held.held_on
        JOIN place ON place.station = posting.organisation_id
    """)
    state = "CASE WHEN lot < 4 THEN 'leave' WHEN lot = 4 THEN 'absent' WHEN lot = 5 THEN 'late' ELSE 'present' END"
    _insert(
        Attendance, "came ORDER BY day, session, person", session_id="session", person_id="person", posting_id="posting",
        state=state, scheduled="CASE WHEN lot >= 5 THEN scheduled END",
    )  # fmt: skip


def _credits() -> None:
    _insert(
        HourEntry, "came JOIN courses_attendance sat ON (sat.session_id, sat.person_id) = (session, came.person)"
        " WHERE lot >= 4 ORDER BY sat.id",
        **_of_a_place("training", "courses.attendance"), minutes="minutes", activity_on="day", source_id="sat.id",
    )  # fmt: skip


def _corrections() -> None:
    """Reversals, and new credits of those who were late."""
    copied = (
        "person_id",
        "posting_id",
        "organisation_id",
        "bureau_id",
        "kind",
        "activity_on",
        "source_type",
        "source_id",
    )
    mirrored = {column: f"entry.{column}" for column in (*copied, "rule_version")}
    mirrored |= {"minutes": "-entry.minutes", "reason": "'签到状态更正'"}
    source = "hours_hourentry entry JOIN courses_attendance sat ON sat.id = entry.source_id WHERE sat.state"
    _insert(
        HourEntry, f"{source} IN ('absent', 'late') ORDER BY entry.id", **mirrored, reverses_id="entry.id"
    )
    _insert(HourEntry, f"{source} = 'late' AND entry.minutes < 0 ORDER BY entry.id", **mirrored, revision="2")


def _lessons() -> None:
    """What is left of the million."""
    source = f"came ORDER BY day, session, person LIMIT {LINES} - (SELECT count(*) FROM hours_hourentry)"  # noqa: S608
    _insert(
        HourEntry, source, **_of_a_place("lesson", "courses.lesson_progress"), minutes="30", activity_on="day - 20",
        source_id="row_number() OVER (ORDER BY day, session, person)",
    )  # fmt: skip


def _of_a_place(kind: str, source_type: str) -> dict[str, str]:
    """What every credit has of the posting on its day, and the rule that it goes by."""
    rule = all_rules().in_force("attendance.credit", on=date(YEARS[0], 1, 1)).version
    return {
        "person_id": "came.person", "posting_id": "posting", "organisation_id": "organisation", "bureau_id": "bureau",
        "rule_version": f"'{rule}'", "kind": f"'{kind}'", "source_type": f"'{source_type}'",
    }  # fmt: skip
