"""The questions before a filing: each finds its rows, blocks until it is answered, and is frozen with the answer."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import RuleBroken
from courses.models import Attendance, ClassSession, TrainingClass
from courses.words import ClassKind
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from organisations.scope import scope_of
from people.models import Person
from people.services import merging, postings
from people.services.postings import PostingDetails
from people.words import QualificationLevel
from reporting.models import Filing
from reporting.querysets.questions import doubts
from reporting.rules.periods import Period
from reporting.rules.questions import Answer, Doubt
from reporting.services import filings
from reporting.words import Disposition, QuestionKind
from tests.cast import Cast, Places
from tests.reporting import series
from tests.reporting.test_filings_pages import posted, text_of

FIRST = date(2026, 3, 2)
YEAR = Period(report_year=2026)
SAID = Answer(Disposition.EXPLAINED, "核对过签到表")


@pytest.fixture
def held(places: Places, at: datetime) -> TrainingClass:
    found = series.hold_class("A", places.county, first_day=FIRST, at=at)
    series.close(found)
    return found


@pytest.fixture
def worker(places: Places, cast: Cast, held: TrainingClass, at: datetime) -> Person:
    found = cast.worker("陈小燕", places.station)
    series.attend_all(held, found, at=at)
    return found


@pytest.fixture
def officer(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    return client


def asked(organisation: Organisation, at: datetime, period: Period = YEAR) -> dict[QuestionKind, list[Doubt]]:
    return doubts(scope_of(organisation), period, on=at.date())


def sign_in_after_the_end(worker: Person) -> ClassSession:
    mark = Attendance.objects.filter(person=worker).order_by("pk")[0]
    mark.signed_in_at = time(12, 30)
    mark.save()
    return mark.session


def test_a_class_in_order_raises_no_question(places: Places, worker: Person, at: datetime) -> None:
    assert asked(places.county, at) == {}
    assert asked(places.county, at, Period(FIRST, FIRST)) == {}


def test_signed_in_after_the_end(places: Places, worker: Person, at: datetime) -> None:
    session = sign_in_after_the_end(worker)
    found = {QuestionKind.AFTER_END: [Doubt(person=worker.pk, session=session.pk)]}
    assert asked(places.county, at) == found
    assert asked(places.county, at, Period(FIRST, FIRST)) == found
    assert asked(places.county, at, Period(report_year=2025)) == {}
    assert asked(places.other_county, at) == {}


def test_in_two_places_at_once_once_two_records_are_merged(
    places: Places, worker: Person, held: TrainingClass, cast: Cast, at: datetime
) -> None:
    """The database refuses it for one record; a merge can still bring it about."""
    twin = series.unproved("陈小燕", places.station, at)
    other = series.hold_class("B", places.county, first_day=FIRST, at=at)
    series.close(other)
    series.attend(other.sessions.first(), twin, at=at)
    assert asked(places.county, at) == {}
    merging.merge(person=twin, into=worker, by=SYSTEM, at=at)
    sessions = held.sessions.first().pk, other.sessions.first().pk
    [found] = asked(places.county, at)[QuestionKind.TWO_PLACES]
    assert found == Doubt(person=worker.pk, session=min(sessions), other=max(sessions))


def test_continuing_education_of_somebody_without_a_certificate(
    places: Places, worker: Person, held: TrainingClass, at: datetime
) -> None:
    TrainingClass.objects.update(kind=ClassKind.CONTINUING_EDUCATION)
    row = Doubt(person=worker.pk, training_class=held.pk)
    assert asked(places.county, at) == {QuestionKind.NO_CERTIFICATE: [row]}
    Person.objects.filter(pk=worker.pk).update(qualification=QualificationLevel.ASSISTANT)
    assert asked(places.county, at) == {}


def test_posted_at_two_stations_on_the_same_day_of_the_period(
    places: Places, worker: Person, at: datetime
) -> None:
    details = PostingDetails(organisation=places.other_station, starts_on=date(2026, 2, 1), is_primary=False)
    second = postings.start(person=worker, details=details, by=SYSTEM, at=at)
    stations = sorted([places.station.pk, places.other_station.pk])
    row = Doubt(person=worker.pk, organisation=stations[0], other=stations[1])
    assert asked(places.county, at) == {QuestionKind.TWO_STATIONS: [row]}
    assert asked(places.other_county, at) == {QuestionKind.TWO_STATIONS: [row]}
    assert asked(places.county, at, Period(report_year=2025)) == {}
    postings.end(posting=second, on=date(2026, 3, 1), by=SYSTEM, at=at)
    assert asked(places.county, at, Period(date(2026, 3, 1), date(2026, 3, 31))) == {}


def test_heads_counted_and_people_signed_in_differ(
    places: Places, worker: Person, held: TrainingClass, at: datetime
) -> None:
    session = held.sessions.first()
    ClassSession.objects.filter(pk=session.pk).update(head_count=1)
    assert asked(places.county, at) == {}
    ClassSession.objects.filter(pk=session.pk).update(head_count=2)
    assert asked(places.county, at) == {QuestionKind.HEAD_COUNT: [Doubt(session=session.pk)]}


def test_a_class_that_ended_and_was_not_closed(
    places: Places, worker: Person, held: TrainingClass, at: datetime
) -> None:
    open_class = series.hold_class("B", places.county, first_day=at.date(), at=at)
    assert asked(places.county, at) == {}  # its last day is today
    row = Doubt(training_class=open_class.pk)
    found = doubts(scope_of(places.county), YEAR, on=at.date() + timedelta(1))
    assert found == {QuestionKind.NOT_CLOSED: [row]}
    TrainingClass.objects.filter(pk=open_class.pk).update(is_historical=True)
    assert doubts(scope_of(places.county), YEAR, on=at.date() + timedelta(1)) == {}


def test_a_person_answers_before_filing_and_the_answer_is_frozen(
    places: Places, worker: Person, cast: Cast, at: datetime
) -> None:
    session = sign_in_after_the_end(worker)
    by = cast.by(cast.with_role("黄局", Role.OFFICER, places.county))
    with pytest.raises(RuleBroken) as refused:
        filings.file(organisation=places.county, period=YEAR, by=by, at=at)
    assert refused.value.code == "filing.questions_open"
    assert "下课以后才签到" in refused.value.message
    assert Filing.objects.count() == 0
    filing = filings.file(
        organisation=places.county, period=YEAR, answers={QuestionKind.AFTER_END: SAID}, by=by, at=at
    )
    [frozen] = filings.document_of(filing)["questions"]
    assert frozen["rows"] == [[worker.pk, session.pk, 0, 0, 0]]
    assert (frozen["answer"], frozen["remark"]) == ("explained", "核对过签到表")
    assert filings.reproduce(filing).is_equal
    assert "陈小燕" not in bytes(filing.record).decode()


def test_a_correction_asks_only_what_is_new(
    places: Places, worker: Person, cast: Cast, held: TrainingClass, at: datetime
) -> None:
    sign_in_after_the_end(worker)
    by = cast.by(cast.with_role("黄局", Role.OFFICER, places.county))
    filing = filings.file(
        organisation=places.county, period=YEAR, answers={QuestionKind.AFTER_END: SAID}, by=by, at=at
    )
    series.attend(held.sessions.first(), cast.worker("补课人", places.station), at=at)
    correction = filings.correct(filing=filing, reason="补课", by=by, at=at)
    assert filings.document_of(correction)["questions"] == filings.document_of(filing)["questions"]
    session = held.sessions.first()
    ClassSession.objects.filter(pk=session.pk).update(head_count=9)
    series.attend(session, cast.worker("又一人", places.station), at=at)
    with pytest.raises(RuleBroken) as refused:
        filings.correct(filing=correction, reason="再补", by=by, at=at)
    assert refused.value.code == "filing.questions_open"


def check_address(places: Places) -> str:
    return f"{reverse('reporting:filing_new')}?organisation={places.county.public_id}&year=2026"


def test_the_page_shows_rows_with_links_refuses_silence_and_prints_the_answer(
    officer: Client, places: Places, worker: Person, at: datetime
) -> None:
    session = sign_in_after_the_end(worker)
    check = officer.get(check_address(places))
    text = check.content.decode()
    assert "下课以后才签到：1条" in text_of(check)
    assert f"/people/{worker.public_id}/" in text
    assert f"/classes/sessions/{session.public_id}/" in text
    silent = posted(check) | {"remark-after_end": ""}
    refused = officer.post("/filings/new/", silent)
    assert refused.status_code == 422
    assert "请写明核对的结果" in text_of(refused)
    tells = officer.post("/filings/new/", posted(refused) | {"remark-after_end": "打13800138000问过"})
    assert "备注里有电话或身份证号" in text_of(tells)
    assert "打13800138000问过" in tells.content.decode()  # what was typed is still there
    done = officer.post("/filings/new/", posted(tells) | {"remark-after_end": "停电，补登时间"})
    page = text_of(officer.get(done["Location"]))
    assert "数据核对 下课以后才签到（1条）已核实，情况属实：停电，补登时间" in page
    filing = Filing.objects.get()
    assert "停电，补登时间" in text_of(officer.get(f"/filings/{filing.public_id}/print/"))
    assert filings.reproduce(filing).is_equal


def test_the_page_says_what_changed_since_the_last_period(
    officer: Client, places: Places, worker: Person, cast: Cast, at: datetime
) -> None:
    assert "和上期相比" not in text_of(officer.get(check_address(places)))
    filed = filings.file(organisation=places.county, period=Period(report_year=2025), by=SYSTEM, at=at)
    page = text_of(officer.get(check_address(places)))
    assert f"上期是2025年度，报送编号{filed.number}" in page
    assert "合计 按主办统计 人数 0 1 +1" in page


def test_names_are_for_whoever_may_read_them(
    client: Client, places: Places, worker: Person, cast: Cast, at: datetime
) -> None:
    """A guest in a class of the other county: its officer runs the class; the county's other line reads figures alone."""
    session = sign_in_after_the_end(worker)
    guest = cast.worker("何志明", places.other_station)
    series.attend(session, guest, at=at)
    Attendance.objects.filter(person=guest).update(signed_in_at=time(12, 40))
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    page = client.get(check_address(places)).content.decode()
    assert "何志明" in page
    assert f"/people/{guest.public_id}/" not in page


def test_whoever_has_moved_away_is_named_by_the_runner_and_leads_to_no_page(
    officer: Client, places: Places, worker: Person, at: datetime
) -> None:
    """The class was held here; the roster page of the person is the other county's by now."""
    sign_in_after_the_end(worker)
    details = PostingDetails(organisation=places.other_station, starts_on=date(2026, 3, 10), title="社工")
    postings.move(person=worker, details=details, by=SYSTEM, at=at)
    page = officer.get(check_address(places)).content.decode()
    assert "陈小燕" in page
    assert f"/people/{worker.public_id}/" not in page


def test_the_page_takes_the_same_number_of_queries_for_one_row_and_for_twenty(
    officer: Client, places: Places, worker: Person, cast: Cast, held: TrainingClass,
    count_queries: Callable[[Callable[[], object]], int], at: datetime,
) -> None:  # fmt: skip
    session = sign_in_after_the_end(worker)
    few = count_queries(lambda: officer.get(check_address(places)))
    many = [cast.worker(f"学员{number}", places.station) for number in range(20)]
    series.attend(session, *many, at=at)
    Attendance.objects.filter(session=session).update(signed_in_at=time(12, 40))
    assert count_queries(lambda: officer.get(check_address(places))) == few
    assert "只列出前20条" in text_of(officer.get(check_address(places)))
