"""The import on the screen: upload, look at the verdicts, confirm, undo, discard."""

import re
import uuid
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.models import ImportBatch
from core.words import ImportState
from courses.models import TrainingClass
from hours.models import HourEntry
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from reporting.services import training_import
from tests.cast import Cast, Places
from tests.jobs import run_waiting
from tests.pages import post
from tests.reporting import grids
from tests.reporting.grids import identity
from tests.reporting.uploads import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    return client


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("core.clock.now", lambda: at)


def text_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def chosen(files: dict[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, content) for name, content in files.items()]


def uploaded(client: Client, upload: Upload) -> ImportBatch:
    """Sent, and read by the worker."""
    answer = post(client, "/imports/new/", workbooks=chosen(upload.files()))
    assert answer.status_code == 302, text_of(answer)
    batch = ImportBatch.objects.latest("pk")
    assert result_of(client, answer) == f"/imports/{batch.public_id}/"
    batch.refresh_from_db()
    return batch


def result_of(client: Client, answer) -> str:
    """Where the job's page leads when the worker has done the job."""
    assert answer["Location"].startswith("/jobs/")
    run_waiting(clock.now())
    page = client.get(answer["Location"]).content.decode()
    return re.search(r'class="button" href="([^"]+)"', page).group(1)


def test_a_table_pasted_from_a_sheet_is_read_like_a_workbook(officer: Client) -> None:
    people = Upload()["人员花名册"]
    pasted = "\r\n".join(
        "\t".join("" if cell is None else str(cell) for cell in row) for row in (grids.PERSONS, *people)
    )
    answer = post(officer, "/imports/new/", pasted=pasted)
    assert answer.status_code == 302, text_of(answer)
    result_of(officer, answer)
    batch = ImportBatch.objects.get()
    assert batch.rows.exclude(verdict="skipped").count() == len(people)


def test_what_is_no_table_is_refused_with_the_way_to_paste(officer: Client) -> None:
    answer = post(officer, "/imports/new/", pasted="陈小燕")
    assert answer.status_code == 422
    assert "连同表头一起选中、复制" in text_of(answer)
    assert not ImportBatch.objects.exists()


def test_an_officer_uploads_looks_confirms_and_undoes(officer: Client, places: Places) -> None:
    upload = Upload()
    upload.set("人员花名册", 3, "社工站", "南山镇社工站")
    batch = uploaded(officer, upload)
    page = text_of(officer.get(f"/imports/{batch.public_id}/"))
    assert "确认后新增13行，更新0行。 有疑问的3行先不写入" in page
    assert "没有找到单位“南山镇社工站”" in page
    assert "人员花名册 3 0 0 1 3" in page
    assert not TrainingClass.objects.exists()

    done = post(officer, f"/imports/{batch.public_id}/confirm/")
    assert not TrainingClass.objects.exists()
    after = text_of(officer.get(result_of(officer, done)))
    assert "已导入：新增13行，更新0行，有疑问的3行没有写入" in after
    assert "撤销这批导入" in after
    assert all_entries().standing().total_minutes() == 6 * 180

    assert "逐条冲销" in text_of(officer.get(f"/imports/{batch.public_id}/undo/"))
    undone = post(officer, f"/imports/{batch.public_id}/undo/")
    assert "已撤销，各项数据回到导入之前" in text_of(officer.get(result_of(officer, undone)))
    assert all_entries().standing().total_minutes() == 0


def test_the_same_form_twice_confirms_once(officer: Client) -> None:
    batch = uploaded(officer, Upload())
    sent = {"action_key": str(uuid.uuid4())}
    answers = [officer.post(f"/imports/{batch.public_id}/confirm/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    again = post(officer, f"/imports/{batch.public_id}/confirm/")  # another tab, before the worker came
    assert {answer["Location"] for answer in (*answers, again)} == {answers[0]["Location"]}
    assert run_waiting(clock.now()) == 1
    assert HourEntry.objects.count() == 8
    late = post(officer, f"/imports/{batch.public_id}/confirm/")
    assert late.status_code == 409
    assert "已导入" in text_of(late)


def test_no_page_shows_an_identity_number(officer: Client) -> None:
    batch = uploaded(officer, Upload())
    for query in ("?verdict=all", "?verdict=new&sheet=人员花名册", "?verdict=new&sheet=签到表"):
        content = officer.get(f"/imports/{batch.public_id}/{query}").content.decode()
        assert "王芳" in content
        assert not any(identity(serial)[6:] in content for serial in range(1, 5))


def test_rows_are_chosen_by_sheet_and_verdict(officer: Client) -> None:
    upload = Upload()
    upload.set("签到表", 0, "状态", "在")
    batch = uploaded(officer, upload)
    address = f"/imports/{batch.public_id}/"
    assert "有疑问" in re.search(r"<h2>(.*?)</h2>", officer.get(address).content.decode()).group(1)
    shown = text_of(officer.get(f"{address}?sheet=培训班台账&verdict=new"))
    assert "DH-01 东湖县2026年度第1期岗前培训班" in shown
    assert "李强" not in shown
    assert "没有这样的行" in text_of(officer.get(f"{address}?sheet=培训班台账&verdict=changed"))
    assert officer.get(f"{address}?sheet=x&verdict=y").status_code == 200


def test_a_staged_batch_is_given_up(officer: Client) -> None:
    batch = uploaded(officer, Upload())
    answer = post(officer, f"/imports/{batch.public_id}/discard/")
    assert "已放弃" in text_of(officer.get(answer["Location"]))
    batch.refresh_from_db()
    assert batch.state == ImportState.DISCARDED
    assert not batch.files.exists()
    assert "确认导入" not in text_of(officer.get(f"/imports/{batch.public_id}/"))


def test_the_way_back_closes_with_its_window(
    officer: Client, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = uploaded(officer, Upload())
    result_of(officer, post(officer, f"/imports/{batch.public_id}/confirm/"))
    monkeypatch.setattr("core.clock.now", lambda: at + timedelta(hours=25))
    assert "撤销这批导入" not in text_of(officer.get(f"/imports/{batch.public_id}/"))
    refused = post(officer, f"/imports/{batch.public_id}/undo/")
    assert (refused.status_code, "24小时" in text_of(refused)) == (409, True)
    assert HourEntry.objects.count() == 8


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "请选择要导入的工作簿"),
        ({"花名册.xlsx": b"name,id\n1,2\n"}, "“花名册.xlsx”：这是 CSV"),
        ({"空.xlsx": b""}, "有一个文件是空的"),
        ({f"{number}.xlsx": b"x" for number in range(21)}, "最多选20个文件"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_form(officer: Client, files: dict[str, bytes], says: str) -> None:
    answer = post(officer, "/imports/new/", workbooks=chosen(files))
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert not ImportBatch.objects.exists()


def test_two_files_of_one_name_are_refused(officer: Client) -> None:
    content = Upload().files()["组织机构.xlsx"]
    twins = [SimpleUploadedFile("表.xlsx", content), SimpleUploadedFile("表.xlsx", content)]
    assert "同名" in text_of(post(officer, "/imports/new/", workbooks=twins))


def test_others_neither_see_nor_touch_a_batch(officer: Client, cast: Cast, places: Places) -> None:
    batch = uploaded(officer, Upload())
    other = Client()
    other.force_login(cast.account(cast.with_role("何局", Role.OFFICER, places.other_county)))
    assert "还没有导入过" in text_of(other.get("/imports/"))
    assert other.get(f"/imports/{batch.public_id}/").status_code == 404
    for step in ("confirm", "discard", "undo"):
        assert post(other, f"/imports/{batch.public_id}/{step}/").status_code == 404
    worker = Client()
    worker.force_login(cast.account(cast.worker("学员", places.station)))
    assert worker.get("/imports/").status_code == 403
    assert post(worker, "/imports/new/", workbooks=chosen(Upload().files())).status_code == 403
    city = Client()
    city.force_login(cast.account(cast.with_role("市局", Role.OFFICER, places.city)))
    assert "东湖县民政局 黄局" in text_of(city.get("/imports/"))
    assert not TrainingClass.objects.exists()


def test_the_lists_ask_as_much_for_twenty_as_for_one(officer: Client, places: Places, at: datetime) -> None:
    def staged(upload: Upload) -> ImportBatch:
        return training_import.stage(files=upload.files(), organisation=places.county, by=SYSTEM, at=at)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert officer.get(address).status_code == 200
        return len(captured)

    few = Upload()
    few.lists = {name: rows[:1] if name == "组织机构" else [] for name, rows in few.lists.items()}
    small = staged(few)
    officer.get("/imports/")
    one = (queries("/imports/"), queries(f"/imports/{small.public_id}/?verdict=all"))
    for _ in range(19):
        large = staged(Upload())
    assert (queries("/imports/"), queries(f"/imports/{large.public_id}/?verdict=all")) == one


def test_a_wide_workbook_is_uploaded_as_it_comes(officer: Client) -> None:
    upload = Upload()
    upload.wide(("王芳", "青石镇", "√", "迟"), ("周海", "白塔镇社工站", "假", None))
    batch = uploaded(officer, upload)
    result_of(officer, post(officer, f"/imports/{batch.public_id}/confirm/"))
    assert all_entries().standing().total_minutes() == 2 * 180


def test_staging_says_nothing_of_people_in_the_log(officer: Client, caplog: pytest.LogCaptureFixture) -> None:
    upload = Upload()
    upload.set("人员花名册", 0, "身份证号", "12")
    uploaded(officer, upload)
    assert not any(word in caplog.text for word in ("王芳", identity(1), "19900000001"))
