"""What the page of a class says beside its register row: to whom, when, and no name to whoever has no place."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.encryption import SEALING_BYTES, encrypt
from core.errors import RuleBroken
from core.models import Event
from courses.class_handbook import handbook_of
from courses.dossier_querysets import courseware_of
from courses.dossier_words import DossierItem
from courses.models import ClassHandbook, DossierFile, TrainingClass
from courses.services import class_papers, class_teachers, classes, dossiers, enrolments
from courses.services.class_papers import HandbookDetails, NoticeDetails
from courses.words import ClassState
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import post, url
from tests.courses.class_papers.test_papers import words_of
from tests.courses.classroom import TODAY, open_class

PDF = b"%PDF-1.4\n%%EOF\n"
NOTICE = NoticeDetails(
    check_in_on=date(2026, 3, 15), check_in_at=time(15, 0), check_in_place="青石宾馆大堂", contact_name="周老师",
    contact_phone="0799-1234567",
)  # fmt: skip
TEXTS = HandbookDetails(
    bring="笔和本子\n身份证原件",
    rooms="青石宾馆，两人一间",
    meals="县委食堂",
    rules="请准时到场\n\n请将手机静音",
)


@pytest.fixture
def learner(training_class: TrainingClass, places: Places, cast: Cast, at: datetime) -> Person:
    person = cast.worker("陈小燕", places.station)
    enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    return person


@pytest.fixture
def stranger(places: Places, cast: Cast) -> Person:
    """Of the same station, so the open class is hers to see; she has no place in it."""
    return cast.worker("李大山", places.station)


@pytest.fixture
def _papers(training_class: TrainingClass, at: datetime) -> None:
    class_papers.set_notice(training_class=training_class, details=NOTICE, by=SYSTEM, at=at)
    class_papers.set_handbook(training_class=training_class, details=TEXTS, by=SYSTEM, at=at)


@pytest.fixture
def slides(training_class: TrainingClass, at: datetime) -> DossierFile:
    return put(training_class, at, "第一天课件")


def put(
    training_class: TrainingClass, at: datetime, title: str, item: DossierItem = DossierItem.COURSEWARE
) -> DossierFile:
    return dossiers.attach(
        training_class=training_class, item=item, title=title, content=PDF, by=SYSTEM, at=at
    )


def hand_out(file: DossierFile, at: datetime, *, to_learners: bool = True) -> None:
    dossiers.hand_out(file=file, to_learners=to_learners, by=SYSTEM, at=at)


def client_of(cast: Cast, reader: Person) -> Client:
    client = Client()
    client.force_login(reader.account or cast.account(reader))
    return client


def page_of(cast: Cast, reader: Person, training_class: TrainingClass) -> str:
    return client_of(cast, reader).get(url("class_detail", training_class)).content.decode()


def fetch(client: Client, file: DossierFile) -> int:
    return client.get(reverse("courses:dossier_file", args=[file.public_id])).status_code


@pytest.mark.usefixtures("_papers")
def test_whoever_has_a_place_reads_what_the_notice_and_the_handbook_say(
    training_class: TrainingClass, learner: Person, stranger: Person, cast: Cast, at: datetime
) -> None:
    enrolments.enrol(training_class=training_class, person=stranger, by=SYSTEM, at=at)
    numbers = {learner: 2, stranger: 1}
    class_papers.set_groups(training_class=training_class, numbers=numbers, by=SYSTEM, at=at)
    page = page_of(cast, learner, training_class)
    for expected in (
        "报到与须知", "2026年3月15日</span> 15:00前", "青石宾馆大堂", "周老师", "0799-1234567", "第2组", "笔和本子<br>身份证原件",
        "青石宾馆，两人一间", "县委食堂", "<li>请准时到场</li><li>请将手机静音</li>",
    ):  # fmt: skip
        assert expected in page, expected
    assert "第1组" not in page


def test_a_class_without_papers_says_nothing_of_them(
    training_class: TrainingClass, learner: Person, cast: Cast, at: datetime
) -> None:
    assert 'id="leaflet"' not in page_of(cast, learner, training_class)
    class_papers.set_handbook(training_class=training_class, details=HandbookDetails(), by=SYSTEM, at=at)
    assert 'id="leaflet"' not in page_of(cast, learner, training_class)


def test_what_the_notice_leaves_open_is_the_first_sessions(
    training_class: TrainingClass, learner: Person, cast: Cast, at: datetime
) -> None:
    class_papers.set_notice(training_class=training_class, details=NoticeDetails(), by=SYSTEM, at=at)
    page = page_of(cast, learner, training_class).split('id="leaflet"')[1].split("</section>")[0]
    assert "2026年3月16日</span> 09:00前" in page
    assert training_class.venue in page
    assert "联系人" not in page


@pytest.mark.usefixtures("_papers")
def test_whoever_has_no_place_reads_when_to_come_and_the_offices_phone_alone(
    training_class: TrainingClass, stranger: Person, cast: Cast, slides: DossierFile, at: datetime
) -> None:
    hand_out(slides, at)
    page = page_of(cast, stranger, training_class)
    assert "青石宾馆大堂" in page
    assert "0799-1234567" in page
    for hidden in ("周老师", "笔和本子", "两人一间", "县委食堂", "请将手机静音", slides.title):
        assert hidden not in page, hidden


@pytest.mark.usefixtures("_papers")
@pytest.mark.parametrize(
    ("state", "of_the_days", "phone"),
    [
        (ClassState.PLANNED, False, False),
        (ClassState.OPEN, True, True),
        (ClassState.CLOSED, False, False),
        (ClassState.CANCELLED, False, False),
    ],
)
def test_an_office_reads_a_check_in_while_the_class_takes_people(
    training_class: TrainingClass,
    officer: Person,
    cast: Cast,
    state: ClassState,
    *,
    of_the_days: bool,
    phone: bool,
) -> None:
    TrainingClass.objects.filter(pk=training_class.pk).update(state=state)
    page = page_of(cast, officer, training_class)
    assert ("青石宾馆大堂" in page, "0799-1234567" in page) == (of_the_days, phone)


@pytest.mark.usefixtures("_papers")
def test_a_learner_whose_class_is_off_still_reads_whom_to_ask_and_not_where_to_go(
    training_class: TrainingClass, learner: Person, cast: Cast, at: datetime
) -> None:
    classes.cancel(training_class=training_class, reason="台风", by=SYSTEM, at=at)
    page = page_of(cast, learner, training_class)
    assert "联系主办单位" in page
    assert "周老师" in page
    assert "青石宾馆" not in page
    assert "报到与须知" not in page


@pytest.mark.usefixtures("_papers")
def test_what_to_bring_stands_in_the_handbook_and_goes_into_a_copy(
    training_class: TrainingClass, places: Places, officer: Person, cast: Cast, at: datetime
) -> None:
    words = words_of(handbook_of(training_class))
    assert "三、带什么" in words
    assert "身份证原件" in words
    target = open_class(places.county, at, "2027-01", state=ClassState.PLANNED)
    class_papers.copy_papers(source=training_class, target=target, by=SYSTEM, at=at)
    assert ClassHandbook.objects.get(training_class=target).bring == TEXTS.bring
    client, address = client_of(cast, officer), url("class_handbook_edit", training_class)
    assert "身份证原件" in client.get(address).content.decode()
    post(client, address, bring="笔")
    assert ClassHandbook.objects.get(training_class=training_class).bring == "笔"


def test_courseware_goes_to_the_learners_by_one_button_and_comes_back(
    training_class: TrainingClass, learner: Person, officer: Person, cast: Cast, slides: DossierFile
) -> None:
    reader, office = client_of(cast, learner), client_of(cast, officer)
    assert fetch(reader, slides) == 404
    address = reverse("courses:dossier_file_hand_out", args=[slides.public_id])
    post(office, address, deed="hand_out")
    page = page_of(cast, learner, training_class)
    assert "第一天课件" in page
    assert "PDF，15\xa0字节" in page
    answer = reader.get(reverse("courses:dossier_file", args=[slides.public_id]))
    assert answer.content == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert "已发给学员" in office.get(url("class_dossier", training_class)).content.decode()
    post(office, address, deed="take_back")
    assert fetch(reader, slides) == 404
    assert "第一天课件" not in page_of(cast, learner, training_class)
    told = Event.objects.filter(name="courses.dossier.file_handed_out").order_by("pk")
    assert [one.data["to_learners"] for one in told] == [True, False]


def test_courseware_is_read_by_whoever_has_a_place_and_by_nobody_else(
    training_class: TrainingClass, learner: Person, stranger: Person, places: Places, cast: Cast,
    slides: DossierFile, at: datetime,
) -> None:  # fmt: skip
    hand_out(slides, at)
    elsewhere = open_class(places.other_county, at, "2026-88")
    neighbour = cast.worker("黄建国", places.other_station)
    enrolments.enrol(training_class=elsewhere, person=neighbour, by=SYSTEM, at=at)
    teacher = cast.with_role("温教员", Role.CLASS_TEACHER, places.school)
    their_office = cast.with_role("钱主管", Role.OFFICER, places.other_county)
    assert fetch(client_of(cast, learner), slides) == 200
    for nobody in (stranger, neighbour, teacher, their_office):
        assert fetch(client_of(cast, nobody), slides) == 404, nobody.name
    enrolments.withdraw(training_class=training_class, person=learner, by=SYSTEM, at=at)
    assert fetch(client_of(cast, learner), slides) == 404


def test_a_file_that_was_not_handed_out_stays_in_the_dossier(
    training_class: TrainingClass, learner: Person, cast: Cast, slides: DossierFile, at: datetime
) -> None:
    hand_out(slides, at)
    kept = put(training_class, at, "第二天课件")
    paper = put(training_class, at, "考勤", DossierItem.SIGN_IN)
    client = client_of(cast, learner)
    assert (fetch(client, slides), fetch(client, kept), fetch(client, paper)) == (200, 404, 404)
    assert [line.title for line in courseware_of(training_class)] == ["第一天课件"]


def test_nothing_but_courseware_is_handed_out(training_class: TrainingClass, at: datetime) -> None:
    roster = put(training_class, at, "名册", DossierItem.ROSTER)
    with pytest.raises(RuleBroken, check=lambda broken: broken.code == "dossier.no_courseware"):
        hand_out(roster, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        DossierFile.objects.filter(pk=roster.pk).update(is_handed_out=True)


def test_an_archived_file_is_neither_handed_out_nor_taken_back_and_still_read(
    training_class: TrainingClass, learner: Person, cast: Cast, slides: DossierFile, at: datetime
) -> None:
    hand_out(slides, at)
    TrainingClass.objects.filter(pk=training_class.pk).update(state=ClassState.ARCHIVED)
    with pytest.raises(RuleBroken):
        hand_out(slides, at, to_learners=False)
    assert fetch(client_of(cast, learner), slides) == 200


def test_a_removed_file_says_so_and_a_second_tap_changes_nothing(
    slides: DossierFile, training_class: TrainingClass, at: datetime
) -> None:
    hand_out(slides, at)
    hand_out(slides, at)
    assert Event.objects.filter(name="courses.dossier.file_handed_out").count() == 1
    gone = DossierFile.objects.get()
    dossiers.remove(file=slides, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, check=lambda broken: broken.code == "dossier.gone"):
        hand_out(gone, at)


@pytest.mark.parametrize("length", [0, 1, 70_000])
def test_sealed_bytes_are_longer_by_a_constant(length: int) -> None:
    assert len(encrypt(b"x" * length)) == length + SEALING_BYTES


@pytest.mark.usefixtures("_papers")
def test_the_page_takes_as_many_questions_for_ten_files_as_for_one(
    training_class: TrainingClass, learner: Person, cast: Cast, slides: DossierFile, at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    hand_out(slides, at)
    client, address = client_of(cast, learner), url("class_detail", training_class)
    client.get(address)
    with django_assert_max_num_queries(22) as one:
        client.get(address)
    for number in range(9):
        hand_out(put(training_class, at, f"课件{number}"), at)
    with django_assert_max_num_queries(len(one)) as ten:
        assert "课件8" in client.get(address).content.decode()
    assert not [query for query in ten if '"courses_dossierfile"."file",' in query["sql"]]


def test_everybody_reads_whose_data_it_is_where_another_runs_the_class(
    training_class: TrainingClass, stranger: Person, places: Places, cast: Cast, at: datetime
) -> None:
    page = page_of(cast, stranger, training_class)
    assert f"本班的名单和签到记录归{places.county.name}。{places.school.name}因承办只看得到这个班次。" in page
    assert "权限到" not in page
    for name, last_on in (("何班主任", TODAY + timedelta(days=2)), ("万班主任", TODAY + timedelta(days=5))):
        class_teachers.appoint(
            training_class=training_class, person=cast.worker(name, places.school), starts_on=TODAY,
            last_on=last_on, by=SYSTEM, at=at,
        )  # fmt: skip
    page = page_of(cast, stranger, training_class)
    assert '为本班委派的班主任，权限到<span class="nowrap">2026年3月21日</span>为止。' in page
    assert "何班主任" not in page
    own = open_class(places.county, at, "2026-02")
    assert "名单和签到记录归" not in page_of(cast, stranger, own)
