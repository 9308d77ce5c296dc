"""The checklist before a filing: what each step finds, shows and says, and whom it is shown to."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from courses.models import TrainingClass
from courses.words import ClassState
from mentorship.models import GroupMeeting
from mentorship.services import meetings
from organisations.authority import SYSTEM
from organisations.models import Organisation, Rule
from organisations.roles import Role
from organisations.scope import scope_of
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import OrganisationKind, Tier
from people.models import Person, Posting
from people.services import merging, postings
from people.services.postings import PostingDetails
from people.words import PostKind, QualificationLevel
from reporting.models import Filing
from reporting.querysets.filing_rules import SCAN_RULE
from reporting.querysets.places import gazetteer
from reporting.querysets.roster_changes import roster
from reporting.rules.periods import Period
from reporting.rules.roster_changes import RosterChanges
from reporting.services import filings
from reporting.words import CheckStep, RosterChange, VisitsUnit
from tests.cast import Cast, Places
from tests.mentorship.conftest import Banyan, banyan, confirmation_of, meeting  # noqa: F401
from tests.reporting import series
from tests.reporting.test_filings_pages import text_of

pytestmark = pytest.mark.usefixtures("clock_of_the_test")

BEFORE, NOW = date(2025, 12, 31), date(2026, 3, 16)
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def clock_of_the_test(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def officer(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    return client


def address(step: CheckStep | str, organisation: Organisation, **more: str) -> str:
    wanted = {"scope": str(organisation.public_id), "year": "2026"} | more
    return f"/filings/new/{step}/?" + "&".join(f"{name}={value}" for name, value in wanted.items())


def check_page(organisation: Organisation) -> str:
    return f"/filings/new/?organisation={organisation.public_id}&year=2026"


def file_last_year(organisation: Organisation, at: datetime) -> Filing:
    return filings.file(organisation=organisation, period=Period(report_year=2025), by=SYSTEM, at=at)


def second_station(places: Places, at: datetime) -> Organisation:
    details = OrganisationDetails(
        name="东湖县白水镇社工站", kind=OrganisationKind.STATION, tier=Tier.TOWN, area_code="990121102"
    )
    return organisations.add(details=details, parent=places.county, by=SYSTEM, at=at)


def move(person: Person, to: Organisation, on: date, at: datetime, kind: PostKind = PostKind.OTHER) -> None:
    details = PostingDetails(organisation=to, starts_on=on, post_kind=kind)
    postings.move(person=person, details=details, by=SYSTEM, at=at)


def leave(person: Person, on: date) -> None:
    """`on` is the first day that the post is no longer held."""
    Posting.objects.filter(person=person).update(ends_on=on)


def found_in(organisation: Organisation) -> RosterChanges:
    scope = scope_of(organisation)
    return roster(scope, gazetteer(scope), before=BEFORE, now=NOW)


def changes_of(found: RosterChanges) -> dict[int, RosterChange | None]:
    return {one.person: one.change for one in found.moves}


def test_who_came_and_who_went_at_the_boundary(places: Places, cast: Cast, at: datetime) -> None:
    cast.worker("留下的人", places.station)
    last_day, first_day_without, new = (cast.worker(name, places.station) for name in ("甲", "乙", "丙"))
    leave(last_day, NEW_YEAR)  # in post on 31 December
    leave(first_day_without, BEFORE)  # no longer in post on 31 December
    Posting.objects.filter(person=new).update(starts_on=NEW_YEAR)
    found = found_in(places.county)
    assert changes_of(found) == {last_day.pk: RosterChange.LEFT, new.pk: RosterChange.JOINED}
    assert (found.whole.before, found.whole.after) == (2, 2)


def test_who_moves_in_from_another_county_or_out_to_it(places: Places, cast: Cast, at: datetime) -> None:
    came = cast.worker("来的人", places.other_station)
    went = cast.worker("去的人", places.station)
    move(came, places.station, date(2026, 2, 1), at)
    move(went, places.other_station, date(2026, 2, 1), at)
    assert changes_of(found_in(places.county)) == {came.pk: RosterChange.CAME, went.pk: RosterChange.WENT}
    assert changes_of(found_in(places.other_county)) == {
        came.pk: RosterChange.WENT,
        went.pk: RosterChange.CAME,
    }
    city = found_in(places.city)
    assert set(changes_of(city).values()) == {RosterChange.WITHIN}
    assert city.whole.told() == "换单位2人"


def test_two_records_of_one_person_are_one(places: Places, cast: Cast, at: datetime) -> None:
    """The record that goes was in post before, the one that stays is in post now: nobody came, nobody went."""
    kept = cast.worker("陈小燕", places.station)
    twin = series.unproved("陈小燕", places.station, at)
    Posting.objects.filter(person=kept).update(starts_on=date(2026, 2, 1))
    merging.merge(person=twin, into=kept, by=SYSTEM, at=at)
    found = found_in(places.county)
    assert changes_of(found) == {}
    assert (found.whole.before, found.whole.after) == (1, 1)


def test_a_second_post_and_a_withdrawn_one_change_nothing(places: Places, cast: Cast, at: datetime) -> None:
    worker, other = cast.worker("陈小燕", places.station), cast.worker("何志明", places.station)
    details = PostingDetails(places.other_station, date(2026, 2, 1), is_primary=False)
    postings.start(person=worker, details=details, by=SYSTEM, at=at)
    Posting.objects.create(
        person=other, organisation=places.other_station, starts_on=date(2026, 2, 1), withdrawn_at=at,
        is_primary=False,
    )  # fmt: skip
    assert changes_of(found_in(places.county)) == {}
    assert changes_of(found_in(places.other_county)) == {}


def test_the_roster_page_names_and_counts_what_changed(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    other = second_station(places, at)
    stays, went = cast.worker("林换站", places.station), cast.worker("周调出", places.station)
    kind = cast.worker("吴转岗", places.station)
    move(stays, other, date(2026, 2, 1), at)
    move(went, places.other_station, date(2026, 2, 1), at)
    move(kind, places.station, date(2026, 2, 1), at, PostKind.SERVICE)
    page = officer.get(address(CheckStep.ROSTER, places.county))
    text = text_of(page)
    assert "上期是2025年度，没有报送，按日历比较。" in text
    assert "2025年12月31日 在岗4人， 2026年3月16日 在岗3人。" in text
    assert "林换站 换单位 东湖县青石镇社工站 → 东湖县白水镇社工站" in text
    assert "吴转岗 岗位变化 其他 → 服务性" in text
    assert "周调出 调出 东湖县青石镇社工站 → 统计范围以外" in text
    assert places.other_station.name not in text
    assert f"/people/{stays.public_id}/" in page.content.decode()
    assert f"/people/{went.public_id}/" not in page.content.decode()  # no longer this county's to open
    assert "东湖县青石镇社工站 3 0 0 2 0 1 1" in text
    assert "合计 4 0 0 1 0 2 3" in text


def test_no_numbers_of_people_stand_on_the_roster_page(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    cast.worker("留下的人", places.station)
    new = cast.worker("丙", places.station, hired=date(2026, 2, 1))
    text = officer.get(address(CheckStep.ROSTER, places.county)).content.decode()
    assert "新入职" in text
    assert str(new.identity_number) not in text
    assert "990000" not in text


@pytest.mark.parametrize("step", CheckStep)
def test_the_other_county_is_not_found_and_readers_do_not_check(
    officer: Client, places: Places, cast: Cast, step: CheckStep
) -> None:
    assert officer.get(address(step, places.county)).status_code == 200
    assert officer.get(address(step, places.station)).status_code == 200
    assert officer.get(address(step, places.other_county)).status_code == 404
    assert officer.get(address(step, places.city)).status_code == 404
    assert officer.get(address(step, places.county, year="anno")).status_code == 404
    reader = Client()
    reader.force_login(cast.account(cast.with_role("查阅", Role.READER, places.county)))
    assert reader.get(address(step, places.county)).status_code == 403


def test_the_list_says_what_each_step_found(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    leave(cast.worker("甲", places.station), NEW_YEAR)
    cast.worker("丙", places.station, hired=date(2026, 2, 1))
    series.hold_class("A", places.county, first_day=date(2026, 3, 2), at=at)
    text = text_of(officer.get(check_page(places.county)))
    assert "核对名册 在岗2人，比上期末新增1人、减少1人 有2处变化" in text
    assert "核对培训班 1个班次：1个没有办结课、1个没有备案号 1个待核对" in text
    assert "核对督导 督导0次，被督导0人 没有变化" in text
    assert "核对考试持证 在岗2人，持证0人 没有上期" in text
    assert "核对数字 点开数字可以看到每一条明细 没有上期" in text
    assert "答复核对问题 每个问题选好情况，写明备注 1个待答复" in text
    assert "打印盖章 报送以后" in text
    assert "上传扫描件" not in text


def test_a_county_that_keeps_stamped_papers_is_told_of_them(
    officer: Client, places: Places, at: datetime
) -> None:
    Rule.objects.create(
        key=SCAN_RULE, jurisdiction=places.county.area_code, valid_from=NEW_YEAR, value=True, title="试行"
    )
    assert "上传扫描件 盖章以后" in text_of(officer.get(check_page(places.county)))


def test_a_first_filing_has_nothing_to_compare_with(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    Posting.objects.update(starts_on=NEW_YEAR)
    cast.worker("丙", places.station, hired=NEW_YEAR)
    assert "核对名册 在岗2人 没有上期" in text_of(officer.get(check_page(places.county)))
    page = text_of(officer.get(address(CheckStep.ROSTER, places.county)))
    assert "上期末名册上没有人，不作比较。" in page
    assert "新入职" not in page


def test_a_period_without_anything_and_one_at_the_beginning_of_the_calendar(
    officer: Client, places: Places
) -> None:
    for step in CheckStep:
        empty = officer.get(address(step, places.county, year="2019"))
        assert empty.status_code == 200
        early = (
            f"/filings/new/{step}/?scope={places.county.public_id}&first_day=0001-01-01&last_day=0001-01-31"
        )
        assert "没有上期可以比较。" in text_of(officer.get(early))
    assert "本期没有登记培训班" in text_of(
        officer.get(address(CheckStep.CLASSES, places.county, year="2019"))
    )


def test_classes_with_a_mark_come_first_and_those_of_last_year_are_missed(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    quiet = series.hold_class("A", places.county, first_day=date(2026, 3, 2), at=at)
    worker = cast.worker("陈小燕", places.station)
    series.attend_all(quiet, worker, at=at)
    series.close(quiet)
    TrainingClass.objects.filter(pk=quiet.pk).update(filing_number="备1", name="2026年政策班")
    cancelled = series.hold_class("B", places.county, first_day=date(2026, 3, 9), at=at)
    TrainingClass.objects.filter(pk=cancelled.pk).update(state=ClassState.CANCELLED, name="伦理班")
    old = series.hold_class("C", places.county, year=2025, first_day=date(2025, 3, 3), at=at)
    TrainingClass.objects.filter(pk=old.pk).update(name="2025年政策班")
    missed = series.hold_class("D", places.county, year=2025, first_day=date(2025, 4, 1), at=at)
    TrainingClass.objects.filter(pk=missed.pk).update(name="2025年督导班")
    text = text_of(officer.get(address(CheckStep.CLASSES, places.county)))
    assert "伦理班 已取消 去年没有 取消" in text
    assert "2026年政策班 — 结课 1 2026年3月2日 1 1 6 东湖县民政局" in text
    assert text.index("伦理班") < text.index("2026年政策班")
    assert "去年同期有、本期没有的班次 2025年督导班 · 东湖县民政局" in text
    assert "2025年政策班" not in text
    assert "2个班次：1个已取消、1个去年没有、去年有、本期没有的1个" in text_of(
        officer.get(check_page(places.county))
    )


def test_questions_stand_beside_the_facts_that_they_ask_about(
    officer: Client, places: Places, at: datetime
) -> None:
    series.hold_class("A", places.county, first_day=date(2026, 3, 2), at=at)
    page = officer.get(address(CheckStep.CLASSES, places.county))
    assert "班次已上完，没有办结课：1条" in text_of(page)
    assert "在核对清单里答复" in text_of(page)
    assert "班次已上完，没有办结课：1条" not in text_of(officer.get(address(CheckStep.ROSTER, places.county)))


def test_supervision_stands_beside_that_of_the_period_before(
    client: Client,
    banyan: Banyan,  # noqa: F811
    cast: Cast,
    meeting: GroupMeeting,  # noqa: F811
    at: datetime,
) -> None:
    confirmed = confirmation_of(meeting, banyan.workers[0])
    meetings.confirm(confirmation=confirmed, by=cast.by(banyan.workers[0]), at=at)
    county = Organisation.objects.get(name="东湖县民政局")
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, county)))
    text = text_of(client.get(address(CheckStep.SUPERVISION, county)))
    assert "督导次数（次） 0 1 +1" in text
    assert "东湖县青石镇社工站 1 上期0 1 上期0 2 上期0 —" in text
    earlier = text_of(client.get(address(CheckStep.SUPERVISION, county, year="2027")))
    assert "督导次数（次） 1 0 -1" in earlier
    assert "东湖县青石镇社工站 0 上期1 0 上期1 0 上期2 本期没有督导" in earlier


def test_holders_stand_beside_those_that_the_last_filing_froze(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    before = text_of(officer.get(address(CheckStep.CERTIFICATES, places.county)))
    assert "上期没有报送持证情况" in before
    assert "合计 2 0 0 0 0" in before
    filing = file_last_year(places.county, at)
    Person.objects.filter(pk=worker.pk).update(qualification=QualificationLevel.WORKER)
    after = text_of(officer.get(address(CheckStep.CERTIFICATES, places.county)))
    assert f"上期是2025年度，报送编号{filing.number}。" in after
    assert "合计 2 0 1 上期0 0 1 上期0 东湖县 2 0 1 上期0 0 1 上期0" in after
    assert "核对考试持证 在岗2人，持证1人 有2处变化" in text_of(officer.get(check_page(places.county)))


def test_units_that_are_new_ended_or_renamed(officer: Client, places: Places, at: datetime) -> None:
    recorded = datetime(2020, 1, 1, tzinfo=UTC)
    ending, added = second_station(places, at), second_station_of("东湖县红岩镇社工站", places, at)
    Organisation.objects.exclude(pk=added.pk).update(recorded_at=recorded)
    Organisation.objects.filter(pk=added.pk).update(recorded_at=at)
    organisations.rename(organisation=places.station, name="东湖县青石街道社工站", by=SYSTEM, at=at)
    organisations.end(organisation=ending, on=date(2026, 2, 1), by=SYSTEM, at=at)
    text = text_of(officer.get(address(CheckStep.UNITS, places.county)))
    assert "东湖县青石街道社工站 更名 原名东湖县青石镇社工站 990121101 社工站 民政" in text
    assert "东湖县白水镇社工站 已撤销 2026年2月1日 990121102 社工站 民政" in text
    assert "东湖县红岩镇社工站 新登记 990121103 社工站 民政" in text
    assert "东湖县民政局 — 990121 主管部门 民政" in text
    assert "单位信息与口径 5个单位：新登记1个、已撤销1个、更名1个 有3处变化" in text_of(
        officer.get(check_page(places.county))
    )


def second_station_of(name: str, places: Places, at: datetime) -> Organisation:
    details = OrganisationDetails(
        name=name, kind=OrganisationKind.STATION, tier=Tier.TOWN, area_code="990121103"
    )
    return organisations.add(details=details, parent=places.county, by=SYSTEM, at=at)


def test_another_unit_of_visits_than_last_time_is_said(officer: Client, places: Places, at: datetime) -> None:
    file_last_year(places.county, at)
    page = officer.get(address(CheckStep.UNITS, places.county, visits=VisitsUnit.SESSION.value))
    assert "人次按人·课次计。 上期按人·天计，两期的人次不能直接比较。" in text_of(page)
    same = officer.get(address(CheckStep.UNITS, places.county))
    assert "不能直接比较" not in text_of(same)


def test_steps_lead_on_to_the_next_and_back(officer: Client, places: Places) -> None:
    steps = list(CheckStep)
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        text = officer.get(address(step, places.county, visits="session")).content.decode()
        assert 'href="/filings/new/?year=2026&amp;visits=session' in text
        if following:
            assert f'href="/filings/new/{following}/?scope={places.county.public_id}' in text
        else:
            assert "#figures" in text


@pytest.mark.parametrize("step", CheckStep)
def test_a_step_takes_the_same_number_of_queries_for_one_row_and_for_twenty(
    officer: Client, places: Places, cast: Cast, step: CheckStep,
    count_queries: Callable[[Callable[[], object]], int], at: datetime,
) -> None:  # fmt: skip
    _something(places, cast, 0, at)
    file_last_year(places.county, at)
    few = count_queries(lambda: officer.get(address(step, places.county)))
    for number in range(1, 20):
        _something(places, cast, number, at)
    assert count_queries(lambda: officer.get(address(step, places.county))) == few


def _something(places: Places, cast: Cast, number: int, at: datetime) -> None:
    """Somebody who came, somebody who went to another county, a class with a mark and a new station."""
    cast.worker(f"新{number}", places.station, hired=date(2026, 2, 1))
    move(cast.worker(f"去{number}", places.station), places.other_station, date(2026, 2, 1), at)
    moved = cast.worker(f"换{number}", places.station)
    Person.objects.filter(pk=moved.pk).update(qualification=QualificationLevel.ASSISTANT)
    series.hold_class(f"A{number}", places.county, first_day=date(2026, 3, 2) - timedelta(number), at=at)
    details = OrganisationDetails(
        name=f"东湖县第{number}社工站", kind=OrganisationKind.STATION, area_code=f"9901212{number:02}"
    )
    made = organisations.add(details=details, parent=places.county, by=SYSTEM, at=at)
    move(moved, made, date(2026, 2, 1), at)


def test_a_long_list_of_people_is_paged(officer: Client, places: Places, cast: Cast) -> None:
    cast.worker("留下的人", places.station)
    for number in range(51):
        cast.worker(f"新{number}", places.station, hired=date(2026, 2, 1))
    first = text_of(officer.get(address(CheckStep.ROSTER, places.county)))
    assert first.count("新入职 东湖县青石镇社工站") == 50
    assert (
        text_of(officer.get(address(CheckStep.ROSTER, places.county, page="2"))).count(
            "新入职 东湖县青石镇社工站"
        )
        == 1
    )
