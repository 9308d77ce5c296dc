"""An editor reads in questions with one that the bank cannot hold, mends it, confirms, and takes them out again."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from assessment.querysets import all_questions
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.journeys.conftest import Screen, sticks_out

pytestmark = pytest.mark.journey

GOOD = "// [id:go-1] [tag:科目:社会工作综合能力]\n接到转介后先做什么{=核对情况#先核对 ~马上入户}"
BAD = "把职责与岗位连起来{=站长 -> 统筹 =社工 -> 走访}"
MENDED = "统筹全站工作的是{=站长 =负责人}"


def test_questions_are_mended_confirmed_and_exported(
    places: Places, cast: Cast, screen_of: Screen, tmp_path: Path
) -> None:
    file = tmp_path / "题目.gift.txt"
    file.write_bytes(f"{GOOD}\n\n{BAD}".encode("gb18030"))
    with screen_of(cast.with_role("周编辑", Role.EDITOR, places.city)) as page:
        page.goto("/questions/")
        page.get_by_role("link", name="导入题目").click()
        page.get_by_label("文件").set_input_files(file)
        page.get_by_role("button", name="读取并查看判定").click()
        expect(page.get_by_role("row").filter(has_text="把职责与岗位连起来")).to_contain_text(
            "题库没有这种题型"
        )
        assert sticks_out(page) == []
        page.get_by_role("button", name="确认导入").click()
        expect(page.locator("main")).to_contain_text("有1道题不能导入")
        assert not all_questions().exists()

        page.get_by_role("link", name="修改后重新读取").click()
        text = page.get_by_label("或者粘贴文本")
        expect(text).to_have_value(f"{GOOD}\n\n{BAD}")
        text.fill(f"{GOOD}\n\n{MENDED}")
        page.get_by_role("button", name="读取并查看判定").click()
        expect(page.locator("main")).to_contain_text("新增2道")
        page.get_by_role("button", name="确认导入").click()
        expect(page.locator("main")).to_contain_text("共2道题")

        page.get_by_role("link", name="接到转介后先做什么").click()
        page.get_by_role("button", name="送审").click()
        page.get_by_role("button", name="确认上线").click()
        expect(page.locator("main")).to_contain_text("上线")
        page.goto("/questions/?kind=single")
        with page.expect_download() as download:
            page.get_by_role("link", name="GIFT 文本").click()
        exported = Path(download.value.path()).read_text(encoding="utf-8")
    assert "[id:go-1]" in exported
    assert "接到转介后先做什么" in exported
    assert "统筹全站" not in exported
