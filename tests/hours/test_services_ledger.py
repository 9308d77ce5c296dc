"""Credit and reverse: once per source, mirrored, dated by the posting of the day, late only with a reason."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from core.errors import RuleBroken
from core.models import Event
from hours.models import HourEntry, LockedPeriod
from hours.querysets import all_entries
from hours.services import ledger
from hours.words import HourKind
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from people.models import Person
from people.services import merging, postings
from people.services.postings import PostingDetails
from tests.cast import Cast, Places
from tests.ledger_lines import DAY, SOURCE, bare_line, credit_of


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def _credit(person: Person, source: int, at: datetime, **more: object) -> HourEntry:
    return ledger.credit(credit=credit_of(person, source, **more), by=SYSTEM, at=at)


def _reverse(entry: HourEntry, at: datetime, reason: str = "签到状态更正") -> HourEntry:
    return ledger.reverse(entry=entry, reason=reason, by=SYSTEM, at=at)


def _lock(place: Organisation, at: datetime, first: date = DAY, last: date = DAY) -> LockedPeriod:
    return LockedPeriod.objects.create(
        organisation=place, first_day=first, last_day=last, locked_at=at, filing_number="990121-2026-1"
    )


def test_a_credit_names_the_place_of_the_day_and_the_nearest_bureau(
    worker, places: Places, at: datetime
) -> None:
    move = PostingDetails(organisation=places.other_station, starts_on=date(2026, 3, 10))
    postings.move(person=worker, details=move, by=SYSTEM, at=at)
    before = _credit(worker, 1, at, on=date(2026, 3, 9))
    after = _credit(worker, 2, at, on=date(2026, 3, 10))
    assert (before.organisation, before.bureau_id) == (places.station, places.county.pk)
    assert (after.organisation, after.bureau_id) == (places.other_station, places.other_county.pk)


def test_people_without_a_posting_stand_in_the_chain_of_the_organiser(
    db, places: Places, at: datetime
) -> None:
    guest = Person.objects.create(name="外单位的人")
    line = _credit(guest, 1, at, organiser=places.county)
    assert (line.organisation_id, line.bureau_id) == (None, places.county.pk)


def test_the_same_source_again_is_the_same_line_and_no_second_event(worker, at: datetime) -> None:
    first, again = _credit(worker, 1, at), _credit(worker, 1, at)
    assert first.pk == again.pk
    assert Event.objects.filter(name="hours.credited").count() == 1


def test_the_same_source_twice_in_one_batch_is_one_line(worker, at: datetime) -> None:
    lines = ledger.credit_many(credits=[credit_of(worker, 1), credit_of(worker, 1)], by=SYSTEM, at=at)
    assert lines[0].pk == lines[1].pk
    assert all_entries().count() == 1


def test_another_kind_of_the_same_source_is_another_line(worker, at: datetime) -> None:
    _credit(worker, 1, at)
    _credit(worker, 1, at, kind=HourKind.GROUP_MEETING)
    assert all_entries().total_minutes() == 360
    assert all_entries().training().total_minutes() == 180


def test_a_reversal_takes_back_what_the_credit_gave(worker, at: datetime) -> None:
    credit = _credit(worker, 1, at)
    line = _reverse(credit, at)
    assert (line.minutes, line.reverses, line.activity_on) == (-180, credit, credit.activity_on)
    assert all_entries().total_minutes() == 0
    assert not all_entries().standing().exists()


def test_a_source_credited_again_takes_the_next_revision(worker, at: datetime) -> None:
    for revision in (1, 2, 3):
        line = _credit(worker, 1, at, minutes=60 * revision)
        assert line.revision == revision
        if revision < 3:
            _reverse(line, at)
    assert all_entries().total_minutes() == 180
    assert all_entries().standing().get().revision == 3


def test_a_line_is_reversed_once(worker, at: datetime) -> None:
    credit = _credit(worker, 1, at)
    _reverse(credit, at)
    with pytest.raises(RuleBroken) as refused:
        _reverse(credit, at)
    assert refused.value.code == "hours.reversed_already"
    assert all_entries().total_minutes() == 0


def test_a_reversal_is_not_reversed(worker, at: datetime) -> None:
    line = _reverse(_credit(worker, 1, at), at)
    with pytest.raises(RuleBroken) as refused:
        _reverse(line, at)
    assert refused.value.code == "hours.not_a_credit"


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reversal_tells_why(worker, at: datetime, reason: str) -> None:
    credit = _credit(worker, 1, at)
    with pytest.raises(RuleBroken) as refused:
        _reverse(credit, at, reason)
    assert refused.value.code == "hours.reason_missing"


def test_a_batch_of_reversals_is_all_or_nothing(worker, at: datetime) -> None:
    first, second = _credit(worker, 1, at), _credit(worker, 2, at)
    _reverse(second, at)
    with pytest.raises(RuleBroken):
        ledger.reverse_many(entries=[first, second], reason="撤销导入", by=SYSTEM, at=at)
    assert all_entries().standing().get() == first


@pytest.mark.parametrize("place", ["station", "county", "city", "province"])
def test_a_late_line_in_a_filed_period_needs_a_reason_and_is_not_refused(
    worker, places: Places, at: datetime, place: str
) -> None:
    _lock(getattr(places, place), at)
    with pytest.raises(RuleBroken) as refused:
        _credit(worker, 1, at)
    assert refused.value.code == "hours.period_filed"
    assert not all_entries().exists()
    assert _credit(worker, 1, at, reason="补录纸质签到表").minutes == 180


@pytest.mark.parametrize(
    ("place", "first", "last"),
    [
        ("other_county", DAY, DAY),
        ("department", DAY, DAY),
        ("county", date(2026, 3, 3), date(2026, 3, 31)),
        ("county", date(2026, 1, 1), date(2026, 3, 1)),
    ],
)
def test_other_places_and_other_days_lock_nothing(
    worker, places: Places, at: datetime, place: str, first: date, last: date
) -> None:
    _lock(getattr(places, place), at, first, last)
    assert _credit(worker, 1, at).pk


def test_a_redelivery_in_a_filed_period_is_the_line_of_before(worker, places: Places, at: datetime) -> None:
    line = _credit(worker, 1, at)
    _lock(places.county, at)
    assert _credit(worker, 1, at).pk == line.pk


def test_one_late_line_stops_the_whole_batch(worker, places: Places, at: datetime) -> None:
    _lock(places.county, at)
    with pytest.raises(RuleBroken):
        ledger.credit_many(
            credits=[credit_of(worker, 1, on=date(2026, 3, 9)), credit_of(worker, 2)], by=SYSTEM, at=at
        )
    assert not all_entries().exists()


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_credit_has_minutes(worker, minutes: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        credit_of(worker, 1, minutes=minutes)


def test_a_batch_takes_the_same_queries_for_one_and_twenty(
    places: Places, cast: Cast, at: datetime, count_queries
) -> None:
    people = [cast.worker(f"陈小{number}", places.station) for number in range(21)]
    _lock(places.other_county, at)

    def credits(some: list[Person]) -> list[ledger.Credit]:
        made = [credit_of(person, person.pk) for person in some]
        for credit in made:
            credit.posting.refresh_from_db(fields=["organisation"])  # type: ignore[union-attr]
        return made

    one, twenty = credits(people[:1]), credits(people[1:])
    few = count_queries(lambda: ledger.credit_many(credits=one, by=SYSTEM, at=at))
    assert count_queries(lambda: ledger.credit_many(credits=twenty, by=SYSTEM, at=at)) == few
    assert all_entries().count() == 21


def test_standing_is_asked_by_one_join(db) -> None:
    sql = str(all_entries().standing().query)
    assert sql.count(" JOIN ") == 1
    assert "LEFT OUTER JOIN" in sql


def test_the_hours_of_a_merged_record_are_read_through_it(places: Places, cast: Cast, at: datetime) -> None:
    kept, gone = (cast.worker("陈小燕", places.station) for _ in range(2))
    Person.objects.filter(pk=gone.pk).update(identity_number=None, identity_hash="")
    _credit(kept, 1, at)
    line = _credit(gone, 2, at)
    merging.merge(person=gone, into=kept, by=SYSTEM, at=at)
    line.refresh_from_db()
    assert line.person_id == gone.pk
    assert all_entries().of_person(kept).total_minutes() == 360


@pytest.mark.parametrize(
    ("role", "home", "sees"),
    [
        (Role.OFFICER, "county", True),
        (Role.OFFICER, "department", True),
        (Role.OFFICER, "city", True),
        (Role.STATION_HEAD, "station", True),
        (Role.OFFICER, "other_county", False),
        (Role.READER, "province", False),
        (Role.SUPERVISOR, "county", False),
    ],
)
def test_who_sees_a_line(worker, places, cast, at: datetime, role: Role, home: str, sees: bool) -> None:
    _credit(worker, 1, at)
    by = cast.by(cast.with_role("黄志强", role, getattr(places, home)))
    assert all_entries().visible_to(by).exists() is sees


def test_a_worker_sees_the_own_lines_and_those_of_a_merged_record(places, cast, at: datetime) -> None:
    kept, gone, other = (cast.worker("陈小燕", places.station) for _ in range(3))
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)
    for person in (kept, gone, other):
        _credit(person, person.pk, at)
    assert all_entries().visible_to(cast.by(kept)).count() == 2


def test_events_of_the_ledger_carry_counts_and_ids_alone(worker, at: datetime) -> None:
    line = _credit(worker, 1, at, reason="陈小燕补录")
    back = _reverse(line, at, "陈小燕没有到场")
    told = {event.name: event.data for event in Event.objects.filter(name__startswith="hours.")}
    assert told == {
        "hours.credited": {"count": 1, "first": line.pk, "last": line.pk},
        "hours.reversed": {"count": 1, "first": back.pk, "last": back.pk},
    }


def _refused(make: object) -> bool:
    try:
        with transaction.atomic():
            make()  # type: ignore[operator]
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": -59},
        {"minutes": 60},
        {"activity_on": date(2026, 3, 3)},
        {"source_id": 2},
        {"revision": 2},
        {"kind": HourKind.LESSON},
        {"organisation": None},
        {"bureau": None},
    ],
)
def test_the_database_wants_a_reversal_to_mirror_its_credit(worker, places: Places, change: dict) -> None:
    credit = bare_line(worker, places.county)
    mirror = {"minutes": -60, "reverses": credit}
    assert _refused(lambda: bare_line(worker, places.county, **{**mirror, **change}))
    assert not _refused(lambda: bare_line(worker, places.county, **mirror))


def test_the_database_wants_a_reversal_of_the_same_person(worker, places: Places, cast: Cast) -> None:
    credit = bare_line(worker, places.county)
    other = cast.worker("莫晓红", places.station)
    assert _refused(lambda: bare_line(other, places.county, minutes=-60, reverses=credit))


@pytest.mark.parametrize(
    "change", [{}, {"minutes": 0, "source_id": 2}, {"minutes": -60, "source_id": 2}, {"revision": 2}]
)
def test_the_database_wants_one_standing_credit_of_a_source(worker, places: Places, change: dict) -> None:
    bare_line(worker, places.county)
    assert _refused(lambda: bare_line(worker, places.county, **change))
    assert HourEntry.objects.filter(source_type=SOURCE).count() == 1


def test_the_database_brings_its_own_clock_and_hash(worker, places: Places, at: datetime) -> None:
    line = bare_line(
        worker, places.county, recorded_at=datetime(2020, 1, 1, tzinfo=at.tzinfo), row_hash="forged"
    )
    line.refresh_from_db()
    assert line.recorded_at.year != 2020
    assert len(line.row_hash) == 64
