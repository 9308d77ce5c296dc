"""Pages of places: what a learner is told before applying, nominations, answers, shares and conditions."""

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries

from courses.models import Enrolment, TrainingClass
from courses.place_querysets import quotas_of, terms_of
from courses.services import applications, enrolments, quotas
from courses.services.quotas import Share, Terms
from courses.words import AdmissionMode, ClassState
from inbox.todos import todo_items
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import logged_in, post, url
from tests.courses.classroom import TODAY, open_class

DATA = Path(__file__).parents[2] / "data"
APPROVAL = Terms(mode=AdmissionMode.APPROVAL)


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def apply(training_class: TrainingClass, person: Person, cast: Cast, at: datetime) -> Enrolment:
    return applications.apply(training_class=training_class, person=person, by=cast.by(person), at=at)


@pytest.fixture
def head(places: Places, cast: Cast) -> Person:
    return cast.with_role("孙站长", Role.STATION_HEAD, places.station)


def test_in_a_full_class_one_joins_the_waiting_list_and_sees_the_position(
    places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at, capacity=1)
    for name in ("李大山", "黄晓"):
        apply(training_class, cast.worker(name, places.station), cast, at)
    client, address = logged_in(cast, learner), url("class_detail", training_class)
    assert "登记候补" in page_of(client, address)
    post(client, url("class_enrol", training_class))
    assert "您是候补第2位" in page_of(client, address)
    post(client, url("class_give_up", training_class))
    assert "登记候补" in page_of(client, address)


def test_who_does_not_meet_a_condition_reads_it_before_applying(
    places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    quotas.set_terms(training_class=training_class, terms=Terms(under_years=1), by=SYSTEM, at=at)
    client = logged_in(cast, learner)
    page = page_of(client, url("class_detail", training_class))
    assert "本班面向入职1年内的社工，到开班时本人入职已满2年" in page
    assert url("class_enrol", training_class) not in page
    answer = post(client, url("class_enrol", training_class))
    assert "入职1年内" in answer.content.decode()  # type: ignore[attr-defined]
    assert not Enrolment.objects.exists()


def test_whose_place_has_no_share_reads_whom_to_ask(
    places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    training_class = open_class(places.city, at)
    quotas.set_quotas(training_class=training_class, shares=[Share(places.other_county, 3)], by=SYSTEM, at=at)
    page = page_of(logged_in(cast, learner), url("class_detail", training_class))
    assert "还没有分给所在单位，请联系主办单位“榕江市民政局”" in page


def test_who_was_declined_reads_why(places: Places, cast: Cast, learner: Person, at: datetime) -> None:
    training_class = open_class(places.county, at)
    quotas.set_terms(training_class=training_class, terms=APPROVAL, by=SYSTEM, at=at)
    apply(training_class, learner, cast, at)
    client, address = logged_in(cast, learner), url("class_detail", training_class)
    assert "主办单位正在审核" in page_of(client, address)
    applications.decline(
        training_class=training_class, person=learner, reason="已参加上一期", by=SYSTEM, at=at
    )
    assert "理由：已参加上一期" in page_of(client, address)


def test_a_station_head_ticks_several_and_sees_what_became_of_each(
    places: Places, cast: Cast, learner: Person, head: Person, at: datetime
) -> None:
    other = cast.worker("李大山", places.station)
    cast.worker("黄建国", places.other_station)
    training_class = open_class(places.county, at, capacity=1)
    client, address = logged_in(cast, head), url("class_nominate", training_class)
    page = page_of(client, address)
    assert "陈小燕" in page
    assert "黄建国" not in page
    assert "请先勾选人员" in post(client, address).content.decode()  # type: ignore[attr-defined]
    post(client, address, person=[str(learner.public_id), str(other.public_id)])
    assert sorted(Enrolment.objects.values_list("state", flat=True)) == ["enrolled", "waiting"]
    stale = post(client, address, person=[str(learner.public_id)])
    assert "名单刚刚变过" in stale.content.decode()  # type: ignore[attr-defined]
    assert logged_in(cast, other).get(address).status_code == 403


def test_the_organiser_answers_what_is_ticked(
    places: Places, cast: Cast, learner: Person, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    quotas.set_terms(training_class=training_class, terms=APPROVAL, by=SYSTEM, at=at)
    other = cast.worker("李大山", places.station)
    for person in (learner, other):
        apply(training_class, person, cast, at)
    assert "2人报名待审" in todo_items(cast.by(officer), on=TODAY)[0].title
    client, address = logged_in(cast, officer), url("class_places", training_class)
    assert "陈小燕" in page_of(client, address)
    refused = post(client, address, person=[str(other.public_id)], action="decline")
    assert "请写明不同意的理由" in refused.content.decode()  # type: ignore[attr-defined]
    post(client, address, person=[str(other.public_id)], action="decline", reason="已参加上一期")
    post(client, address, person=[str(learner.public_id)], action="approve")
    assert dict(Enrolment.objects.values_list("person", "state")) == {
        learner.pk: "enrolled", other.pk: "declined",
    }  # fmt: skip
    assert "已参加上一期" in page_of(client, f"{address}?state=declined")
    assert todo_items(cast.by(officer), on=TODAY) == []


def test_the_shares_are_one_table(places: Places, cast: Cast, officer: Person, at: datetime) -> None:
    training_class = open_class(places.county, at, capacity=10)
    client, address = logged_in(cast, officer), url("class_quotas", training_class)
    row = f"seats_{places.station.public_id}"
    post(client, address, **{row: "4", "name_0": "西山县云岭镇社工站", "more_0": "2"})
    assert {one.organisation.name: one.seats for one in quotas_of(training_class)} == {
        "东湖县青石镇社工站": 4, "西山县云岭镇社工站": 2,
    }  # fmt: skip
    assert 'value="4"' in page_of(client, address)
    for fields, words in (
        ({row: "11"}, "超过本班的10个"),
        ({"name_0": "不存在的单位", "more_0": "1"}, "没有找到这个单位"),
        ({"name_0": "西山县云岭镇社工站"}, "请填写名额，或把单位名称清空"),
    ):
        assert words in post(client, address, **fields).content.decode()  # type: ignore[attr-defined]
    assert quotas_of(training_class).count() == 2


def test_the_conditions_are_set_on_a_page(places: Places, cast: Cast, officer: Person, at: datetime) -> None:
    training_class = open_class(places.county, at)
    client, address = logged_in(cast, officer), url("class_terms", training_class)
    post(client, address, mode="approval", under_years="2", roles=["station_head"], areas=[places.county.pk])
    terms = terms_of(training_class)
    assert (terms.mode, terms.under_years, terms.roles, list(terms.areas.all())) == (
        "approval", 2, ["station_head"], [places.county],
    )  # fmt: skip
    wrong = post(client, address, mode="approval", under_years="2", min_years="2")
    assert "下限高于上限" in wrong.content.decode()  # type: ignore[attr-defined]
    assert "入职不满2年" in page_of(client, url("class_detail", training_class))


def test_somebody_is_admitted_against_a_condition_with_a_reason(
    places: Places, cast: Cast, learner: Person, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    quotas.set_terms(training_class=training_class, terms=Terms(under_years=1), by=SYSTEM, at=at)
    client, address = logged_in(cast, officer), url("roster_add", training_class)
    refused = post(client, address, names="陈小燕")
    assert "有1人不符合" in refused.content.decode()  # type: ignore[attr-defined]
    post(client, address, names="陈小燕", exception_reason="转岗，等同新入职")
    assert Enrolment.objects.get().exception_reason == "转岗，等同新入职"


def test_after_the_start_the_organiser_writes_why_somebody_leaves(
    places: Places, cast: Cast, learner: Person, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    enrolments.enrol(training_class=training_class, person=learner, by=SYSTEM, at=at)
    TrainingClass.objects.update(state=ClassState.RUNNING)
    client, address = logged_in(cast, officer), url("class_withdraw", training_class)
    assert "陈小燕" in page_of(client, f"{address}?person={learner.public_id}")
    refused = post(client, address, person=str(learner.public_id))
    assert "办理退班要写明理由" in refused.content.decode()  # type: ignore[attr-defined]
    post(client, address, person=str(learner.public_id), reason="离职")
    assert (Enrolment.objects.get().state, Enrolment.objects.get().reason) == ("withdrawn", "离职")


@pytest.mark.parametrize("name", ["class_places", "class_nominate", "class_detail"])
def test_twenty_people_take_as_many_questions_as_one(
    places: Places, cast: Cast, officer: Person, at: datetime, name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    training_class = open_class(places.county, at)
    terms = Terms(mode=AdmissionMode.APPROVAL, min_years=9, areas=[places.county])
    apply(training_class, cast.worker("学员", places.station), cast, at)
    quotas.set_terms(training_class=training_class, terms=terms, by=SYSTEM, at=at)
    quotas.set_quotas(training_class=training_class, shares=[Share(places.station, 30)], by=SYSTEM, at=at)
    client, address = logged_in(cast, officer), reverse(f"courses:{name}", args=[training_class.public_id])
    client.get(address)
    with django_assert_max_num_queries(60) as one:
        client.get(address)
    quotas.set_terms(training_class=training_class, terms=APPROVAL, by=SYSTEM, at=at)
    for number in range(19):
        apply(training_class, cast.worker(f"学员{number}", places.station), cast, at)
    quotas.set_terms(training_class=training_class, terms=terms, by=SYSTEM, at=at)
    with django_assert_max_num_queries(len(one)):
        client.get(address)


def test_a_returned_list_is_looked_at_before_anybody_is_nominated(
    places: Places, cast: Cast, learner: Person, head: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    client, address = logged_in(cast, head), url("class_receipt", training_class)
    page = post(client, address, pasted="姓名\t单位\n陈小燕\t青石镇社工站\n王五\t县妇联").content.decode()  # type: ignore[attr-defined]
    assert "可以推荐" in page
    assert "您可以推荐的人员里没有这个姓名" in page
    assert not Enrolment.objects.exists()
    proposed = re.findall(r'name="person" value="([^"]+)"', page)
    post(client, url("class_nominate", training_class), person=proposed)
    assert Enrolment.objects.get().person == learner
    again = post(client, address, pasted="陈小燕").content.decode()  # type: ignore[attr-defined]
    assert "已在这个班：录取" in again


def test_a_returned_workbook_is_read_with_excels_row_numbers(
    places: Places, cast: Cast, learner: Person, head: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    client, address = logged_in(cast, head), url("class_receipt", training_class)
    book = Workbook()
    for row in (["报名回执"], ["序号", "姓名", "单位"], [1, "陈小燕", "青石镇社工站"], [2, "王五", "县妇联"]):
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    page = post(client, address, upload=SimpleUploadedFile("回执.xlsx", stream.getvalue())).content.decode()  # type: ignore[attr-defined]
    assert re.search(r'class="number">3</td><th scope="row">陈小燕', page)
    assert re.search(r'class="number">4</td><th scope="row">王五', page)
    wrong = post(client, address, upload=SimpleUploadedFile("回执.xlsx", b"nothing"))
    assert "error-summary" in wrong.content.decode()  # type: ignore[attr-defined]
    empty = post(client, address)
    assert "两者取其一" in empty.content.decode()  # type: ignore[attr-defined]


def test_a_returned_list_in_the_old_format_of_excel_is_read_as_it_came(
    places: Places, cast: Cast, learner: Person, head: Person, at: datetime
) -> None:
    """With a merged title, a stamp line above the heading, a blank in the heading and a second sheet of explanations."""
    training_class = open_class(places.county, at)
    client, address = logged_in(cast, head), url("class_receipt", training_class)
    came = SimpleUploadedFile("回执.xls", (DATA / "receipts" / "回执.xls").read_bytes())
    page = post(client, address, upload=came).content.decode()  # type: ignore[attr-defined]
    assert re.search(r'class="number">4</td><th scope="row">陈小燕', page)
    assert re.search(r'class="number">5</td><th scope="row">王五', page)
    assert page.count('<th scope="row">') == 2
    assert "13800000001" not in page
    proposed = re.findall(r'name="person" value="([^"]+)"', page)
    post(client, url("class_nominate", training_class), person=proposed)
    assert Enrolment.objects.get().person == learner
