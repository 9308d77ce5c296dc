"""Pages of leave and of guests."""

from datetime import datetime, timedelta

from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.leave_querysets import outside_learners_of
from courses.models import LeaveRequest
from courses.services import enrolments, leave
from inbox.todos import todo_items
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import logged_in, post, url
from tests.courses.classroom import TODAY, open_class, session_of

LIST = reverse("courses:leave_list")


def test_a_learner_asks_on_a_page_and_reads_the_answer_there(
    places: Places, cast: Cast, learner: Person, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    session = session_of(training_class, at, TODAY + timedelta(days=1))
    enrolments.enrol(training_class=training_class, person=learner, by=SYSTEM, at=at)
    client, page = logged_in(cast, learner), url("class_detail", training_class)
    address = url("leave_ask", training_class)
    assert address in client.get(page).content.decode()
    post(client, address, sessions=[session.pk], reason="病假")
    assert address not in client.get(page).content.decode()
    asked, runner = LeaveRequest.objects.get(), logged_in(cast, officer)
    assert "1份请假申请待处理" in [one.title for one in todo_items(cast.by(officer), on=TODAY)]
    assert "病假" in runner.get(LIST).content.decode()
    post(runner, reverse("courses:leave_decline", args=[asked.public_id]), answer="当天有考核")
    assert "原因：当天有考核" in client.get(page).content.decode()
    assert "没有待处理的请假申请" in runner.get(LIST).content.decode()


def test_the_list_takes_as_many_questions_for_twenty_as_for_one(
    places: Places,
    cast: Cast,
    officer: Person,
    at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    training_class = open_class(places.county, at)
    session = session_of(training_class, at, TODAY + timedelta(days=1))
    client = logged_in(cast, officer)

    def fill(count: int) -> None:
        for number in range(count):
            person = cast.worker(f"学员{number}", places.station)
            enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
            leave.ask(
                training_class=training_class, person=person, sessions=[session], reason="病假",
                by=cast.by(person), at=at,
            )  # fmt: skip

    fill(1)
    client.get(LIST)
    with django_assert_max_num_queries(20) as one:
        client.get(LIST)
    fill(19)
    with django_assert_max_num_queries(len(one)):
        client.get(LIST)


def test_guests_are_written_down_and_removed(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    client, address = logged_in(cast, officer), url("class_outsiders", training_class)
    post(client, address, people="王建军 东湖县人民检察院\n李四\n")
    assert "东湖县人民检察院" in client.get(address).content.decode()
    too_long = post(client, address, people="王" * 61)
    assert "第1行太长" in too_long.content.decode()  # type: ignore[attr-defined]
    guest = outside_learners_of(training_class).get(name="李四")
    post(client, reverse("courses:outsider_remove", args=[guest.public_id]))
    assert outside_learners_of(training_class).count() == 1
