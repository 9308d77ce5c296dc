"""`import_training`: the command is the confirmation, its standard output is one JSON document."""

import io
import json
import signal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.models import ImportBatch, ImportRow
from courses.models import TrainingClass
from hours.models import HourEntry
from people.models import Person
from tests.cast import Places
from tests.reporting.grids import identity
from tests.reporting.uploads import DATA, Upload, old_workbook
from tests.servers import Instance, wait_until

VERDICTS = ("new", "changed", "same", "doubtful", "skipped")


@pytest.fixture
def folder(tmp_path: Path, places: Places) -> Path:
    return written(tmp_path, Upload())


def written(folder: Path, upload: Upload) -> Path:
    for name, content in upload.files().items():
        (folder / name).write_bytes(content)
    return folder


def run(folder: Path, *options: str) -> tuple[dict, str]:
    """The JSON of standard output, and standard error."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_training", str(folder), "--json", *options, stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


def test_it_writes_and_reports_every_list(folder: Path) -> None:
    report, _ = run(folder)
    assert report["batch"] == ImportBatch.objects.get().pk
    assert list(report["sheets"]) == ["组织机构", "人员花名册", "培训班台账", "课程安排表", "签到表"]
    assert report["sheets"]["签到表"] == {
        "read": 11,
        "new": 8,
        "changed": 0,
        "same": 0,
        "doubtful": 0,
        "skipped": 3,
    }
    assert all(found["read"] == sum(found[name] for name in VERDICTS) for found in report["sheets"].values())
    assert report["doubtful"] == []
    assert HourEntry.objects.count() == 8


def test_the_same_folder_again_is_a_success_that_changes_nothing(folder: Path) -> None:
    run(folder)
    report, _ = run(folder)
    assert {found["new"] + found["changed"] for found in report["sheets"].values()} == {0}
    assert HourEntry.objects.count() == 8


def test_a_dry_run_writes_nothing_at_all(folder: Path) -> None:
    report, _ = run(folder, "--dry-run")
    assert report["batch"] is None
    assert report["sheets"]["人员花名册"]["new"] == 4
    assert [model.objects.count() for model in (ImportBatch, ImportRow, Person)] == [0, 0, 0]


def test_doubtful_rows_are_held_back_and_listed(tmp_path: Path, places: Places) -> None:
    upload = Upload()
    upload.set("人员花名册", 0, "身份证号", 9.90000197311260e17)
    upload.wide(("李强", "青石镇", "√", "？"))
    report, _ = run(written(tmp_path, upload))
    roster, box = report["doubtful"]
    assert (roster["sheet"], roster["row"], roster["column"]) == ("人员花名册", 4, "D")
    assert "设为“文本”" in roster["reason"]
    assert (box["sheet"], box["row"], box["column"]) == ("DH-01", 5, "E"), "a wide sheet is named by its tab"
    assert report["sheets"]["签到表"]["new"] == 1
    assert TrainingClass.objects.exists()


def test_no_identity_number_reaches_the_output(tmp_path: Path, places: Places) -> None:
    upload = Upload()
    upload.set("人员花名册", 0, "身份证号", identity(1)[:-1] + "0")
    upload.set("签到表", 0, "状态", identity(1))
    report, err = run(written(tmp_path, upload))
    assert len(report["doubtful"]) == 3
    assert "990000197311" not in json.dumps(report, ensure_ascii=False) + err


def test_old_workbooks_are_read_and_other_files_are_named(folder: Path) -> None:
    upload = Upload()
    (folder / "人员花名册.xlsx").unlink()
    rows = [["花名册"], ["填报单位"], ["序号", "姓名", "身份证号", "社工站"]]
    rows += [[row[0], row[1], row[3], row[5]] for row in upload["人员花名册"]]
    (folder / "名单.xls").write_bytes(old_workbook("名单", rows))
    (folder / "说明.txt").write_text("请查收", encoding="utf-8")
    (folder / "~$名单.xls").write_bytes(b"lock")
    report, err = run(folder)
    assert report["sheets"]["人员花名册"]["new"] == 4
    assert "说明.txt" in err
    assert "~$" not in err


def test_a_folder_without_a_usable_row_fails_and_leaves_nothing(tmp_path: Path, places: Places) -> None:
    upload = Upload()
    upload.lists = {name: [] for name in upload.lists} | {"人员花名册": upload["人员花名册"][:1]}
    upload.set("人员花名册", 0, "社工站", "南山镇社工站")
    with pytest.raises(CommandError, match="什么都没有写入"):
        run(written(tmp_path, upload))
    assert not ImportBatch.objects.exists()
    (tmp_path / "人员花名册.xlsx").unlink()
    with pytest.raises(CommandError, match="没有工作簿"):
        run(tmp_path)


@pytest.mark.django_db
def test_without_json_it_speaks_to_people(folder: Path) -> None:
    out = io.StringIO()
    call_command("import_training", str(folder), stdout=out)
    assert "签到表：共 11 行  新增 8" in out.getvalue()


@pytest.mark.service
def test_killed_half_way_it_leaves_nothing_and_runs_again(instance: Instance, migrated_var: Path) -> None:
    """The attendance table is held, so the import waits in the middle of its writing; there it is killed."""
    instance.begin_as(migrated_var)
    with instance.postgres() as database:
        tables = ("organisations_organisation", "people_person", "courses_trainingclass", "core_importbatch")

        def counts() -> list[int]:
            return [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608

        before = counts()
        with instance.postgres() as holder, holder.transaction():
            holder.execute("LOCK TABLE courses_attendance IN SHARE MODE")
            program = instance.start("manage.py", "import_training", str(DATA / "yunfu-2022-wide"), "--json")
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'courses_attendance'::regclass"
            wait_until(lambda: database.execute(waiting).fetchone()[0], "the import waits for attendance")
            program.send_signal(signal.SIGKILL)
            program.wait()
        assert counts() == before
        done = instance.manage("import_training", str(DATA / "yunfu-2022-wide"), "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["sheets"]["签到表"]["new"] == 6728
        assert counts() != before
