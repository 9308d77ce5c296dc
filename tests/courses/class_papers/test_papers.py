"""The notice's particulars, the handbook and the groups: stored, filled in, and named where they are missing."""

import io
from datetime import date, datetime, time

import docx
import pytest
from django.urls import reverse

from core.errors import RuleBroken
from courses.class_documents import notice_of
from courses.class_handbook import RULES, handbook_of
from courses.models import ClassGroupPlace, ClassHandbook, ClassNotice, TrainingClass
from courses.notice_querysets import groups_of, notice_fields, open_blanks
from courses.services import class_papers, enrolments
from courses.services.class_papers import HandbookDetails, NoticeDetails
from courses.words import ClassState
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import logged_in, post, url

FULL = NoticeDetails(
    document_number="东民〔2026〕7号", audience="全县社工站新入职社工", check_in_on=date(2026, 3, 15),
    check_in_at=time(15, 0), check_in_place="青石宾馆大堂", reply_by=date(2026, 3, 12), contact_name="周老师",
    contact_phone="0799-1234567",
)  # fmt: skip


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.fixture
def learners(training_class: TrainingClass, places: Places, cast: Cast, at: datetime) -> list[Person]:
    people = [cast.worker(name, places.station) for name in ("陈小燕", "李大山", "黄晓")]
    people.append(cast.worker("周远", places.other_station))
    for person in people:
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    return people


def test_a_full_notice_has_no_blank(training_class: TrainingClass, at: datetime) -> None:
    class_papers.set_notice(training_class=training_class, details=FULL, by=SYSTEM, at=at)
    words = words_of(notice_of(training_class))
    for expected in (
        "东民〔2026〕7号", "全县社工站新入职社工。名额40人", "请于3月12日前在平台", "请于3月15日15:00前到青石宾馆大堂报到",
        "联系人：周老师，办公电话：0799-1234567。", "附件2：报名回执",
    ):  # fmt: skip
        assert expected in words, expected
    assert "待填" not in words
    assert not open_blanks(notice_fields(training_class), training_class)


def test_what_a_notice_lacks_is_named_on_the_page_and_in_the_file(
    training_class: TrainingClass, officer: Person, cast: Cast
) -> None:
    client, address = logged_in(cast, officer), url("class_notice_edit", training_class)
    page = client.get(address).content.decode()
    words = words_of(client.get(url("class_notice", training_class)).content)
    for blank in ("文号", "报名截止日期", "联系人", "办公电话"):
        assert f"【待填：{blank}】" in words
        assert blank in page.split("通知里还空着：")[1].split("</p>")[0]
    post(
        client, address, document_number="东民〔2026〕7号", reply_by="2026-03-12", contact_name="周老师",
        contact_phone="0799-1234567",
    )  # fmt: skip
    assert "通知里还空着" not in client.get(address).content.decode()
    assert "待填" not in words_of(client.get(url("class_notice", training_class)).content)


def test_a_mobile_number_is_nobodys_office(
    training_class: TrainingClass, officer: Person, cast: Cast
) -> None:
    client, address = logged_in(cast, officer), url("class_notice_edit", training_class)
    answer = post(client, address, contact_phone="139 1111 0001", contact_name="周老师")
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "请写办公室的座机" in page
    assert 'value="周老师"' in page
    assert not ClassNotice.objects.exists()


def test_dates_of_a_notice_fit_the_class(training_class: TrainingClass, at: datetime) -> None:
    for details in (NoticeDetails(reply_by=date(2026, 3, 17)), NoticeDetails(check_in_on=date(2026, 3, 19))):
        with pytest.raises(RuleBroken):
            class_papers.set_notice(training_class=training_class, details=details, by=SYSTEM, at=at)
    TrainingClass.objects.filter(pk=training_class.pk).update(state=ClassState.ARCHIVED)
    with pytest.raises(RuleBroken):
        class_papers.set_notice(training_class=training_class, details=FULL, by=SYSTEM, at=at)


def test_a_copy_takes_over_what_stays_true(
    training_class: TrainingClass, learners: list[Person], officer: Person, cast: Cast, at: datetime
) -> None:
    class_papers.set_notice(training_class=training_class, details=FULL, by=SYSTEM, at=at)
    texts = HandbookDetails(rooms="青石宾馆", meals="", rules="请准时到场")
    class_papers.set_handbook(training_class=training_class, details=texts, by=SYSTEM, at=at)
    class_papers.deal_groups(training_class=training_class, count=2, by=SYSTEM, at=at)
    client = logged_in(cast, officer)
    post(
        client, url("class_copy", training_class), starts_on="2027-03-15", code="2027-01", name="岗前培训班",
        programme_name="岗前培训",
    )  # fmt: skip
    made = TrainingClass.objects.get(code="2027-01")
    notice = ClassNotice.objects.get(training_class=made)
    assert (notice.contact_name, notice.contact_phone, notice.check_in_place) == (
        "周老师", "0799-1234567", "青石宾馆大堂",
    )  # fmt: skip
    assert (notice.document_number, notice.reply_by, notice.check_in_on) == ("", None, None)
    assert ClassHandbook.objects.get(training_class=made).rooms == "青石宾馆"
    assert not groups_of(made)


def test_a_handbook_begins_with_what_most_classes_say(
    training_class: TrainingClass, learners: list[Person], at: datetime
) -> None:
    words = words_of(handbook_of(training_class))
    assert "分组名单" not in words
    for expected in (
        "学员手册",
        "二、课程安排",
        "三、住宿安排",
        "五、学员须知",
        f"1．{RULES.splitlines()[0]}",
    ):
        assert expected in words, expected
    class_papers.deal_groups(training_class=training_class, count=2, by=SYSTEM, at=at)
    texts = HandbookDetails(rooms="", meals="县委食堂", rules="请准时到场\n\n请带笔")
    class_papers.set_handbook(training_class=training_class, details=texts, by=SYSTEM, at=at)
    words = words_of(handbook_of(training_class))
    for expected in (
        "三、分组名单",
        "四、用餐安排",
        "县委食堂",
        "2．请带笔",
        "陈小燕\n东湖县青石镇社工站",
        "第2组",
    ):
        assert expected in words, expected
    assert "住宿安排" not in words
    assert handbook_of(training_class) == handbook_of(training_class)


def test_groups_are_dealt_and_adjusted_on_a_page(
    training_class: TrainingClass, learners: list[Person], officer: Person, cast: Cast
) -> None:
    client, address = logged_in(cast, officer), url("class_groups", training_class)
    post(client, address, deed="deal", count="2")
    found = groups_of(training_class)
    assert [len(members) for members in found.values()] == [2, 2]
    refused = post(client, address, deed="deal", count="9")
    assert "组数多于人数（4人）" in refused.content.decode()  # type: ignore[attr-defined]
    post(client, address, **{f"group_{learners[3].public_id.hex}": "1"})
    assert groups_of(training_class) == {1: [learners[3]]}
    post(client, address, deed="deal", count="0")
    assert not ClassGroupPlace.objects.exists()


def test_whoever_left_the_list_is_in_no_group(
    training_class: TrainingClass, places: Places, cast: Cast, at: datetime
) -> None:
    with pytest.raises(RuleBroken):
        class_papers.deal_groups(training_class=training_class, count=1, by=SYSTEM, at=at)
    stranger = cast.worker("李大山", places.station)
    with pytest.raises(RuleBroken):
        class_papers.set_groups(training_class=training_class, numbers={stranger: 1}, by=SYSTEM, at=at)


def test_the_pages_of_papers_take_as_many_questions_for_many_learners(
    training_class: TrainingClass, learners: list[Person], officer: Person, places: Places, cast: Cast,
    at: datetime, django_assert_max_num_queries: object,
) -> None:  # fmt: skip
    client, address = logged_in(cast, officer), url("class_groups", training_class)
    client.get(address)
    with django_assert_max_num_queries(22) as few:  # type: ignore[operator]
        client.get(address)
    for number in range(12):
        person = cast.worker(f"学员{number}", places.station)
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        client.get(address)


def test_the_dossiers_page_names_what_is_missing_takes_a_file_and_archives(
    training_class: TrainingClass, officer: Person, cast: Cast
) -> None:
    TrainingClass.objects.filter(pk=training_class.pk).update(state=ClassState.COMPLETED)
    client, address = logged_in(cast, officer), url("class_dossier", training_class)
    assert address in client.get(url("class_detail", training_class)).content.decode()
    assert "培训方案" in client.get(address).content.decode().split("还缺：")[1].split("</p>")[0]
    pdf = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
    pdf.name = "方案.pdf"
    post(client, address, item="plan", title="盖章件", file=pdf)
    page = client.get(address).content.decode()
    assert "盖章件 .pdf" in page
    assert "培训方案" not in page.split("还缺：")[1].split("</p>")[0]
    archive = url("class_archive", training_class)
    sent = post(client, url("class_state", training_class), state="archived")
    assert sent["Location"] == archive  # type: ignore[index]
    refused = post(client, archive, reason_notice="没有发文")
    assert "请写明为什么没有“培训总结”" in refused.content.decode()  # type: ignore[attr-defined]
    keys = [line.split('"')[0] for line in client.get(archive).content.decode().split('name="reason_')[1:]]
    post(client, archive, **{f"reason_{key}": "当时没有要求" for key in keys})
    training_class.refresh_from_db()
    assert training_class.state == ClassState.ARCHIVED
    assert "当时没有要求" in client.get(address).content.decode()


def test_the_papers_of_a_class_are_its_organisers(
    training_class: TrainingClass, places: Places, cast: Cast, learners: list[Person]
) -> None:
    client = logged_in(cast, learners[0])
    for name in (
        "class_notice_edit",
        "class_handbook",
        "class_handbook_edit",
        "class_groups",
        "class_dossier",
    ):
        assert client.get(reverse(f"courses:{name}", args=[training_class.public_id])).status_code == 404
