"""班次考核: who sets it, who sits it and when, what the class did, and what others may ask of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assessment.models import PaperVersion, Sitting
from assessment.paper_querysets import versions_asked
from assessment.services import sittings
from assessment.services.sittings import Given
from core import actions
from core.errors import RuleBroken
from core.sheets.reading import read_workbook
from courses.class_test_querysets import ClassMark, all_class_tests, has_tests, marks_of_class
from courses.models import ClassTest, TrainingClass
from courses.services import class_tests, enrolments
from courses.todos import class_tests_to_sit
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.services import merging, persons
from people.services.persons import PersonDetails
from tests.assessment.papers import a_paper, by
from tests.cast import Cast, Places
from tests.courses.classroom import open_class

DAY = timedelta(days=1)


@pytest.fixture
def held(places: Places, at: datetime) -> TrainingClass:
    return open_class(places.county, at, provider=places.school, starts_on=at.date(), ends_on=at.date())


@pytest.fixture
def version(places: Places, at: datetime) -> PaperVersion:
    return a_paper(places.county, at, is_open=False)


@pytest.fixture
def exam(held: TrainingClass, version: PaperVersion, at: datetime) -> ClassTest:
    return a_test(held, version, at)


def a_test(held: TrainingClass, version: PaperVersion, at: datetime) -> ClassTest:
    return class_tests.set_test(
        training_class=held, version=version, opens_at=at - DAY, closes_at=at + DAY, by=SYSTEM, at=at
    )


@pytest.fixture
def worker(places: Places, cast: Cast, held: TrainingClass, at: datetime) -> Person:
    return placed("陈小燕", held, places, cast, at)


def placed(name: str, held: TrainingClass, places: Places, cast: Cast, at: datetime) -> Person:
    person = cast.worker(name, places.station)
    enrolments.enrol(training_class=held, person=person, by=SYSTEM, at=at)
    return person


def sit(exam: ClassTest, person: Person, at: datetime, *, right: int) -> Sitting:
    """Handed in, with so many right answers of three."""
    actor = by(person, at)
    begun = class_tests.begin(test=exam, person=person, by=actor, at=at)
    given = [Given(one.pk, "A") for one in versions_asked(exam.version)[:right]]
    sittings.save(sitting=begun.public_id, answers=given, sequence=None, by=actor, at=at)
    return sittings.hand_in(sitting=begun, by=actor, at=at)


def page(exam: ClassTest, name: str = "class_test") -> str:
    return reverse(f"courses:{name}", args=[exam.public_id])


def write(client: Client, address: str, **data: object) -> str:
    answer = client.post(address, data | {actions.FIELD: actions.new_key()}, follow=True)
    return answer.content.decode()


@pytest.fixture
def officer(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("赵县级", Role.OFFICER, places.county)))
    return client


def test_an_officer_sets_a_test_moves_it_and_takes_it_back(
    officer: Client, held: TrainingClass, version: PaperVersion, at: datetime
) -> None:
    new = reverse("courses:class_test_new", args=[held.public_id])
    days = {"opens_on": "2026-03-20", "closes_on": "2026-03-20"}
    assert "截止时间要晚于" in write(officer, new, version=version.pk, **days | {"closes_on": "2026-03-19"})
    assert "已布置考核" in write(officer, new, version=version.pk, **days)
    assert "已经布置了这份试卷" in write(officer, new, version=version.pk, **days)
    exam = all_class_tests().get()
    assert exam.closes_at - exam.opens_at == DAY
    assert exam.title in officer.get(reverse("courses:class_detail", args=[held.public_id])).content.decode()
    html = officer.get(page(exam, "class_test_days")).content.decode()
    assert html.count('value="2026-03-20"') == 2
    write(officer, page(exam, "class_test_days"), **days, opens_time="09:00", closes_time="11:30")
    exam.refresh_from_db()
    assert exam.closes_at - exam.opens_at == timedelta(hours=2, minutes=30)
    assert "已撤销考核" in write(officer, page(exam, "class_test_withdraw"))
    assert not all_class_tests().exists()


def test_a_learner_finds_the_test_sits_it_and_comes_back(
    client: Client, worker: Person, exam: ClassTest, at: datetime
) -> None:
    client.force_login(Cast(at).account(worker))
    with time_machine.travel(at, tick=False):
        assert [todo.url for todo in class_tests_to_sit(by(worker, at), at.date())] == [page(exam)]
        assert (
            exam.title
            in client.get(
                reverse("courses:class_detail", args=[exam.training_class.public_id])
            ).content.decode()
        )
        assert "开始作答" in client.get(page(exam)).content.decode()
        write(client, page(exam))
        sitting = Sitting.objects.get()
        assert (sitting.occasion, sitting.answers_to) == (exam.public_id, exam.version)
        client.post(
            reverse("papers:sitting", args=[sitting.public_id]),
            {f"question-{one.pk}": "A" for one in versions_asked(exam.version)},
        )
        html = write(client, reverse("papers:hand_in", args=[sitting.public_id]))
    assert ("已通过" in html, page(exam) in html) == (True, True)
    assert not list(class_tests_to_sit(by(worker, at), at.date()))


def test_only_who_has_a_place_begins_and_only_in_its_days(
    places: Places, cast: Cast, worker: Person, exam: ClassTest, at: datetime
) -> None:
    stranger = cast.worker("黄建国", places.station)
    with pytest.raises(RuleBroken, match="名单上"):
        class_tests.begin(test=exam, person=stranger, by=by(stranger, at), at=at)
    for when, why in ((at - 2 * DAY, "还没有到"), (at + DAY, "已经截止")):
        with pytest.raises(RuleBroken, match=why):
            class_tests.begin(test=exam, person=worker, by=by(worker, at), at=when)
    enrolments.withdraw(training_class=exam.training_class, person=worker, reason="离职", by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="名单上"):
        class_tests.begin(test=exam, person=worker, by=by(worker, at), at=at)


def test_a_test_that_somebody_began_is_not_taken_back(worker: Person, exam: ClassTest, at: datetime) -> None:
    class_tests.begin(test=exam, person=worker, by=by(worker, at), at=at)
    with pytest.raises(RuleBroken, match="已经有人作答"):
        class_tests.withdraw(test=exam, by=SYSTEM, at=at)


def test_tries_of_one_class_do_not_count_in_another(
    places: Places, cast: Cast, worker: Person, exam: ClassTest, at: datetime
) -> None:
    for _try in (1, 2):
        sit(exam, worker, at, right=0)
    assert not list(class_tests_to_sit(by(worker, at), at.date()))
    with pytest.raises(RuleBroken, match="已经用完"):
        class_tests.begin(test=exam, person=worker, by=by(worker, at), at=at)
    other = open_class(places.county, at, code="2026-77", starts_on=at.date(), ends_on=at.date())
    enrolments.enrol(training_class=other, person=worker, by=SYSTEM, at=at)
    assert sit(a_test(other, exam.version, at), worker, at, right=3).has_passed


def test_the_marks_of_a_class_are_the_lowest_of_the_best(
    places: Places, cast: Cast, held: TrainingClass, worker: Person, exam: ClassTest, at: datetime
) -> None:
    assert has_tests(held)
    colleague = placed("李秋月", held, places, cast, at)
    sit(exam, worker, at, right=1)
    assert marks_of_class(held, [worker.pk]) == {worker.pk: ClassMark(33, False, 1, 1)}
    sit(exam, worker, at, right=3)
    assert marks_of_class(held, [worker.pk, colleague.pk]) == {worker.pk: ClassMark(100, True, 1, 1)}
    second = a_test(held, a_paper(places.city, at), at)
    assert marks_of_class(held, [worker.pk])[worker.pk] == ClassMark(0, False, 1, 2)
    sit(second, worker, at, right=2)
    assert marks_of_class(held, [worker.pk])[worker.pk] == ClassMark(66, True, 2, 2)


def test_the_marks_of_a_merged_record_are_the_persons_own(
    places: Places, cast: Cast, held: TrainingClass, worker: Person, exam: ClassTest, at: datetime
) -> None:
    twin = persons.add(details=PersonDetails(name="陈小燕"), organisation=places.station, by=SYSTEM, at=at)
    enrolments.enrol(training_class=held, person=twin, by=SYSTEM, at=at)
    sit(exam, twin, at, right=3)
    merging.merge(person=twin, into=worker, by=SYSTEM, at=at)
    assert marks_of_class(held, [worker.pk]) == {worker.pk: ClassMark(100, True, 1, 1)}


def test_results_are_read_by_whoever_runs_the_class_and_exported(
    client: Client,
    places: Places,
    cast: Cast,
    held: TrainingClass,
    worker: Person,
    exam: ClassTest,
    at: datetime,
) -> None:
    placed("李秋月", held, places, cast, at)
    sit(exam, worker, at, right=2)
    client.force_login(cast.account(cast.with_role("班主任", Role.CLASS_TEACHER, places.school)))
    html = client.get(page(exam, "class_test_results")).content.decode()
    assert ("名单2人，已交卷1人，通过1人" in html, "2/3" in html, "未参加" in html) == (True, True, True)
    assert "修改考核时间" not in html
    content = client.get(page(exam, "class_test_export")).content
    (sheet,) = read_workbook(content, name="考核.xlsx").sheets
    told = [list(row[:5]) for row in sheet.rows[2:]]
    assert [row[2] for row in told if row[0] == "陈小燕"] == ["已通过"]
    assert client.get(page(exam, "class_test_days")).status_code == 404
    for name, role, place in (
        ("邻县", Role.OFFICER, places.other_county),
        ("站长", Role.STATION_HEAD, places.station),
    ):
        client.force_login(cast.account(cast.with_role(name, role, place)))
        assert client.get(page(exam, "class_test_results")).status_code == 404
        assert client.get(page(exam)).status_code == 404


def test_results_take_as_many_queries_however_many_people_there_are(
    officer: Client,
    places: Places,
    cast: Cast,
    held: TrainingClass,
    worker: Person,
    exam: ClassTest,
    at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    sit(exam, worker, at, right=2)
    results = page(exam, "class_test_results")
    officer.get(results)
    few = count_queries(lambda: officer.get(results))
    for number in range(19):
        sit(exam, placed(f"学员{number}", held, places, cast, at), at, right=3)
    assert "名单20人" in officer.get(results).content.decode()
    assert count_queries(lambda: officer.get(results)) == few
