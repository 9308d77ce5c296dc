"""Filing freezes; a correction is a new filing; what was filed is reproduced whatever happens afterwards."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from threading import Barrier

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.utils import DatabaseError

from core import records
from core.errors import RuleBroken
from core.models import Event
from courses.models import ClassSession
from courses.words import AttendanceState
from hours.models import LockedPeriod
from hours.querysets import all_entries, all_seals
from hours.services import ledger, seals
from organisations.authority import SYSTEM
from organisations.models import Organisation, Rule
from organisations.roles import Role
from organisations.scope import scope_of
from organisations.services import organisations
from people.models import Person
from people.services import postings
from people.services.postings import PostingDetails
from reporting.models import Filing
from reporting.querysets.reports import report
from reporting.rules.differences import line_changes
from reporting.rules.figures import TOTAL
from reporting.rules.filing_document import table_of
from reporting.rules.periods import Period
from reporting.services import filings
from reporting.words import FilingState, Side, VisitsUnit
from tests.cast import Cast, Places
from tests.reporting import series
from tests.threads import LONGEST

FIRST = date(2026, 3, 2)
YEAR = Period(report_year=2026)


@pytest.fixture
def people(places: Places, cast: Cast, at: datetime) -> list[Person]:
    """Two of the county's station in a class of the county, one of them also there as a guest of the other county."""
    found = [cast.worker("陈小燕", places.station), cast.worker("何志明", places.other_station)]
    series.attend_all(series.hold_class("A", places.county, first_day=FIRST, days=2, at=at), *found, at=at)
    return found


def file(organisation: Organisation, at: datetime, **wanted) -> Filing:
    return filings.file(**({"organisation": organisation, "period": YEAR, "by": SYSTEM, "at": at} | wanted))


def test_a_filing_has_a_number_a_digest_a_workbook_and_the_position_in_the_ledger(
    places: Places, people: list[Person], at: datetime
) -> None:
    filing = file(places.county, at)
    document = filings.document_of(filing)
    assert filing.number == "2026-990121-0001"
    assert filing.sha256 == records.digest(bytes(filing.record))
    assert filing.ledger_position == document["ledger"]["position"] == all_entries().order_by("pk").last().pk
    assert [seal[0] for seal in document["ledger"]["seals"]] == [places.county.pk, places.other_county.pk]
    assert all_seals().filter(occasion="filing").count() == 2
    assert seals.verify() is None
    assert (filing.state, filing.unit) == (FilingState.COUNTY_PASSED, VisitsUnit.PERSON_DAY)
    assert Event.objects.get(name="reporting.filing.filed").data["number"] == filing.number
    lock = LockedPeriod.objects.get()
    assert (lock.first_day, lock.last_day, lock.filing_number) == (FIRST, FIRST + timedelta(1), filing.number)


def test_the_frozen_value_holds_rows_and_figures_and_no_name_or_identity_number(
    places: Places, people: list[Person], at: datetime
) -> None:
    filing = file(places.county, at)
    text = bytes(filing.record).decode()
    document = json.loads(text)
    line = all_entries().standing().order_by("pk").first()
    assert document["rows"][0][:3] == [line.pk, line.person_id, line.organisation_id]
    assert len(document["rows"]) == 8
    assert document["organisations"][1][1:3] == ["东湖县青石镇社工站", "990121"]
    assert table_of(document) == report(scope_of(places.county), YEAR).table
    assert all(person.name not in text and "990000" not in text for person in people)


def test_a_filing_is_reproduced_after_everything_around_it_has_changed(
    places: Places, people: list[Person], cast: Cast, at: datetime
) -> None:
    filing = file(places.county, at)
    before = bytes(filing.record), bytes(filing.workbook)
    organisations.rename(organisation=places.station, name="东湖县新名社工站", by=SYSTEM, at=at)
    moved = PostingDetails(organisation=places.other_station, starts_on=FIRST)
    postings.move(person=people[0], details=moved, by=SYSTEM, at=at)
    Rule.objects.filter(key="visits.unit").update(value="session")
    ledger.reverse(entry=all_entries().standing().first(), reason="签错", by=SYSTEM, at=at)
    again = series.hold_class("B", places.county, first_day=FIRST + timedelta(7), at=at)
    series.attend_all(again, cast.worker("新人", places.station), at=at)
    made = filings.reproduce(Filing.objects.get(pk=filing.pk))
    assert made.is_equal
    assert (made.record, made.workbook) == before
    assert report(scope_of(places.county), YEAR, VisitsUnit.PERSON_DAY).total(Side.ORGANISER).people == 3


def test_a_late_make_up_needs_a_reason_leaves_the_filing_alone_and_comes_with_the_correction(
    places: Places, people: list[Person], cast: Cast, at: datetime
) -> None:
    filing = file(places.county, at)
    late = cast.worker("补课人", places.station)
    session = first_session()
    with pytest.raises(RuleBroken) as refused:
        series.attend(session, late, state=AttendanceState.PRESENT, reason="", at=at)
    assert refused.value.code == "hours.period_filed"
    series.attend(session, late, state=AttendanceState.MAKE_UP, reason="住院后补课", at=at)
    assert filings.reproduce(filing).is_equal
    correction = filings.correct(filing=filing, reason="补课一人", by=SYSTEM, at=at)
    old, new = filings.document_of(filing), filings.document_of(correction)
    assert (table_of(old)[(Side.ORGANISER, TOTAL)].people, table_of(new)[(Side.ORGANISER, TOTAL)].people) == (
        2,
        3,
    )
    changes = line_changes(old, new)
    assert [one.state for one in changes.came] == ["补课"]
    assert (correction.number, correction.corrects, new["corrects"]) == (
        "2026-990121-0002",
        filing,
        filing.number,
    )
    assert Filing.objects.get(pk=filing.pk).state is FilingState.SUPERSEDED
    assert filings.reproduce(filing).is_equal
    assert filings.reproduce(correction).is_equal


def first_session() -> ClassSession:
    return ClassSession.objects.select_related("training_class__organiser").order_by("pk").first()


def test_a_period_is_filed_once_and_corrected_once(
    places: Places, people: list[Person], cast: Cast, at: datetime
) -> None:
    filing = file(places.county, at)
    for wrong in (
        lambda: file(places.county, at),
        lambda: filings.correct(filing=filing, reason="没有变化", by=SYSTEM, at=at),
        lambda: filings.correct(filing=filing, reason=" ", by=SYSTEM, at=at),
    ):
        with pytest.raises(RuleBroken):
            wrong()
    series.attend(
        first_session(), cast.worker("补课人", places.station), state=AttendanceState.MAKE_UP, at=at
    )
    filings.correct(filing=filing, reason="补课", by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        filings.correct(filing=filing, reason="再来", by=SYSTEM, at=at)
    assert refused.value.code == "filing.corrected_already"
    assert Filing.objects.count() == 2


def test_numbers_go_on_by_year_and_area_and_nothing_to_report_is_filed_too(
    places: Places, at: datetime
) -> None:
    asked = [
        (places.county, YEAR), (places.department, YEAR), (places.county, Period(FIRST, FIRST)),
        (places.other_county, YEAR), (places.school, YEAR),
    ]  # fmt: skip
    made = [file(organisation, at, period=period) for organisation, period in asked]
    assert [one.number for one in made] == [
        "2026-990121-0001", "2026-990121-0002", "2026-990121-0003", "2026-990122-0001", f"2026-{places.school.pk}-0001",
    ]  # fmt: skip
    assert all(table_of(filings.document_of(one))[(Side.ORGANISER, TOTAL)].people == 0 for one in made)
    assert all(filings.reproduce(one).is_equal for one in made)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reporting_filing SET number = 'x'",
        "DELETE FROM reporting_filing",
        "TRUNCATE reporting_filing CASCADE",
    ],
)
def test_the_database_refuses_to_change_a_filing(places: Places, at: datetime, statement: str) -> None:
    file(places.county, at)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="stays as it was filed"), transaction.atomic():
            cursor.execute(statement)


def test_only_an_officer_of_the_organisation_or_above_files(places: Places, cast: Cast, at: datetime) -> None:
    city = cast.by(cast.with_role("市局", Role.OFFICER, places.city))
    other = cast.by(cast.with_role("西山", Role.OFFICER, places.other_county))
    head = cast.by(cast.with_role("站长", Role.STATION_HEAD, places.county))
    for by in (other, head):
        with pytest.raises(RuleBroken) as refused:
            file(places.county, at, by=by)
        assert refused.value.code == "permission.missing"
    assert file(places.county, at, by=city).filed_by == city.person_id


def test_the_command_writes_the_same_bytes_and_finds_what_was_tampered_with(
    places: Places, people: list[Person], at: datetime, tmp_path: Path
) -> None:
    filing = file(places.county, at)
    out, err = StringIO(), StringIO()
    call_command("reproduce_filing", filing.number, stdout=out, stderr=err)
    assert out.getvalue().encode() == bytes(filing.record)
    assert filing.sha256 in err.getvalue()
    target = tmp_path / "表.xlsx"
    call_command("reproduce_filing", filing.number, "--format", "xlsx", "--output", str(target), stderr=err)
    assert target.read_bytes() == bytes(filing.workbook)
    document = filings.document_of(filing)
    document["figures"][0][3]["people"] += 1
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reporting_filing DISABLE TRIGGER reporting_filing_append_only")
        cursor.execute("UPDATE reporting_filing SET record = %s", [records.canonical_json(document)])
        cursor.execute("ALTER TABLE reporting_filing ENABLE TRIGGER reporting_filing_append_only")
    with pytest.raises(SystemExit) as stopped:
        call_command("reproduce_filing", filing.number, "--output", str(tmp_path / "json"), stderr=err)
    assert stopped.value.code == 1
    with pytest.raises(CommandError, match="没有编号为"):
        call_command("reproduce_filing", "2026-000000-0001")


def test_two_officers_who_file_at_once_get_two_numbers_and_one_period_is_filed_once(
    truncatable_ledger: None, places: Places, people: list[Person], at: datetime
) -> None:
    """All three have begun before any may end; the third wants what the first wants."""
    start = Barrier(3)
    periods = [YEAR, Period(FIRST, FIRST), YEAR]

    def one(period: Period) -> str:
        try:
            start.wait(timeout=LONGEST)
            return file(places.county, at, period=period).number
        except RuleBroken as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        answers = sorted(pool.map(one, periods))
    assert answers == ["2026-990121-0001", "2026-990121-0002", "filing.filed_already"]
    assert seals.verify() is None
