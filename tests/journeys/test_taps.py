"""How many taps and typed fields the journeys take, from the desk on; more would be a step backwards."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from core import clock, events
from courses.models import CoursePage
from courses.overview import asked_in
from courses.querysets import all_attendances
from courses.services import enrolments, lessons, sign_in
from courses.words import AttendanceState
from hours.querysets import all_entries
from mentorship.querysets import all_confirmations
from mentorship.services import studios
from mentorship.services.studios import Membership, StudioDetails
from mentorship.words import StudioRole
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.querysets import all_people
from reporting.models import Filing
from reporting.rules.periods import Period
from reporting.services import duties, filings
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.generators.world import build
from tests.jobs import a_worker
from tests.journeys.conftest import SMALL_PHONE, WITH_AND_WITHOUT_SCRIPTS, Screen
from tests.journeys.taps import CountedScreen
from tests.lessons import complete, pages
from tests.reporting import grids, series

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]

Counted = Callable[..., AbstractContextManager[CountedScreen]]


@pytest.fixture
def counted(screen_of: Screen) -> Counted:
    """`with counted(person) as screen`: on the person's desk, nothing tapped yet."""

    @contextmanager
    def opened(person: Person | None, *, size: dict[str, int] = SMALL_PHONE) -> Iterator[CountedScreen]:
        with screen_of(person, size=size) as page:
            if person is not None:
                page.goto("/desk/")
            yield CountedScreen(page)

    return opened


def test_a_worker_continues_with_one_tap_and_finishes_with_one_more_than_the_answers(
    course: CoursePage, places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station, hired=at.date() - timedelta(days=20))
    lesson = pages(course)[0]
    lessons.open_lesson(lesson=lesson.lesson, person=worker, by=cast.by(worker), at=at)
    with counted(worker) as phone:
        phone.link("继续学习")
        assert phone.count == (1, 0)
        answers = 0
        for version in asked_in(lesson):
            for key in sorted(version.right_keys):
                phone.page.locator(f'[name="question-{version.pk}"][value="{key}"]').check()
                answers += 1
        phone.button("完成本节")
        phone.page.get_by_text("已完成").first.wait_for()
        assert phone.count == (2, 0)  # beside the answers
    assert answers == sum(len(version.right_keys) for version in asked_in(lesson))


def test_a_known_worker_signs_in_with_a_scan_and_one_tap(
    places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    training_class = open_class(places.county, at, starts_on=at.date(), ends_on=at.date())
    session = session_of(training_class, at, held_on=at.date())
    worker = cast.worker("陈小燕", places.station)
    enrolments.enrol(training_class=training_class, person=worker, by=SYSTEM, at=at)
    session = sign_in.open_session(session=session, by=SYSTEM, at=at)
    with counted(worker) as phone:
        code = sign_in.code_of(session, timing=sign_in.timing_for(session), at=clock.now())
        phone.page.goto(f"/classes/s/{code}/")
        phone.button("签到")
        assert "您已签到" in phone.told()
        assert phone.count <= (1, 0)
    assert all_attendances().credited().filter(session=session, person=worker).exists()


def test_who_missed_a_sign_in_asks_for_a_late_mark_with_three_taps_and_a_reason(
    places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    training_class = open_class(places.county, at, starts_on=at.date(), ends_on=at.date())
    session = session_of(training_class, at, held_on=at.date())
    worker = cast.worker("陈小燕", places.station)
    enrolments.enrol(training_class=training_class, person=worker, by=SYSTEM, at=at)
    session = sign_in.open_session(session=session, by=SYSTEM, at=at)
    sign_in.close_session(session=session, head_count=0, note="", by=SYSTEM, at=at)
    with counted(worker) as phone:
        phone.link(training_class.name)
        phone.link("申请补签")
        phone.type(phone.page.locator('[name="reason"]'), "手机没电，已在纸质签到表签字")
        phone.tap(phone.page.locator("main form[method=post] button"))
        assert "补签" in phone.told()
        assert phone.count <= (3, 1)


def test_a_line_of_my_hours_explains_itself_with_two_taps(
    course: CoursePage, places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    lesson = pages(course)[0]
    complete(lesson, worker, at)
    events.deliver_pending()
    with counted(worker) as phone:
        phone.menu("我的学时")
        assert f"{lesson.minutes}分钟" in phone.told()
        phone.link(lesson.title)
        expect(phone.page.locator("h1")).to_have_text(lesson.title, use_inner_text=True)
        assert phone.count <= (2, 0)


def test_a_worker_confirms_a_meeting_with_two_taps(
    places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    world = build(places, cast, at)
    with counted(world.people["worker"]) as phone:
        phone.link("带教活动待您确认")
        phone.button("确认参加")
        assert "没有待确认的活动" in phone.told()
        assert phone.count <= (2, 0)


def test_a_message_leads_to_the_meeting_that_wants_confirming_with_two_taps(
    places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    world = build(places, cast, at)
    events.deliver_pending()
    with counted(world.people["worker"]) as phone:
        phone.page.goto("/inbox/")
        phone.link("记录了一次带教活动，待您确认")
        phone.button("确认参加")
        assert "没有待确认的活动" in phone.told()
        assert phone.count <= (2, 0)


def test_a_mentor_records_a_group_of_eight_with_their_names_and_a_topic(
    places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    lead = cast.worker("梁文珍", places.station)
    workers = [cast.worker(f"组员{number}", places.station) for number in "一二三四五六七八"]
    founded = at.date() - timedelta(days=100)
    studio = studios.add(details=StudioDetails("东湖名师工作室"), founders=[places.county], by=SYSTEM, at=at)
    member = Membership(lead, StudioRole.LEAD, places.county, founded)
    studios.add_member(studio=studio, member=member, by=SYSTEM, at=at)
    group = studios.add_group(studio=studio, name="第一小组", by=SYSTEM, at=at)
    for worker in workers:
        studios.add_worker(group=group, person=worker, starts_on=founded, by=SYSTEM, at=at)
    with counted(lead) as phone:
        if not phone.page.get_by_role("link", name="记录活动").count():
            phone.button("工作室领衔人")
        phone.link("记录活动")
        phone.type(phone.page.locator('[name="starts_at"]'), "00:00")
        phone.type(phone.page.locator('[name="topic"]'), "入户走访前的准备")
        for worker in workers:
            phone.taps += 1
            phone.page.get_by_label(worker.name, exact=True).check()
        phone.button("提交并请本人确认")
        phone.page.wait_for_url(lambda address: "/record/" not in address)
        assert phone.taps <= 6 + 8
        assert phone.fields <= 2
    assert all_confirmations().waiting().count() == 8


def test_an_officer_imports_a_pasted_roster_with_four_taps(
    places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    officer = cast.with_role("谢海燕", Role.OFFICER, places.county)
    people = [
        grids.person(number, 姓名=f"新人{number}", 社工站=places.station.name) for number in range(1, 4)
    ]
    pasted = "\n".join(
        "\t".join("" if cell is None else str(cell) for cell in row) for row in (grids.PERSONS, *people)
    )
    with counted(officer, size=DESK) as desk, a_worker():
        desk.menu("名册导入")
        desk.type(desk.page.locator('[name="pasted"]'), pasted)
        desk.button("上传并查看判定")
        desk.link("查看结果")
        desk.button("确认导入")
        assert desk.count <= (4, 1)
        desk.page.get_by_role("link", name="查看结果").wait_for()
    assert all_people().filter(name__startswith="新人").count() == 3


def test_an_officer_sees_who_is_behind_without_a_tap(
    course: CoursePage, places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    late = cast.worker("黄建国", places.station, hired=at.date() - timedelta(days=300))
    officer = cast.with_role("谢海燕", Role.OFFICER, places.county)
    with counted(officer, size=DESK) as desk:
        assert late.name in desk.told()
        assert desk.count == (0, 0)


def test_an_officer_finds_a_persons_hours_with_one_search(
    course: CoursePage, places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    complete(pages(course)[0], worker, at)
    events.deliver_pending()
    minutes = all_entries().of_person(worker).total_minutes()
    officer = cast.with_role("谢海燕", Role.OFFICER, places.county)
    with counted(officer, size=DESK) as desk:
        desk.type(desk.page.locator('main form[role="search"] input[name="text"]'), "陈小燕")
        desk.button("查学时")
        assert f"{minutes / 60:.1f}小时" in desk.told()
        assert desk.count == (1, 1)


def test_filing_correcting_and_reproducing_stay_within_their_taps(
    places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    officer = cast.with_role("谢海燕", Role.OFFICER, places.county)
    worker, absent = cast.worker("陈小燕", places.station), cast.worker("黄建国", places.station)
    held = series.hold_class(
        "E-1", places.county, at=at, year=at.year - 1, first_day=at.date() - timedelta(20)
    )
    series.attend_all(held, worker, at=at)
    series.close(held)
    with counted(officer, size=DESK) as desk:
        desk.menu("报送")
        desk.link("办理报送")
        desk.type(desk.page.locator('[name="year"]'), str(at.year - 1))
        desk.button("核对数字")
        desk.button("确认报送")
        assert desk.taps + desk.fields <= 8
        filing = Filing.objects.get()
        assert filing.number in desk.told()
    series.attend(held.sessions.first(), absent, at=at, state=AttendanceState.MAKE_UP, reason="补课一次")
    with counted(officer, size=DESK) as desk:
        desk.menu("报送")
        desk.tap(desk.page.get_by_role("link", name=filing.number, exact=True))
        desk.link("办理更正")
        desk.type(desk.page.locator('[name="reason"]'), "补记一人")
        desk.button("确认更正")
        assert "这次更正了什么" in desk.told()
        assert desk.count <= (5, 1)
    with counted(officer, size=DESK) as desk:
        desk.menu("报送")
        row = desk.page.get_by_role("row").filter(has_text=filing.number).first
        with desk.page.expect_download() as download:
            desk.taps += 1
            row.get_by_role("link", name="下载Excel").click()
        assert download.value.path().read_bytes() == bytes(filing.workbook)
        assert desk.count <= (2, 0)


def test_a_returned_filing_is_answered_with_three_taps_and_a_reason(
    places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    officer = cast.with_role("谢海燕", Role.OFFICER, places.county)
    worker, absent = cast.worker("陈小燕", places.station), cast.worker("黄建国", places.station)
    first_day = at.date() - timedelta(20)
    held = series.hold_class("E-1", places.county, at=at, year=at.year - 1, first_day=first_day)
    series.attend_all(held, worker, at=at)
    series.close(held)
    year = Period(report_year=at.year - 1)
    filing = filings.file(organisation=places.county, period=year, unit=None, by=SYSTEM, at=at)
    duties.give_back(filing=filing, remark="第3行少一人", by=SYSTEM, at=at)
    series.attend(held.sessions.first(), absent, at=at, state=AttendanceState.MAKE_UP, reason="补课一次")
    with counted(officer, size=DESK) as desk:
        desk.link(f"报送{filing.number}被退回")
        desk.link("办理更正")
        desk.type(desk.page.locator('[name="reason"]'), "补记一人")
        desk.button("确认更正")
        assert "这次更正了什么" in desk.told()
        assert desk.count <= (3, 1)


def test_the_city_reviews_a_filing_and_keeps_the_list_of_what_it_passed(
    places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    """Four taps from the to-do to the review; the filtered list stands on the home from then on."""
    officer = cast.with_role("谢海燕", Role.OFFICER, places.city)
    year = Period(report_year=at.year - 1)
    filing = filings.file(organisation=places.county, period=year, by=SYSTEM, at=at)
    with counted(officer, size=DESK) as desk:
        desk.link("1份报送等您审核")
        desk.tap(desk.page.get_by_role("link", name=filing.number, exact=True))
        desk.link("市级审核")
        desk.button("市级审核")
        assert "市审通过" in desk.told()
        assert desk.count <= (4, 0)
    with counted(officer, size=DESK) as desk:
        desk.menu("报送")
        desk.page.locator('[name="state"]').select_option("city_passed")
        desk.button("筛选")
        desk.link("保存这个视图")
        desk.type(desk.page.locator('[name="name"]'), "本市已审的")
        desk.button("保存")
        assert filing.number in desk.told()
        desk.menu("待办")
        desk.link("本市已审的")
        assert filing.number in desk.told()
        assert desk.count <= (6, 1)


def test_a_filing_that_was_asked_for_opens_from_the_desk(
    places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    officer = cast.with_role("谢海燕", Role.OFFICER, places.county)
    year = at.year - 1
    duties.ask(organisation=places.county, report_year=year, due_on=at.date(), by=SYSTEM, at=at)
    with counted(officer, size=DESK) as desk:
        desk.tap(desk.page.locator("main .task-link").first)
        desk.button("确认报送")
        assert desk.count <= (2, 0)
    assert Filing.objects.get().organisation == places.county


def test_a_stranger_checks_a_certificate_without_a_tap(
    course: CoursePage, places: Places, cast: Cast, counted: Counted, at: datetime
) -> None:
    world = build(places, cast, at)
    with counted(None) as phone:
        phone.page.goto(f"/verify/{world.certificate.code}/")
        assert "有效" in phone.told()
        assert phone.count == (0, 0)
