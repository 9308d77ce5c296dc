"""报送对象 and its set of tables: two lines get other sheets of the same facts, and each is reproduced byte for byte."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from django.test import Client

from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.roles import Role
from people.models import Person
from people.words import QualificationLevel
from reporting.models import Filing
from reporting.querysets.filing_rules import TABLES_RULE
from reporting.rules.figures import TOTAL
from reporting.rules.filing_document import table_of
from reporting.rules.filing_tables import extras
from reporting.rules.periods import Period
from reporting.services import filings
from reporting.words import FilingTable, Recipient, Side, VisitsUnit
from tests.cast import Cast, Places
from tests.reporting import series
from tests.reporting.test_filings_pages import text_of

YEAR = Period(report_year=2026)


@pytest.fixture
def trained(places: Places, cast: Cast, at: datetime) -> Person:
    """Two classes of the county; the worker holds a certificate and came to both, somebody from elsewhere to one."""
    worker, guest = cast.worker("陈小燕", places.station), cast.worker("外来", places.other_station)
    Person.objects.filter(pk=worker.pk).update(qualification=QualificationLevel.ASSISTANT)
    for code, day, people in (("A", 2, [worker, guest]), ("B", 4, [worker])):
        held = series.hold_class(code, places.county, first_day=date(2026, 3, day), at=at)
        series.attend_all(held, *people, at=at)
        series.close(held)
    return worker


def both(places: Places, at: datetime) -> dict[Recipient, Filing]:
    return {
        one: filings.file(organisation=places.county, period=YEAR, recipient=one, by=SYSTEM, at=at)
        for one in Recipient
    }


def sheets(filing: Filing) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(bytes(filing.workbook)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_each_line_gets_its_own_tables_of_the_same_figures(
    places: Places, trained: Person, at: datetime
) -> None:
    made = both(places, at)
    held = {one: sheets(filing) for one, filing in made.items()}
    assert list(held[Recipient.CIVIL_AFFAIRS]) == ["统计表", "分单位", "培训班"]
    assert list(held[Recipient.SOCIAL_WORK]) == ["统计表", "分单位", "持证情况"]
    civil, social = (filings.document_of(filing) for filing in made.values())
    assert civil["figures"] == social["figures"]
    assert civil["rows"] == social["rows"]
    for name in ("统计表", "分单位"):
        one, other = (held[recipient][name] for recipient in Recipient)
        assert [row for row in one if row[0] in {1, 2}] == [row for row in other if row[0] in {1, 2}]
    assert made[Recipient.CIVIL_AFFAIRS].sha256 != made[Recipient.SOCIAL_WORK].sha256


def test_both_sets_are_reproduced_after_the_rule_and_the_facts_have_changed(
    places: Places, trained: Person, at: datetime
) -> None:
    made = both(places, at)
    Rule.objects.filter(key=TABLES_RULE).update(value={"civil_affairs": ["counties"]})
    Person.objects.filter(pk=trained.pk).update(qualification=QualificationLevel.SENIOR)
    for filing in made.values():
        assert filings.reproduce(Filing.objects.get(pk=filing.pk)).is_equal


def test_classes_add_up_to_the_figures_and_staff_are_as_on_that_day(
    places: Places, trained: Person, at: datetime
) -> None:
    civil, social = (filings.document_of(filing) for filing in both(places, at).values())
    [classes], [staff] = extras(civil), extras(social)
    whole = table_of(civil)[(Side.ORGANISER, TOTAL)]
    assert [row[:3] for row in classes.rows] == [
        ("A", "培训班A", "东湖县民政局"),
        ("B", "培训班B", "东湖县民政局"),
    ]
    columns = {name: [row[at] for row in classes.rows] for at, name in enumerate(classes.headings)}
    assert columns["人数"] == [2, 1]  # distinct: whoever adds them up gets three
    assert whole.people == 2
    assert sum(columns["人次"]) == whole.visits(VisitsUnit.PERSON_DAY).number  # type: ignore[arg-type]
    assert sum(columns["时长（小时）"]) * 60 == whole.delivered_minutes  # type: ignore[arg-type]
    assert sum(columns["人时（小时）"]) * 60 == whole.person_minutes  # type: ignore[arg-type]
    assert staff.rows == (("东湖县", 1, 1, 1, 0, 0, 1),)
    assert staff.total == ("合计", 1, 1, 1, 0, 0, 1)


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ({"civil_affairs": ["staff", "counties"]}, (FilingTable.COUNTIES, FilingTable.STAFF)),
        ({"social_work": ["staff"]}, (FilingTable.COUNTIES, FilingTable.UNITS)),
    ],
)
def test_a_county_may_have_a_set_of_its_own(
    places: Places, at: datetime, value: dict[str, list[str]], held: tuple[FilingTable, ...]
) -> None:
    """The most local row decides; a line that it does not name gets the two tables by place."""
    Rule.objects.create(
        key=TABLES_RULE, jurisdiction="990121", valid_from=date(2026, 1, 1), value=value, title="本县"
    )
    filing = filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
    assert filings.document_of(filing)["tables"] == [table.value for table in held]
    assert filings.reproduce(filing).is_equal


def test_page_and_paper_show_the_tables_of_the_set(
    client: Client, places: Places, trained: Person, cast: Cast, at: datetime
) -> None:
    made = both(places, at)
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    for page in ("", "print/"):
        civil, social = (
            text_of(client.get(f"/filings/{filing.public_id}/{page}")) for filing in made.values()
        )
        assert "培训班A 东湖县民政局 1 2026-03-02" in civil
        assert "东湖县 1 1 1 0 0 1" in social
        assert "助理社会工作师" not in civil
        assert "2026-03-02" not in social
