"""A small training series as an upload: five lists of rows, written as workbooks, for tests to dirty."""

import datetime
import io
from collections import Counter
from pathlib import Path

import openpyxl
import xlwt

from core.models import ImportBatch
from core.words import Verdict
from courses.models import Attendance
from hours.querysets import all_entries
from people.models import Person
from people.services.persons import identity_hash
from tests.reporting import grids
from tests.reporting.grids import identity

DATA = Path(__file__).parents[1] / "data"
CODE = "DH-01"
MONDAY = datetime.date(2026, 3, 2)
STATION = "东湖县青石镇社工站"
OTHER_STATION = "东湖县白塔镇社工站"
HEADINGS = {
    "组织机构": grids.ORGANISATIONS,
    "人员花名册": grids.PERSONS,
    "培训班台账": grids.CLASSES,
    "课程安排表": grids.SESSIONS,
    "签到表": grids.ATTENDANCE,
}
NAMES = ("王芳", "李强", "陈小燕", "周海")


def workbook(*tabs):
    """An .xlsx of (name, rows) pairs."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tabs:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def old_workbook(name, rows):
    """The same as .xls."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(at, column, cell, *([day] if isinstance(cell, datetime.date) else []))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sign_in(serial, half, **changed):
    return grids.attendance(
        serial,
        **{
            "班次编号": CODE,
            "日期": MONDAY,
            "时段": half,
            "姓名": NAMES[serial - 1],
            "单位": _station(serial),
        }
        | changed,
    )


def _station(serial):
    return STATION if serial < 3 else OTHER_STATION


class Upload:
    """Two stations below 东湖县民政局, four people, one class of one day; everybody attends both half days."""

    def __init__(self):
        self.lists = {
            "组织机构": [
                [STATION, "社工站", "东湖县民政局", "990121101"],
                [OTHER_STATION, "社工站", "东湖县民政局", "990121102"],
            ],
            "人员花名册": [
                grids.person(
                    serial,
                    姓名=name, 社工站=_station(serial), 手机号=f"1990000000{serial}", 性别="女",
                )
                for serial, name in enumerate(NAMES, start=1)
            ],
            "培训班台账": [
                grids.training_class(
                    班次编号=CODE, 年度=2026, 班次名称="东湖县2026年度第1期岗前培训班", 主办="东湖县民政局",
                    级="县", 开班日期=MONDAY, 结班日期=MONDAY, 计划人数=2,
                )
            ],
            "课程安排表": [
                grids.session(班次编号=CODE, 日期=MONDAY),
                grids.session(
                    班次编号=CODE, 日期=MONDAY, 时段="下午", 开始="14:30", 结束="17:30", 课程="伦理"
                ),
            ],
            "签到表": [sign_in(serial, half) for serial in range(1, 5) for half in ("上午", "下午")],
        }  # fmt: skip
        self.extra = {}

    def __getitem__(self, name):
        return self.lists[name]

    def set(self, name, row, column, value):
        """Change a cell of a list by its heading; rows count from 0."""
        self.lists[name][row][HEADINGS[name].index(column)] = value

    def files(self):
        """Title, note and heading above each list, as bureaus send them: the first row of data is row 4."""
        made = {
            f"{name}.xlsx": workbook((name, [[name], ["填报单位：东湖县民政局"], HEADINGS[name], *rows]))
            for name, rows in self.lists.items()
            if rows
        }
        return made | self.extra

    def wide(self, *learners, title="东湖县2026年度第1期岗前培训班签到表", days=("3月2日", None)):
        """Replace the long sign-in sheet by a wide one; a learner is name, unit and marks."""
        self.lists["签到表"] = []
        rows = [
            [title],
            [f"班次编号：{CODE}"],
            ["序号", "姓名", "单位", *days],
            [None, None, None, "上午", "下午"],
        ]
        rows += [[number, *learner] for number, learner in enumerate(learners, start=1)]
        self.extra["签到表.xlsx"] = workbook((CODE, rows))


def series(folder):
    """The files of a sample series."""
    return {path.name: path.read_bytes() for path in sorted((DATA / folder).glob("*.xlsx"))}


def verdicts(batch: ImportBatch, sheet: str) -> dict[int, str]:
    """The verdict of each row of a list that is no bystander."""
    rows = batch.rows.filter(sheet=sheet).exclude(verdict=Verdict.SKIPPED, row__lt=4)
    return dict(rows.values_list("row", "verdict"))


def counted(batch: ImportBatch) -> dict[str, Counter]:
    """Verdicts by list, skipped ones left out."""
    return {
        name: Counter({verdict: count for verdict, count in found.items() if verdict != "skipped"})
        for name, found in batch.counts.items()
    }


def doubts(batch: ImportBatch) -> list[tuple[str, int, str, str]]:
    rows = batch.rows.filter(verdict=Verdict.DOUBTFUL).order_by("pk")
    return list(rows.values_list("sheet", "row", "column", "reason"))


def standing_minutes() -> int:
    return all_entries().standing().total_minutes()


def state_of(serial: int, half: str = "morning") -> str:
    person = Person.objects.get(identity_hash=identity_hash(identity(serial)), withdrawn_at=None)
    return Attendance.objects.get(person=person, session__half_day=half).state
