"""Certificates with their registration, one person's record, supervision and the brief: what each says of known facts."""

import html
import io
import re
from datetime import date, datetime

import docx
import pytest
import time_machine
from django.test import Client

from certification.services import registrations
from certification.services.registrations import PeriodDetails
from certification.words import RegistrationKind, RegistrationLevel
from core.models import Event
from courses.models import TrainingClass
from mentorship.models import GroupMeeting
from mentorship.services import meetings
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.words import QualificationLevel
from tests.cast import Cast, Places
from tests.mentorship.conftest import Banyan, banyan, confirmation_of, meeting  # noqa: F401
from tests.reporting.official.conftest import FIRST
from tests.reporting.official.pages import address, cells
from tests.reporting.test_figures_page import text_of

FILES = ("workbook/", "csv/")


def certify(person: Person, level: RegistrationLevel, *, starts: date | None, at: datetime) -> None:
    Person.objects.filter(pk=person.pk).update(qualification=QualificationLevel(level.value))
    if starts is not None:
        details = PeriodDetails(level, RegistrationKind.FIRST, starts)
        registrations.add(person=person, details=details, by=SYSTEM, at=at)


@pytest.fixture
def holders(held: TrainingClass, at: datetime) -> list[Person]:
    """One in the window without the hours, one far from it, one without a registration."""
    people = list(Person.objects.filter(name__in=["陈小燕", "黄建国", "何志明"]).order_by("pk"))
    certify(people[0], RegistrationLevel.ASSISTANT, starts=date(2023, 4, 1), at=at)  # till the end of March
    certify(people[1], RegistrationLevel.WORKER, starts=date(2025, 7, 1), at=at)
    certify(people[2], RegistrationLevel.WORKER, starts=None, at=at)
    return people


def test_the_register_of_certificates_tells_who_is_in_the_window(
    officer: Client, held: TrainingClass, holders: list[Person], at: datetime
) -> None:
    found = officer.get(address("certificate-register", held))
    words = text_of(found)
    # 持证3：助理1、社工师2；服务1、事务1、其他1；无周期1、未到1、受理中1、过期0；不够1；有效登记2人中0人已够
    assert re.search(r"合计 3 1 2 0 1 1 1 1 1 1 0 1 0 ", words), words
    assert "2026-03-31" in words
    assert "2025-12-31" in words
    assert "正在受理期内" in words
    assert "没有登记周期" in words
    assert "990000" not in words
    assert (
        "东湖县青石镇社工站（1人）：陈小燕" in words
    )  # 复制到群: whoever is short of hours inside the window
    service = text_of(officer.get(address("certificate-register", held) + "&post=service"))
    assert "陈小燕" in service
    assert "黄建国" not in service


def test_each_number_of_the_register_opens_the_station_and_each_name_its_registration(
    officer: Client, held: TrainingClass, holders: list[Person]
) -> None:
    page = html.unescape(officer.get(address("certificate-register", held)).content.decode())
    links = re.findall(r'<td class="number"><a href="([^"]+)">(\d+)</a>', page)
    assert links
    for url, _ in links:
        assert "陈小燕" in text_of(officer.get(url))
    name = re.search(r'<a href="([^"]+)">陈小燕</a>', page).group(1)
    assert officer.get(name).status_code == 200


def test_one_persons_record_says_posts_classes_years_and_registrations(
    officer: Client, held: TrainingClass, holders: list[Person]
) -> None:
    found = text_of(officer.get(address("person-record", held)))
    assert "陈小燕" in found
    assert re.search(r"1 培训班A 东湖县民政局 2026-03-02 2026-03-02 2 6 8 ", found), found
    assert re.search(r"2026 6 0 6 8 ", found), found
    assert re.search(r"助理社会工作师 首次登记 2023-04-01 2026-03-31", found), found
    assert "继续教育登记手册" in found
    assert "990000" not in found
    answer = officer.get(address("person-record", held, "workbook/"))
    assert "陈小燕" not in answer["Content-Disposition"]
    assert "%E9%99%88" not in answer["Content-Disposition"]
    page = officer.get(f"/people/{holders[0].public_id}/").content.decode()
    assert f"/figures/forms/person-record/?person={holders[0].public_id}" in page
    assert "从本人页面打开" in text_of(officer.get("/figures/forms/person-record/"))


def test_the_record_of_somebody_elsewhere_does_not_exist(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    other = cast.worker("外县人", places.other_station)
    for page in ("", "print/", *FILES):
        url = f"/figures/forms/person-record/{page}?person={other.public_id}"
        assert officer.get(url).status_code == 404
    assert officer.get("/figures/forms/person-record/workbook/").status_code == 404


def test_supervision_counts_people_meetings_and_hours_and_says_nothing_else(
    officer: Client,
    places: Places,
    cast: Cast,
    at: datetime,
    banyan: Banyan,  # noqa: F811
    meeting: GroupMeeting,  # noqa: F811
) -> None:
    for worker in banyan.workers[:2]:
        confirmed = confirmation_of(meeting, worker)
        meetings.confirm(confirmation=confirmed, by=cast.by(worker), at=at)
    words = text_of(officer.get(address("supervision", None)))
    # 督导2（领衔、核心）；被督导2人，其他2；每名1；小组研讨1次；合计1次、2小时、4人时、1个站
    assert re.search(r"榕江联名工作室 2 2 0 0 2 1 1 0 0 0 0 1 2 4 1 ", words), words
    assert re.search(r"东湖县青石镇社工站 2 0 0 2 1 4 2026-03-12", words), words
    assert "独居老人" not in words
    assert not any(worker.name in words for worker in banyan.workers)
    content = officer.get(address("supervision", None, "workbook/")).content
    assert not cells(content) & {worker.name for worker in banyan.workers}
    assert text_of(officer.get(address("supervision", None) + "&post=service")).count("2026-03-12") == 0


def test_a_county_counts_its_own_people_and_its_own_studios(
    client: Client,
    places: Places,
    cast: Cast,
    at: datetime,
    banyan: Banyan,  # noqa: F811
    meeting: GroupMeeting,  # noqa: F811
) -> None:
    """The other county founded the studio too; the station of the workers is not its."""
    confirmed = confirmation_of(meeting, banyan.workers[0])
    meetings.confirm(confirmation=confirmed, by=cast.by(banyan.workers[0]), at=at)
    client.force_login(cast.account(cast.with_role("西山的人", Role.OFFICER, places.other_county)))
    with time_machine.travel(at, tick=False):
        words = text_of(client.get(address("supervision", None)))
    assert re.search(r"榕江联名工作室 2 1 ", words), words
    assert "青石镇" not in words
    assert re.search(r"西山县云岭镇社工站 0 0 0 0 0 0 ", words), words


def test_the_brief_says_both_ways_of_counting_in_words_and_in_a_table(
    officer: Client, held: TrainingClass, places: Places, cast: Cast
) -> None:
    cast.worker("新来的人", places.station, hired=FIRST)
    words = text_of(officer.get(address("brief", held)))
    lead = "2026年度，东湖县民政局主办培训1期、1个班次，参训3人、3人次（人·天）。授课时长6小时，12人时，折合16学时，人均5.3学时。"
    assert lead in words
    assert "其中服务性岗位1人，事务性岗位1人，其他1人。" in words
    assert "按参训人员统计，东湖县民政局的人员参加培训1期" in words
    assert "入职不满一年的1人中，完成岗前培训0人" in words
    page = html.unescape(officer.get(address("brief", held)).content.decode())
    for url, _ in re.findall(r'<td class="number"><a href="([^"]+)">([\d.]+)</a>', page):
        assert officer.get(url).status_code == 200
    document = docx.Document(io.BytesIO(officer.get(address("brief", held, "document/")).content))
    assert lead in document.paragraphs[1].text
    assert [len(table.rows) for table in document.tables] == [12, 7]
    assert lead in "".join(cells(officer.get(address("brief", held, "workbook/")).content))
    assert officer.get(address("annual-report", held, "document/")).status_code == 404


def test_whoever_takes_names_away_is_recorded_and_nobody_is_named(
    officer: Client, held: TrainingClass, holders: list[Person]
) -> None:
    taken = ("roster", "sign-in", "personal-hours", "certificate-register", "person-record")
    for code in taken:
        for page in FILES:
            assert officer.get(address(code, held, page)).status_code == 200
    found = Event.objects.filter(name="reporting.official_form.taken_away").order_by("pk")
    kinds = [(one.data["form"], one.data["kind"]) for one in found]
    assert kinds == [(code, kind) for code in taken for kind in ("xlsx", "csv")]
    assert found[0].subject_id == str(held.pk)
    assert found[0].data["rows"] == 3
    assert "陈小燕" not in str([one.data for one in found])
    for code in ("class-register", "annual-report", "timetable", "brief"):
        officer.get(address(code, held, "workbook/"))
    assert found.count() == len(kinds)
    assert "下载含姓名的官方表式" in text_of(officer.get("/events/"))
