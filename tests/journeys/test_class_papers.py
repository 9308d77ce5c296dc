"""An officer fills in the notice, downloads it, reads in the file of the class what is missing, and archives with reasons."""

import io
from datetime import datetime
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from courses.models import TrainingClass
from courses.words import ClassState
from organisations.roles import Role
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


def test_the_papers_of_a_class_from_the_notice_to_the_archive(
    places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    made = open_class(places.county, at, provider=places.school)
    session_of(made, at)
    officer = cast.with_role("赵主管", Role.OFFICER, places.county)
    with screen_of(officer, size=DESK) as desk:
        desk.goto(f"/classes/{made.public_id}/")
        desk.get_by_role("link", name="培训通知", exact=True).click()
        expect(desk.get_by_text("通知里还空着：")).to_be_visible()
        desk.locator('[name="document_number"]').fill("东民〔2026〕7号")
        desk.locator('[name="reply_by"]').fill("2026-03-12")
        desk.locator('[name="contact_name"]').fill("周老师")
        desk.locator('[name="contact_phone"]').fill("13911110001")
        desk.get_by_role("button", name="保存").click()
        expect(desk.locator(".error-summary")).to_contain_text("请写办公室的座机")
        desk.locator('[name="contact_phone"]').fill("0799-1234567")
        desk.get_by_role("button", name="保存").click()
        expect(desk.get_by_text("培训通知的内容已保存")).to_be_visible()
        expect(desk.get_by_text("通知里还空着：")).to_have_count(0)
        with desk.expect_download() as coming:
            desk.get_by_role("link", name="下载培训通知（Word）").click()
        words = _words_of(Path(coming.value.path()).read_bytes())
        assert "联系人：周老师，办公电话：0799-1234567。" in words
        assert "待填" not in words

        TrainingClass.objects.filter(pk=made.pk).update(state=ClassState.COMPLETED)
        desk.goto(f"/classes/{made.public_id}/dossier/")
        expect(desk.locator(".notice").filter(has_text="还缺：")).to_contain_text("培训方案")
        assert sticks_out(desk) == []
        desk.locator('[name="item"]').select_option("plan")
        desk.locator('[name="file"]').set_input_files(
            {"name": "方案.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
        )
        desk.get_by_role("button", name="放进档案").click()
        expect(desk.get_by_text("文件已放进档案")).to_be_visible()
        expect(desk.locator(".notice").filter(has_text="还缺：")).not_to_contain_text("培训方案")
        desk.get_by_role("link", name="归档", exact=True).click()
        for box in desk.locator('main input[name^="reason_"]').all():
            box.fill("当时没有要求")
        desk.get_by_role("button", name="归档").click()
        expect(desk.get_by_text("已归档，缺的材料和原因都记在档案里")).to_be_visible()
    made.refresh_from_db()
    assert made.state == ClassState.ARCHIVED


def _words_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
