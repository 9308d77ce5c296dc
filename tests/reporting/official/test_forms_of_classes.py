"""What forms say of a class beside its figures: papers, tests, money, evaluation, dossier, and who teaches."""

import html
import re
from datetime import date, datetime

import pytest
import time_machine
from django.test import Client

from courses.evaluation_words import EvaluationPart
from courses.models import (
    BudgetLine,
    ClassContract,
    ClassEvaluation,
    ClassNotice,
    EvaluationRound,
    EvaluationTurn,
    Lecturer,
    TrainingClass,
)
from courses.services import enrolments
from courses.words import ClassState
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.assessment.papers import a_paper
from tests.cast import Cast, Places
from tests.courses.test_class_tests import a_test, sit
from tests.reporting.official.pages import address, book, cells, texts
from tests.reporting.test_figures_page import text_of


def people_of(held: TrainingClass) -> list[Person]:
    return list(Person.objects.filter(name__in=["陈小燕", "黄建国", "何志明"]).order_by("pk"))


def evaluated(held: TrainingClass, answers: int, *, last_day: date) -> None:
    made = EvaluationRound.objects.create(training_class=held, opens_on=last_day, last_day=last_day)
    for person in Person.objects.order_by("pk")[:answers]:
        EvaluationTurn.objects.create(round=made, person=person)
        marks = {part.value: 4 for part in EvaluationPart} | {"teacher": 5}
        ClassEvaluation.objects.create(training_class=held, **marks)


@pytest.fixture
def tested(held: TrainingClass, places: Places, at: datetime) -> TrainingClass:
    """The first has passed, the second has not."""
    TrainingClass.objects.filter(pk=held.pk).update(state=ClassState.OPEN)
    exam = a_test(held, a_paper(places.county, at, is_open=False), at)
    for right, person in zip((3, 0), people_of(held), strict=False):
        enrolments.enrol(training_class=held, person=person, by=SYSTEM, at=at)
        sit(exam, person, at, right=right)
    return held


@pytest.fixture
def paid(held: TrainingClass, places: Places) -> TrainingClass:
    ClassNotice.objects.create(training_class=held, document_number="东民发〔2026〕3号")
    ClassContract.objects.create(
        training_class=held, contractor=places.school, document_number="HT-7", contracted_minutes=360,
        amount_fen=2_000_000, money_source="福彩公益金",
    )  # fmt: skip
    BudgetLine.objects.create(training_class=held, item="授课费", planned_fen=1_200_050, spent_fen=1_000_000)
    BudgetLine.objects.create(training_class=held, item="场地", planned_fen=100_000)
    return held


def row_of(client: Client, held: TrainingClass) -> dict[str, str]:
    """The line of the class in the register's workbook, by headings."""
    sheet = book(client.get(address("class-register", held, "workbook/")).content).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    headings = [low or high for high, low in zip(lines[2], lines[3], strict=True)]
    return dict(zip(headings, lines[4], strict=True))


def test_the_register_knows_papers_money_and_tests(officer: Client, tested: TrainingClass, paid) -> None:
    found = row_of(officer, tested)
    assert found["文号"] == "东民发〔2026〕3号"
    assert (found["合同编号"], found["经费来源"]) == ("HT-7", "福彩公益金")
    assert (found["预算"], found["决算"]) == (13_000.5, 10_000)
    assert (found["考核方式"], found["合格人数"]) == ("考试1次", 1)
    assert found["发证数"] is None
    stands = cells(officer.get(address("class-register", tested, "workbook/")).content)
    assert any("数据截止2026年3月16日 10:00" in text for text in stands)  # as clocks in China show it
    assert 0 < found["档案完整度（%）"] < 100
    split = text_of(officer.get(address("class-register", tested) + "&post=administrative"))
    assert "考试1次 0 " in split


def test_whoever_does_not_manage_the_class_reads_no_money_of_it(
    client: Client, places: Places, cast: Cast, at: datetime, paid: TrainingClass
) -> None:
    evaluated(paid, 5, last_day=date(2026, 3, 10))
    client.force_login(cast.account(cast.with_role("社工部的人", Role.OFFICER, places.department)))
    with time_machine.travel(at, tick=False):
        words = text_of(
            client.get(f"/figures/forms/class-register/?scope={places.county.public_id}&year=2026")
        )
    assert "东民发〔2026〕3号" in words
    assert "福彩公益金" not in words
    assert "13000.5" not in words
    assert "4.3" not in words


@pytest.mark.parametrize(("answers", "last_day", "shown"), [(4, 10, None), (5, 10, 4.3), (5, 16, None)])
def test_satisfaction_is_told_of_five_answers_and_after_the_last_day(
    officer: Client,
    held: TrainingClass,
    places: Places,
    cast: Cast,
    answers: int,
    last_day: int,
    shown: float | None,
) -> None:
    for number in range(5):
        cast.worker(f"答卷{number}", places.station)
    evaluated(held, answers, last_day=date(2026, 3, last_day))
    assert row_of(officer, held)["满意度（5分制）"] == shown
    for page in ("", "print/"):
        assert ("四项平均" in text_of(officer.get(address("results", held, page)))) is (shown is not None)
    sheets = book(officer.get(address("results", held, "workbook/")).content)
    assert any("四项平均" in line for line in texts(sheets["满意度汇总"])) is (shown is not None)
    assert ("四项平均" in officer.get(address("results", held, "csv/")).content.decode()) is (
        shown is not None
    )


def test_results_say_for_each_what_misses(officer: Client, tested: TrainingClass) -> None:
    words = text_of(officer.get(address("results", tested)))
    # 陈小燕：出勤100，考核1次，100%，合格，结业；黄建国：出勤50，考核1次，0%，未合格
    assert re.search(r"陈小燕 东湖县青石镇社工站 服务性 100 1 100 合格 是 ", words), words
    assert re.search(r"黄建国 东湖县青石镇社工站 事务性 50 1 0 未合格 否 出勤50%，要求", words), words
    assert re.search(r"本班学员 2 1 50 ", words), words
    assert "东湖县青石镇社工站（2人）" in words  # 复制到群: who has not completed, the guest too
    service = text_of(officer.get(address("results", tested) + "&post=service"))
    assert "黄建国" not in service


def test_the_index_of_the_dossier_lists_what_is_there_and_what_is_not(
    officer: Client, paid: TrainingClass, places: Places, at: datetime
) -> None:
    words = text_of(officer.get(address("dossier-index", paid)))
    assert re.search(r"\d 签到表 已有", words), words
    assert "现场照片" in words
    page = html.unescape(officer.get(address("dossier-index", paid)).content.decode())
    assert f'href="/classes/{paid.public_id}/dossier/"' in page


def test_forms_of_others_classes_do_not_exist(
    client: Client, places: Places, cast: Cast, at: datetime, held: TrainingClass
) -> None:
    """Neither for the other county nor for the teacher who runs the sign-in."""
    others = [(Role.OFFICER, places.other_county), (Role.CLASS_TEACHER, places.school)]
    TrainingClass.objects.filter(pk=held.pk).update(provider=places.school)
    for number, (role, organisation) in enumerate(others):
        client.force_login(cast.account(cast.with_role(f"别人{number}", role, organisation)))
        with time_machine.travel(at, tick=False):
            for code in ("results", "dossier-index"):
                for page in ("", "print/", "workbook/", "csv/"):
                    assert client.get(address(code, held, page)).status_code == 404


def test_the_registers_of_lecturers_and_supervisors(
    officer: Client, held: TrainingClass, places: Places, cast: Cast
) -> None:
    mine = Lecturer.objects.create(
        owner=places.county, name="温教员", title="教授", unit="省社科院", field="伦理"
    )
    Lecturer.objects.create(owner=places.other_county, name="外县教员", is_shared=True)
    held.sessions.filter(topic="政策").update(lecturer="温教员", lecturer_entry=mine)
    cast.with_role("督导员甲", Role.SUPERVISOR, places.station)
    words = text_of(officer.get(address("teachers", held)))
    assert re.search(r"1 温教员 教授 省社科院 伦理 副高级及以下 东湖县民政局 1 3 ", words), words
    assert re.search(r"1 督导员甲 督导员 东湖县青石镇社工站 ", words), words
    assert "外县教员" not in words
    assert "温教员" in cells(officer.get(address("teachers", held, "workbook/")).content)
    page = html.unescape(officer.get(address("teachers", held)).content.decode())
    assert officer.get(re.search(r'href="([^"]+)">温教员', page).group(1)).status_code == 200
