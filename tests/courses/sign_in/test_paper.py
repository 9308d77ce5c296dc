"""The paper path is worth as much as a scan: a whole sheet in one form, its times judged, its scan kept."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from core.errors import RuleBroken
from core.models import Event
from courses.models import Attendance, ClassSession, PaperSheet
from courses.services import attendance, paper
from courses.services.attendance import Mark
from courses.services.paper import PaperRow
from courses.sign_in_words import SignInWay
from courses.words import AttendanceState
from hours.models import LockedPeriod
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, open_class, session_of
from tests.courses.sign_in.room import enrolled, logged_in, post, text, url

PDF = b"%PDF-1.4\n%%EOF\n"
PRESENT, LEAVE, ABSENT = AttendanceState.PRESENT, AttendanceState.LEAVE, AttendanceState.ABSENT


@pytest.fixture
def roster(session: ClassSession, places: Places, cast: Cast, at: datetime) -> list[Person]:
    return [
        enrolled(session, cast.worker(name, places.station), at) for name in ("陈小燕", "黄建国", "李秋月")
    ]


def typed(session: ClassSession, at: datetime, *rows: PaperRow, reason: str = "会场没有网络") -> PaperSheet:
    return paper.type_sheet(session=session, rows=rows, content=None, reason=reason, by=SYSTEM, at=at)


def fields(*rows: tuple[Person, str, str, str]) -> dict[str, str]:
    sent = {"reason": "会场没有网络", "others": ""}
    for person, state, came, left in rows:
        key = person.public_id.hex
        sent |= {f"state_{key}": state, f"came_{key}": came, f"left_{key}": left}
    return sent


def test_a_whole_sheet_is_typed_in_one_form_and_its_times_are_judged(
    session: ClassSession, roster: list[Person], teacher: Person, cast: Cast, at: datetime
) -> None:
    first, second, third = roster
    sent = fields(
        (first, "present", "", ""), (second, "present", "09:30", "12:00"), (third, "absent", "", "")
    )
    answer = post(logged_in(cast, teacher), url("session_paper", session), **sent)
    assert answer["Location"] == url("session_detail", session)
    states = {one.person: one for one in Attendance.objects.select_related("person")}
    assert [states[person].state for person in roster] == ["present", "late", "absent"]
    late = states[second]
    assert (late.minutes_present, late.way, late.marked_by) == (150, SignInWay.PAPER, teacher.pk)
    assert all_entries().total_minutes() == 360
    assert Event.objects.filter(name="courses.paper_sheet.typed").count() == 1
    assert PaperSheet.objects.get().typed_by == teacher


def test_the_scan_is_kept_encrypted_and_given_to_whoever_runs_the_class(
    session: ClassSession, roster: list[Person], teacher: Person, places: Places, cast: Cast
) -> None:
    client = logged_in(cast, teacher)
    upload = SimpleUploadedFile("签到表.pdf", PDF, content_type="application/pdf")
    post(client, url("session_paper", session), **fields((roster[0], "present", "", "")), file=upload)
    sheet = PaperSheet.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT file FROM courses_papersheet")
        assert PDF not in bytes(cursor.fetchone()[0])
    address = f"/classes/paper/{sheet.public_id}/scan/"
    assert address in text(client.get(url("session_paper", session)))  # type: ignore[arg-type]
    answer = client.get(address)
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    for stranger in (
        cast.with_role("钱主管", Role.OFFICER, places.other_county),
        cast.with_role("王站长", Role.STATION_HEAD, places.station),
    ):
        assert logged_in(cast, stranger).get(address).status_code == 404


def test_typing_the_same_sheet_again_changes_nothing(
    session: ClassSession, roster: list[Person], at: datetime
) -> None:
    rows = [PaperRow(roster[0], PRESENT, time(9, 30), time(12, 0)), PaperRow(roster[1], LEAVE)]
    typed(session, at, *rows)
    before = list(Attendance.objects.order_by("pk").values())
    typed(session, at, *rows)
    assert list(Attendance.objects.order_by("pk").values()) == before
    assert all_entries().count() == 1
    assert Event.objects.filter(name="courses.paper_sheet.typed").last().data["changed"] == 0  # type: ignore[union-attr]


def test_what_was_scanned_stands_in_the_form_and_the_paper_corrects_it(
    opened: ClassSession, roster: list[Person], teacher: Person, cast: Cast, at: datetime
) -> None:
    attendance.sign_in(session=opened, person=roster[0], by=SYSTEM, at=at)
    page = text(logged_in(cast, teacher).get(url("session_paper", opened)))  # type: ignore[arg-type]
    assert 'value="10:00"' in page
    typed(opened, at, PaperRow(roster[0], ABSENT))
    assert (Attendance.objects.get().state, all_entries().total_minutes()) == ("absent", 0)


def test_a_late_mark_is_shown_and_left_alone(
    session: ClassSession, roster: list[Person], teacher: Person, cast: Cast, at: datetime
) -> None:
    wanted = Mark(session, roster[0], None, AttendanceState.LATE_MARK, reason="手机没电")
    attendance.mark(mark=wanted, by=SYSTEM, at=at)
    client = logged_in(cast, teacher)
    assert "补签" in text(client.get(url("session_paper", session)))  # type: ignore[arg-type]
    post(
        client,
        url("session_paper", session),
        **fields((roster[0], "", "", ""), (roster[1], "present", "", "")),
    )
    assert Attendance.objects.get(person=roster[0]).state == AttendanceState.LATE_MARK


def test_an_officer_adds_who_signed_without_being_on_the_list(
    session: ClassSession, places: Places, cast: Cast
) -> None:
    guest = cast.worker("冯秀兰", places.station)
    officer = logged_in(cast, cast.with_role("赵主管", Role.OFFICER, places.county))
    post(officer, url("session_paper", session), reason="现场签名", others="冯秀兰")
    assert Attendance.objects.get().person == guest
    refused = post(officer, url("session_paper", session), reason="现场签名", others="查无此人")
    assert "没有“查无此人”" in text(refused)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "还没有录入任何人"),
        ({"reason": ""}, "请写明为什么用纸质签到"),
        ({"came": "12:00", "left": "09:00"}, "离开时间要晚于到达时间"),
        ({"came": "上午"}, "请填写时间"),
    ],
)
def test_a_sheet_that_does_not_add_up_is_shown_again(
    session: ClassSession,
    roster: list[Person],
    teacher: Person,
    cast: Cast,
    changes: dict[str, str],
    words: str,
) -> None:
    key = roster[0].public_id.hex
    sent = {"reason": "会场没有网络"} | {name: value for name, value in changes.items() if name == "reason"}
    if changes:
        sent |= {f"state_{key}": "present"}
        sent |= {f"{name}_{key}": value for name, value in changes.items() if name != "reason"}
    answer = post(logged_in(cast, teacher), url("session_paper", session), **sent)
    assert words in text(answer)
    assert not Attendance.objects.exists()


def test_a_word_document_is_no_scan(session: ClassSession, roster: list[Person], at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        paper.type_sheet(
            session=session, rows=[PaperRow(roster[0], PRESENT)], content=b"plain text", reason="纸质", by=SYSTEM, at=at
        )  # fmt: skip
    assert refused.value.code == "paper.file"


def test_somebody_who_is_elsewhere_is_named_by_the_row(
    session: ClassSession, roster: list[Person], places: Places, at: datetime
) -> None:
    elsewhere = session_of(open_class(places.city, at, "2026-09"), at)
    attendance.mark(mark=Mark(elsewhere, roster[1], None, PRESENT), by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        typed(session, at, *(PaperRow(person, PRESENT) for person in roster))
    assert refused.value.code == "paper.elsewhere"
    assert "第2位" in refused.value.message
    assert not Attendance.objects.filter(session=session).exists()


def test_no_sheet_of_tomorrow_and_none_of_another_county(
    session: ClassSession, roster: list[Person], places: Places, cast: Cast, at: datetime
) -> None:
    tomorrow = session_of(session.training_class, at, held_on=TODAY + timedelta(days=1))
    with pytest.raises(RuleBroken) as early:
        typed(tomorrow, at, PaperRow(roster[0], PRESENT))
    assert early.value.code == "attendance.not_yet"
    stranger = cast.with_role("钱主管", Role.OFFICER, places.other_county)
    with pytest.raises(RuleBroken):
        paper.type_sheet(
            session=session, rows=[PaperRow(roster[0], PRESENT)], content=None, reason="纸质", by=cast.by(stranger), at=at
        )  # fmt: skip
    assert logged_in(cast, stranger).get(url("session_paper", session)).status_code == 404


def test_an_old_sheet_in_a_filed_period_is_taken_with_its_reason(
    session: ClassSession, roster: list[Person], places: Places, at: datetime
) -> None:
    LockedPeriod.objects.create(
        organisation=places.county, first_day=TODAY, last_day=TODAY, locked_at=at, filing_number="2026-01"
    )
    typed(session, at + timedelta(days=40), PaperRow(roster[0], PRESENT), reason="补录三月的纸质签到表")
    assert all_entries().get().reason == "补录三月的纸质签到表"


def test_forty_people_take_as_many_queries_as_four(
    session: ClassSession, places: Places, cast: Cast, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    people = [cast.worker(f"学员{number}", places.station) for number in range(24)]
    few = count_queries(lambda: typed(session, at, *(PaperRow(one, PRESENT) for one in people[:4])))
    many = count_queries(lambda: typed(session, at, *(PaperRow(one, PRESENT) for one in people[4:])))
    assert many == few


def test_the_form_takes_as_many_queries_for_twenty_as_for_one(
    session: ClassSession, learner: Person, teacher: Person, places: Places, cast: Cast, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    client: Client = logged_in(cast, teacher)
    enrolled(session, learner, at)
    client.get(url("session_paper", session))
    one = count_queries(lambda: client.get(url("session_paper", session)))
    for number in range(19):
        enrolled(session, cast.worker(f"学员{number}", places.station), at)
    assert count_queries(lambda: client.get(url("session_paper", session))) == one
