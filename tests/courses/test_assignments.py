"""Assignments: set, handed in, marked or given back, handed in again; and who may see which of it."""

import io
import uuid
import zipfile
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import events
from core.errors import RuleBroken
from core.uploads import Refused, kind_of
from courses.assignment_querysets import all_submissions, completed_assignments
from courses.models import Assignment, CoursePage, Submission, TrainingClass
from courses.rules.rubric import BadLine, Criterion, read_rubric, total
from courses.services import assignments, enrolments
from courses.services.assignments import AssignmentDetails
from courses.words import ClassState, SubmissionState
from inbox.querysets.messages import all_messages
from inbox.todos import todo_items
from mentorship.services import studios
from mentorship.services.studios import Membership, StudioDetails
from mentorship.words import StudioRole
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import HIRED, Cast, Places
from tests.courses.classroom import open_class
from tests.generators.coursework import PDF

RUBRIC = (Criterion("需求评估", 40), Criterion("过程", 60, "写清每一步"))


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def task(places: Places, learner: Person, at: datetime) -> Assignment:
    training_class = open_class(places.county, at, provider=places.school)
    enrolments.enrol(training_class=training_class, person=learner, by=SYSTEM, at=at)
    details = AssignmentDetails(
        title="个案报告", task="写一份报告", criteria=RUBRIC, pass_points=60, organisation=places.county,
        training_class=training_class,
    )  # fmt: skip
    return assignments.set_assignment(details=details, by=SYSTEM, at=at)


def handed_in(task: Assignment, learner: Person, cast: Cast, at: datetime, text: str = "报告") -> Submission:
    return assignments.hand_in(
        assignment=task, person=learner, text=text, content=None, by=cast.by(learner), at=at
    )


def test_returned_and_handed_in_again_until_it_passes_and_every_hand_in_is_kept(
    task: Assignment, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    teacher = cast.by(cast.with_role("周老师", Role.CLASS_TEACHER, places.school))
    first = handed_in(task, learner, cast, at)
    with pytest.raises(RuleBroken, match="正在等批改"):
        handed_in(task, learner, cast, at)
    assignments.return_to_learner(submission=first, remarks="补上目标", by=teacher, at=at)
    second = handed_in(task, learner, cast, at + timedelta(days=1), "报告二")
    assignments.mark(submission=second, marks={1: 20, 2: 30}, remarks="", by=teacher, at=at)
    assert completed_assignments(learner) == frozenset()
    third = handed_in(task, learner, cast, at + timedelta(days=2), "报告三")
    assignments.mark(submission=third, marks={1: 30, 2: 40}, remarks="好", by=teacher, at=at)
    assert completed_assignments(learner) == {task.pk}
    kept = all_submissions().of_person(learner).order_by("number")
    assert [(one.number, one.text, one.state, one.points) for one in kept] == [
        (1, "报告", SubmissionState.RETURNED, None), (2, "报告二", SubmissionState.MARKED, 50),
        (3, "报告三", SubmissionState.MARKED, 70),
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="已经合格"):
        handed_in(task, learner, cast, at)
    events.deliver_pending()
    assert all_messages().filter(person=learner, kind="courses.submission.marked").count() == 2
    assert all_messages().filter(person=learner, kind="courses.submission.returned").count() == 1


@pytest.mark.parametrize(
    ("marks", "said"),
    [({1: 40}, "每个评分项"), ({1: 41, 2: 60}, "每个评分项"), ({1: 1, 2: 1, 3: 1}, "每个评分项")],
)
def test_marks_are_for_every_criterion_and_within_it(
    task: Assignment, learner: Person, cast: Cast, at: datetime, marks: dict[int, int], said: str
) -> None:
    with pytest.raises(RuleBroken, match=said):
        assignments.mark(
            submission=handed_in(task, learner, cast, at), marks=marks, remarks="", by=SYSTEM, at=at
        )


def test_who_may_mark(task: Assignment, learner: Person, places: Places, cast: Cast, at: datetime) -> None:
    people = {
        "officer": cast.with_role("县主管", Role.OFFICER, places.county),
        "teacher": cast.with_role("周老师", Role.CLASS_TEACHER, places.school),
        "lecturer": cast.worker("温教员", places.school),
        "mentor": cast.worker("梁文珍", places.other_station),
        "other officer": cast.with_role("西山主管", Role.OFFICER, places.other_county),
        "colleague": cast.worker("李秋月", places.station),
        "the learner": learner,
    }
    task.markers.add(people["lecturer"])
    studio = studios.add(details=StudioDetails("东湖工作室"), founders=[places.county], by=SYSTEM, at=at)
    lead = Membership(people["mentor"], StudioRole.LEAD, places.county, HIRED)
    studios.add_member(studio=studio, member=lead, by=SYSTEM, at=at)
    group = studios.add_group(studio=studio, name="第一小组", by=SYSTEM, at=at)
    studios.add_worker(group=group, person=learner, starts_on=HIRED, by=SYSTEM, at=at)
    given = handed_in(task, learner, cast, at)
    may = {
        name
        for name, one in people.items()
        if all_submissions().markable_by(cast.by(one), on=at.date()).filter(pk=given.pk).exists()
    }
    assert may == {"officer", "teacher", "lecturer", "mentor"}
    waits = [todo.title for todo in todo_items(cast.by(people["mentor"]), on=at.date())]
    assert "1份作业待批改" in waits
    with pytest.raises(RuleBroken) as refused:
        assignments.return_to_learner(submission=given, remarks="改", by=cast.by(people["colleague"]), at=at)
    assert refused.value.code == "submission.not_to_mark"


def test_an_assignment_waits_in_the_learners_to_dos_until_it_is_handed_in(
    task: Assignment, learner: Person, cast: Cast, at: datetime
) -> None:
    def waits() -> list[str]:
        return [todo.title for todo in todo_items(cast.by(learner), on=at.date()) if "作业" in todo.title]

    assert waits() == ["作业：个案报告"]
    given = handed_in(task, learner, cast, at)
    assert waits() == []
    assignments.return_to_learner(submission=given, remarks="补上目标", by=SYSTEM, at=at)
    assert waits() == ["作业：个案报告"]
    again = handed_in(task, learner, cast, at)
    assignments.mark(submission=again, marks={1: 10, 2: 0}, remarks="", by=SYSTEM, at=at)
    [todo] = [one for one in todo_items(cast.by(learner), on=at.date()) if "作业" in one.title]
    assert todo.detail == "还未合格，可以再交"
    passed = handed_in(task, learner, cast, at)
    assignments.mark(submission=passed, marks={1: 40, 2: 60}, remarks="", by=SYSTEM, at=at)
    assert waits() == []


def test_nothing_is_owed_to_a_class_that_was_cancelled(
    task: Assignment, learner: Person, cast: Cast, at: datetime
) -> None:
    TrainingClass.objects.filter(pk=task.training_class_id).update(state=ClassState.CANCELLED)
    assert [todo for todo in todo_items(cast.by(learner), on=at.date()) if "作业" in todo.title] == []


def test_an_assignment_of_a_course_is_for_the_people_of_the_place_that_set_it(
    course: CoursePage, places: Places, cast: Cast, at: datetime
) -> None:
    details = AssignmentDetails(
        title="读后感", task="写一页", criteria=RUBRIC, pass_points=60, organisation=places.county,
        course=course.course,
    )  # fmt: skip
    task = assignments.set_assignment(details=details, by=SYSTEM, at=at)
    inside, outside = cast.worker("陈小燕", places.station), cast.worker("黄建国", places.other_station)
    assert handed_in(task, inside, cast, at).number == 1
    with pytest.raises(RuleBroken) as refused:
        handed_in(task, outside, cast, at)
    assert refused.value.code == "submission.not_given"


def test_the_database_keeps_one_waiting_hand_in_whoever_writes_it(
    task: Assignment, learner: Person, cast: Cast, at: datetime
) -> None:
    handed_in(task, learner, cast, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(assignment=task, person=learner, number=2, text="x", handed_in_at=at)


def test_a_file_is_sealed_in_the_database_and_given_to_the_learner_and_the_markers_alone(
    client: Client, task: Assignment, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    client.force_login(cast.account(learner))
    with time_machine.travel(at, tick=False):
        address = reverse("learning:assignment", args=[task.public_id])
        form = {"text": "", "file": SimpleUploadedFile("陈小燕.pdf", PDF), "action_key": str(uuid.uuid4())}
        assert client.post(address, form).status_code == 302
        given = all_submissions().get()
        with connection.cursor() as cursor:
            cursor.execute("SELECT file FROM courses_submission")
            assert PDF[:5] not in bytes(cursor.fetchone()[0])
        file = reverse("learning:submission_file", args=[given.public_id])
        mine = client.get(file)
        assert (mine.content, mine["X-Content-Type-Options"]) == (PDF, "nosniff")
        assert mine["Content-Disposition"].startswith("attachment")
        for person, status in (
            (cast.with_role("县主管", Role.OFFICER, places.county), 200),
            (cast.worker("李秋月", places.station), 404),
        ):
            client.force_login(cast.account(person))
            assert client.get(file).status_code == status


def test_words_that_name_somebody_are_marked_once_and_may_be_confirmed(
    client: Client, task: Assignment, learner: Person, cast: Cast, at: datetime
) -> None:
    client.force_login(cast.account(learner))
    with time_machine.travel(at, tick=False):
        address = reverse("learning:assignment", args=[task.public_id])
        text = "案主：陈小宝，电话13911110001"
        shown = client.post(address, {"text": text, "action_key": str(uuid.uuid4())})
        html = shown.content.decode()
        assert shown.status_code == 200
        assert "“陈小宝”（姓名）、“13911110001”（电话号码）" in html
        assert text in html  # nothing typed is lost
        again = {"text": text, "checked": "on", "action_key": str(uuid.uuid4())}
        assert client.post(address, again).status_code == 302


def test_lists_ask_the_same_however_long_they_are(
    client: Client, task: Assignment, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    officer = cast.with_role("县主管", Role.OFFICER, places.county)
    accounts = {"courses:marking_list": cast.account(officer), "learning:assignments": cast.account(learner)}

    def asked(name: str) -> int:
        client.force_login(accounts[name])
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        return len(captured)

    with time_machine.travel(at, tick=False):
        handed_in(task, learner, cast, at)
        for name in accounts:
            asked(name)
        few = [asked(name) for name in accounts]
        for number in range(3):
            other = cast.worker(f"社工{'甲乙丙'[number]}", places.station)
            enrolments.enrol(training_class=task.training_class, person=other, by=SYSTEM, at=at)  # type: ignore[arg-type]
            handed_in(task, other, cast, at)
            details = AssignmentDetails(
                title=f"作业{number}", task="写", criteria=RUBRIC, pass_points=60, organisation=places.county,
                training_class=task.training_class,
            )  # fmt: skip
            assignments.set_assignment(details=details, by=SYSTEM, at=at)
        assert [asked(name) for name in accounts] == few


def _document(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpg"),
        (_document("[Content_Types].xml", "word/document.xml"), "docx"),
        (_document("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), None),
        (_document("readme.txt"), None),
        (b"%PDF-1.7 /OpenAction /JavaScript", None),
        (b"<svg onload=alert(1)>", None),
        (b"MZ\x90\x00", None),
        (b"   ", None),
        (b"%PDF-" + b"x" * 5 * 1024 * 1024, None),
    ],
)
def test_what_kind_of_file_is_taken(content: bytes, kind: str | None) -> None:
    if kind is None:
        with pytest.raises(Refused):
            kind_of(content)
    else:
        assert kind_of(content) == kind


def test_a_rubric_is_read_line_by_line() -> None:
    text = "需求评估 | 30 | 有依据\n\n过程｜60\n"
    assert read_rubric(text) == [Criterion("需求评估", 30, "有依据"), Criterion("过程", 60)]
    for wrong, number in (("过程", 1), ("过程|0", 1), ("甲|1\n乙|101", 2), ("甲|多", 1)):
        with pytest.raises(BadLine) as bad:
            read_rubric(wrong)
        assert bad.value.number == number


def test_marks_add_up_or_are_refused() -> None:
    criteria = [(1, 40), (2, 60)]
    assert total({1: 40, 2: 0}, criteria) == 40
    assert [total(marks, criteria) for marks in ({1: 40}, {1: -1, 2: 1}, {1: 41, 2: 1}, {})] == [None] * 4
