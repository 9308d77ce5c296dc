"""An officer hands courseware out; a learner reads 报到与须知 on a small phone and downloads the file."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from courses.models import TrainingClass
from courses.services import class_papers, enrolments
from courses.services.class_papers import NoticeDetails
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]
PDF = b"%PDF-1.4\n" + b"% words of the first day\n" * 50_000 + b"%%EOF\n"


@pytest.fixture
def held(places: Places, at: datetime) -> TrainingClass:
    """Opens tomorrow; another runs it."""
    day = at.date() + timedelta(days=1)
    made = open_class(places.county, at, provider=places.school, starts_on=day, ends_on=day)
    session_of(made, at, day)
    notice = NoticeDetails(
        check_in_on=at.date(), check_in_at=time(15, 0), check_in_place="青石宾馆一楼大堂", contact_name="周老师",
        contact_phone="0799-1234567",
    )  # fmt: skip
    class_papers.set_notice(training_class=made, details=notice, by=SYSTEM, at=at)
    return made


@pytest.fixture
def learner(held: TrainingClass, places: Places, cast: Cast, at: datetime) -> Person:
    person = cast.worker("陈小燕", places.station)
    enrolments.enrol(training_class=held, person=person, by=SYSTEM, at=at)
    class_papers.set_groups(training_class=held, numbers={person: 2}, by=SYSTEM, at=at)
    return person


def test_courseware_goes_from_the_dossier_to_a_learners_phone(
    held: TrainingClass, learner: Person, places: Places, cast: Cast, screen_of: Screen
) -> None:
    officer = cast.with_role("赵主管", Role.OFFICER, places.county)
    with screen_of(officer, size=DESK) as desk:
        desk.goto(f"/classes/{held.public_id}/handbook/edit/")
        desk.locator('[name="bring"]').fill("笔和本子，身份证原件\n一份个案记录，隐去姓名")
        desk.get_by_role("button", name="保存").click()
        expect(desk.get_by_text("学员手册的内容已保存")).to_be_visible()
        desk.goto(f"/classes/{held.public_id}/dossier/")
        desk.locator('[name="item"]').select_option("courseware")
        desk.locator('[name="title"]').fill("第一天课件：入户走访的准备、观察和记录")
        desk.locator('[name="file"]').set_input_files(
            {"name": "课件.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
        desk.get_by_role("button", name="放进档案").click()
        desk.get_by_role("button", name="发给学员").click()
        expect(desk.get_by_text("已发给学员，学员在班次页面下载")).to_be_visible()
        assert sticks_out(desk) == []

    with screen_of(learner) as phone:
        phone.goto(f"/classes/{held.public_id}/")
        leaflet = phone.get_by_role("region", name="报到与须知")
        for words in (
            "15:00前",
            "青石宾馆一楼大堂",
            "周老师",
            "0799-1234567",
            "第2组",
            "身份证原件",
            "工作餐",
        ):
            expect(leaflet).to_contain_text(words)
        expect(phone.get_by_text(f"{places.school.name}因承办只看得到这个班次。")).to_be_visible()
        expect(phone.get_by_text("PDF，1.2")).to_be_visible()
        assert sticks_out(phone) == []
        with phone.expect_download() as coming:
            phone.get_by_role("link", name="第一天课件").click()
        assert Path(coming.value.path()).read_bytes() == PDF
        assert coming.value.suggested_filename.startswith("第一天课件")
