"""A webinar's list: read, looked at where it is doubtful, then as good as a scan."""

from collections.abc import Callable
from datetime import datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from openpyxl import Workbook

from core.errors import RuleBroken
from courses.models import Attendance, ClassSession, OnlineList
from courses.services import attendance, online
from courses.services.attendance import Mark
from courses.sign_in_words import SignInWay
from courses.words import AttendanceState
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.sign_in.room import enrolled, logged_in, post, text, url

LIST = """会议主题,岗前培训
昵称,加入时间,离开时间
陈小燕,2026-03-16 09:00,2026-03-16 10:30
陈小燕,2026-03-16 10:20,2026-03-16 12:00
青石镇-黄建国,2026-03-16 09:05,2026-03-16 10:00
iPhone,2026-03-16 09:55,2026-03-16 12:00
路过的人,2026-03-16 09:00,2026-03-16 09:02
"""


@pytest.fixture
def roster(session: ClassSession, places: Places, cast: Cast, at: datetime) -> list[Person]:
    return [enrolled(session, cast.worker(name, places.station), at) for name in ("陈小燕", "黄建国")]


def read(session: ClassSession, at: datetime, content: bytes = LIST.encode()) -> OnlineList:
    return online.read_list(session=session, content=content, name="名单.csv", by=SYSTEM, at=at)


def test_the_certain_are_matched_the_doubtful_chosen_and_minutes_decide(
    session: ClassSession, roster: list[Person], teacher: Person, cast: Cast
) -> None:
    client, (first, second) = logged_in(cast, teacher), roster
    upload = SimpleUploadedFile("名单.csv", LIST.encode("gb18030"))
    answer = post(client, url("session_online", session), file=upload)
    found = OnlineList.objects.get()
    assert answer["Location"] == f"/classes/online/{found.public_id}/"
    assert not Attendance.objects.exists()
    page = text(client.get(answer["Location"]))
    assert page.count("<select") == 3
    assert "可能是黄建国" in page
    refused = post(client, answer["Location"], who_1=str(second.public_id), who_2=str(second.public_id))
    assert "请选定学员" in text(refused)
    chosen = {"who_1": str(second.public_id), "who_2": str(second.public_id), "who_3": online.NOBODY}
    assert post(client, answer["Location"], **chosen)["Location"] == url("session_detail", session)
    marks = {one.person: one for one in Attendance.objects.select_related("person")}
    assert {person.name: marks[person].minutes_present for person in roster} == {"陈小燕": 180, "黄建国": 175}
    assert marks[first].way == SignInWay.ONLINE
    assert (marks[second].signed_in_at, marks[second].signed_out_at) == (time(9, 5), time(12, 0))
    assert all_entries().total_minutes() == 360
    assert "线上时长" in text(client.get(url("session_detail", session)))  # type: ignore[arg-type]


def test_nicknames_lie_encrypted_and_are_forgotten_once_decided(
    session: ClassSession, roster: list[Person], at: datetime
) -> None:
    found = read(session, at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT guests FROM courses_onlinelist")
        assert "路过的人".encode() not in bytes(cursor.fetchone()[0])
    key = str(roster[0].public_id)
    choices = {0: key, 1: online.NOBODY, 2: online.NOBODY, 3: online.NOBODY}
    assert online.decide(found=found, choices=choices, by=SYSTEM, at=at) == 1
    assert OnlineList.objects.get().guests is None
    with pytest.raises(RuleBroken) as again:
        online.decide(found=found, choices=choices, by=SYSTEM, at=at)
    assert again.value.code == "online.decided"


def test_too_short_a_stay_earns_nothing_and_another_way_goes_before(
    session: ClassSession, roster: list[Person], at: datetime
) -> None:
    first, second = roster
    wanted = Mark(session, first, None, AttendanceState.LATE_MARK, reason="签在纸上")
    attendance.mark(mark=wanted, by=SYSTEM, at=at)
    choices = {0: str(first.public_id), 1: str(second.public_id), 2: online.NOBODY, 3: online.NOBODY}
    assert online.decide(found=read(session, at), choices=choices, by=SYSTEM, at=at) == 1
    assert Attendance.objects.get(person=first).state == AttendanceState.LATE_MARK
    short = Attendance.objects.get(person=second)
    assert (short.state, short.minutes_present) == (AttendanceState.TOO_SHORT, 55)
    assert all_entries().total_minutes() == 180


def test_a_guest_without_a_choice_stops_the_whole_list(
    session: ClassSession, roster: list[Person], at: datetime
) -> None:
    with pytest.raises(RuleBroken) as refused:
        online.decide(found=read(session, at), choices={0: str(roster[0].public_id)}, by=SYSTEM, at=at)
    assert refused.value.code == "online.choice_missing"
    assert not Attendance.objects.exists()


def test_a_second_upload_replaces_the_one_that_waits(
    session: ClassSession, roster: list[Person], at: datetime
) -> None:
    first, second = read(session, at), read(session, at)
    assert list(OnlineList.objects.all()) == [second]
    assert first != second


def test_a_workbook_is_read_as_well(
    session: ClassSession, roster: list[Person], at: datetime, tmp_path: object
) -> None:
    book, path = Workbook(), f"{tmp_path}/名单.xlsx"
    book.active.append(["用户昵称", "入会时间", "退会时间（离开）"])  # type: ignore[union-attr]
    book.active.append(["陈小燕", datetime.fromisoformat("2026-03-16T09:00"), "2026-03-16 12:00:00"])  # type: ignore[union-attr]
    book.save(path)
    with open(path, "rb") as stream:
        read(session, at, stream.read())
    guests = OnlineList.objects.get().guests
    assert guests is not None
    assert [(one["nickname"], one["spans"], one["is_certain"]) for one in guests] == [
        ("陈小燕", [[540, 720]], True)
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("姓名,单位\n陈小燕,社工站\n".encode(), "online.columns"),
        ("昵称,加入时间,离开时间\n陈小燕,2026-03-15 09:00,2026-03-15 12:00\n".encode(), "online.nobody"),
        (b"\x00\x01\x02\xff", "online.unreadable"),
        (b"PK\x03\x04 no workbook", "workbook.unreadable"),
    ],
)
def test_what_is_no_such_list_is_told_so(
    session: ClassSession, roster: list[Person], at: datetime, content: bytes, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        read(session, at, content)
    assert refused.value.code == code


def test_another_county_neither_uploads_nor_reads(
    session: ClassSession, roster: list[Person], places: Places, cast: Cast, at: datetime
) -> None:
    found = read(session, at)
    stranger = cast.with_role("钱主管", Role.OFFICER, places.other_county)
    client = logged_in(cast, stranger)
    assert client.get(url("session_online", session)).status_code == 404
    assert client.get(f"/classes/online/{found.public_id}/").status_code == 404
    with pytest.raises(RuleBroken):
        online.read_list(session=session, content=LIST.encode(), name="名单.csv", by=cast.by(stranger), at=at)


def test_twenty_guests_take_as_many_queries_as_two(
    session: ClassSession, teacher: Person, places: Places, cast: Cast, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    people = [enrolled(session, cast.worker(f"学员{chr(0x4E00 + n)}", places.station), at) for n in range(22)]

    def decide(some: list[Person]) -> None:
        rows = "".join(f"{one.name},2026-03-16 09:00,2026-03-16 12:00\n" for one in some)
        found = read(session, at, f"昵称,加入时间,离开时间\n{rows}".encode())
        choices = {place: str(one.public_id) for place, one in enumerate(some)}
        online.decide(found=found, choices=choices, by=SYSTEM, at=at)

    few = count_queries(lambda: decide(people[:2]))
    assert count_queries(lambda: decide(people[2:])) == few
    assert all_entries().total_minutes() == 22 * 180
