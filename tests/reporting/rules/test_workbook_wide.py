"""The usual sign-in sheet: a row a learner, a column a half day."""

import datetime

import pytest

from core.sheets.grid import Merge
from courses.words import AttendanceState, HalfDay
from reporting.rules.workbooks import marks
from reporting.rules.workbooks.parse import parse_workbooks
from reporting.rules.workbooks.rows import Outcome
from tests.reporting import grids
from tests.reporting.grids import book, identity, listed, sheet, training_class

REGISTER = listed(grids.CLASSES, training_class(), file="台账.xlsx")
TITLE = [f"{grids.CLASS_NAME}签到表"]
LEGEND = ["班次编号：YF2022-01-G", None, None, "√出勤 迟=迟到 退=早退 补=补签 假=请假 空=缺勤"]
DAYS = ["序号", "姓名", "单位", "12月5日", None, "12月6日", None, "备注"]
HALVES = [None, None, None, "上午", "下午", "上午", "下午", None]
MONDAY, TUESDAY = datetime.date(2022, 12, 5), datetime.date(2022, 12, 6)
MORNING, AFTERNOON, EVENING = HalfDay
PRESENT, LATE, LEFT_EARLY, LATE_MARK, MAKE_UP, LEAVE, ABSENT, *_OTHERS = AttendanceState
FOUR = [(MONDAY, MORNING), (MONDAY, AFTERNOON), (TUESDAY, MORNING), (TUESDAY, AFTERNOON)]


def learner(*boxes, name="彭浩然", serial=1, remark=None):
    return [serial, name, "郁南县宋桂镇社工站", *boxes, remark]


def parsed(*rows, register=REGISTER, **details):
    books = [book(sheet(*rows, **details), name="签到表.xlsx")] + ([register] if register else [])
    return [row for row in parse_workbooks(books) if row.sheet_file == "签到表.xlsx"]


def marks_of(*rows, **details):
    return [row.value for row in parsed(*rows, **details) if row.value]


def when(values):
    return [(value.date, value.half_day) for value in values]


def test_a_learner_s_row_is_one_verdict_a_box():
    rows = parsed(TITLE, LEGEND, DAYS, HALVES, learner("√", "迟", "补", "假", remark="病"))
    read = [row for row in rows if row.verdict is Outcome.READ]
    assert [(row.row, row.column) for row in read] == [(5, "D"), (5, "E"), (5, "F"), (5, "G")]
    assert when(row.value for row in read) == FOUR
    assert [row.value.state for row in read] == [PRESENT, LATE, LATE_MARK, LEAVE]
    assert [row.value.note for row in read] == ["", "病", "病", "病"]
    assert {(row.value.name, row.value.identity, row.value.class_code) for row in read} == {
        ("彭浩然", None, grids.CLASS_CODE)
    }
    assert [row.reason for row in rows[:4]] == ["标题或说明行", "标题或说明行", "表头", "表头"]


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("√", PRESENT), ("✓", PRESENT), ("✔", PRESENT), ("v", PRESENT), ("Ｖ", PRESENT), (1, PRESENT), ("1", PRESENT),
        ("到", PRESENT),
        ("出勤", PRESENT), ("迟", LATE), ("√迟", LATE), ("退", LEFT_EARLY), ("补", LATE_MARK), ("补课", MAKE_UP), ("假", LEAVE),
        ("事假", LEAVE), ("旷", ABSENT), ("缺", ABSENT), ("×", ABSENT), ("−", ABSENT), ("—", ABSENT), ("/", ABSENT), (0, ABSENT),
        (None, ABSENT), ("　", ABSENT), ("彭 浩然", PRESENT),
    ],
)  # fmt: skip
def test_marks(typed, state):
    assert marks_of(TITLE, DAYS, HALVES, learner(typed, "√", "√", "√"))[0].state is state


@pytest.mark.parametrize("typed", ["王芳", "？", "○", "早", "迟退", MONDAY, "08:52"])
def test_any_other_text_is_doubtful_and_is_not_repeated(typed):
    row = next(row for row in parsed(TITLE, DAYS, HALVES, learner(typed, "√", "√", "√")) if row.row == 4)
    assert (row.verdict, row.column) == (Outcome.DOUBTFUL, "D")
    assert "王芳" not in row.reason


def test_one_doubtful_box_leaves_the_others_standing():
    assert len(marks_of(TITLE, DAYS, HALVES, learner("？", "√", "√", "√"))) == 3


def test_the_sheet_s_own_legend_goes_first():
    legend = ["出勤√、迟到○、早退△、请假#、缺勤×"]
    values = marks_of(TITLE, legend, DAYS, HALVES, learner("○", "△", "#", "×"))
    assert [value.state for value in values] == [LATE, LEFT_EARLY, LEAVE, ABSENT]
    turned = ["○=出勤 空=出勤 缺=缺勤"]
    values = marks_of(TITLE, turned, DAYS, HALVES, learner("○", None, "缺", "√"))
    assert [value.state for value in values] == [PRESENT, PRESENT, ABSENT, PRESENT]


def test_a_legend_below_the_learners_counts_too():
    values = marks_of(TITLE, DAYS, HALVES, learner("○", "△", "√", "√"), ["说明：○=迟到 △=早退"])
    assert [value.state for value in values] == [LATE, LEFT_EARLY, PRESENT, PRESENT]


def test_a_single_explained_sign_is_no_legend():
    assert marks.legend_of(["√出勤"]) == {}
    assert marks.legend_of(["√出勤 ○迟到"]) == {"√": PRESENT, "○": LATE}


@pytest.mark.parametrize(
    "headings",
    [
        [DAYS, HALVES],
        [["序号", "姓名", "单位", "12月5日", "12月5日", "12月6日", "12月6日", "备注"], HALVES],
        [["序号", "姓名", "单位", MONDAY, None, TUESDAY, None, "备注"], HALVES],
        [
            ["序号", "姓名", "单位", "12月5日（周一）", None, "12.6", None, "备注"],
            [None, None, None, "上", "下", "AM", "PM"],
        ],
        [["序号", "姓名", "单位", "12月5日上午", "12月5日下午", "12月6日\n上午", "12/6（下午）", "备注"]],
        [
            [
                "序号",
                "姓名",
                "单位",
                "12月5日上午签到",
                "12月5日下午签到",
                "2022-12-06 上午",
                "2022-12-06 下午",
                "备注",
            ]
        ],
        [
            [None, None, None, "12月5日", None, "12月6日", None],
            ["序号", "姓名", "单位", "上午", "下午", "上午", "下午", "备注"],
        ],
        [DAYS, [None, None, None, "周一", None, "周二", None], HALVES],
    ],
)
def test_headings_in_many_shapes_say_the_same(headings):
    values = marks_of(TITLE, *headings, learner("√", "√", "√", "√"))
    assert when(values) == FOUR


def test_a_day_merged_over_two_columns_without_half_days_is_morning_and_afternoon():
    values = marks_of(
        TITLE, DAYS, learner("√", "√", "√", "假"), merged=[Merge(2, 4, 2, 5), Merge(2, 6, 2, 7)]
    )
    assert when(values) == FOUR


def test_one_column_a_day_is_the_whole_day():
    values = marks_of(TITLE, ["序号", "姓名", "单位", "12月5日", "12月6日", "备注"], learner("√", "假"))
    assert when(values) == [(MONDAY, None), (TUESDAY, None)]
    values = marks_of(
        TITLE,
        ["序号", "姓名", "单位", "12月5日", "12月6日"],
        [None, None, None, "全天", "晚上"],
        learner("√", "√"),
    )
    assert when(values) == [(MONDAY, None), (TUESDAY, EVENING)]


def test_a_sheet_for_one_day_may_write_the_day_under_its_title():
    values = marks_of(
        TITLE,
        ["时间：2022年12月5日"],
        ["序号", "姓名", "单位", "上午签名", "下午签名", "备注"],
        learner("彭浩然", None),
    )
    assert when(values) == FOUR[:2]
    assert [value.state for value in values] == [PRESENT, ABSENT]


def test_dates_over_the_new_year_take_the_year_that_the_class_has():
    register = listed(
        grids.CLASSES,
        training_class(开班日期=datetime.date(2022, 12, 30), 结班日期=datetime.date(2023, 1, 6)),
        file="台账.xlsx",
    )
    values = marks_of(TITLE, ["姓名", "12月30日", "1月3日"], ["彭浩然", "√", "√"], register=register)
    assert [value.date for value in values] == [datetime.date(2022, 12, 30), datetime.date(2023, 1, 3)]


def test_a_day_outside_the_class_is_doubtful_in_every_box():
    rows = parsed(TITLE, ["姓名", "12月5日", "12月25日"], ["彭浩然", "√", "√"])
    assert [(row.verdict, row.column) for row in rows if row.row == 3] == [
        (Outcome.READ, "B"),
        (Outcome.DOUBTFUL, "C"),
    ]
    assert "起止日期" in rows[-1].reason


@pytest.mark.parametrize(
    ("top", "tab"),
    [
        ([["签到表"], ["班次编号：YF2022-01-G"]], "Sheet1"),
        ([["签到表"], ["班次编号：", "yf2022－01－g"]], "Sheet1"),
        ([["培训时间：12月5日  班次编号: YF2022-01-G  地点：党校"]], "Sheet1"),
        ([[f"{grids.CLASS_NAME} 签到表"]], "Sheet1"),
        ([["第1期岗前培训班签到表"]], "Sheet1"),
        ([], "YF2022-01-G"),
        ([["签到表"]], grids.CLASS_NAME[:31]),
    ],
)
def test_the_class_is_found_by_number_by_title_or_by_tab(top, tab):
    values = marks_of(*top, DAYS, HALVES, learner("√", "√", "√", "√"), name=tab)
    assert {value.class_code for value in values} == {grids.CLASS_CODE}


def test_a_sheet_without_a_class_is_doubtful_learner_by_learner():
    rows = [
        row for row in parsed(["签到表"], DAYS, HALVES, learner("√"), learner("√", serial=2)) if row.row > 3
    ]
    assert [row.verdict for row in rows] == [Outcome.DOUBTFUL] * 2
    assert "班次编号" in rows[0].reason


def test_a_number_and_a_title_that_disagree_are_doubtful():
    other = listed(
        grids.CLASSES,
        training_class(),
        training_class(班次编号="YF2022-02-G", 班次名称="第2期岗前培训班", 期=2),
        file="台账.xlsx",
    )
    rows = parsed(
        ["第2期岗前培训班签到表"], ["班次编号：YF2022-01-G"], DAYS, HALVES, learner("√"), register=other
    )
    assert "不是同一个班" in rows[-1].reason


def test_full_dates_need_no_register():
    values = marks_of(["班次编号：YF2022-09-X"], ["姓名", "2022-12-05上午"], ["彭浩然", "√"], register=None)
    assert (values[0].class_code, values[0].date) == ("YF2022-09-X", MONDAY)


@pytest.mark.parametrize(
    "row",
    [
        ["实到", None, 44],
        ["实到人数", None, None, 44, 43, 44, 44],
        ["班主任签名："],
        [45],
        [],
        DAYS,
        HALVES,
        ["说明：假条附后"],
    ],
)
def test_rows_that_are_no_learner_are_skipped(row):
    learners = learner("√", "√", "√", "√"), learner(serial=9, name="王芳")
    rows = parsed(TITLE, DAYS, HALVES, learners[0], row, learners[1])
    assert [entry.verdict for entry in rows if entry.row == 5] == [Outcome.SKIPPED]


def test_marks_without_a_name_are_doubtful():
    rows = [
        row for row in parsed(TITLE, DAYS, HALVES, learner("√", "√", "√", "√", name=None)) if row.row == 4
    ]
    assert [(row.verdict, row.column) for row in rows] == [(Outcome.DOUBTFUL, "B")]


def test_the_same_learner_twice_counts_once_and_two_answers_wait():
    once = parsed(TITLE, DAYS, HALVES, learner("√", "√", "√", "√"), learner("√", "√", "√", "√", serial=2))
    assert [row.reason for row in once if row.row == 5] == ["重复的行，与第4行相同"]
    assert sum(row.verdict is Outcome.READ for row in once) == 4
    twice = parsed(TITLE, DAYS, HALVES, learner("√", "√", "√", "√"), learner("假", "√", "√", "√", serial=2))
    waiting = [row for row in twice if row.row > 3]
    assert [(row.row, row.verdict) for row in waiting] == [(4, Outcome.DOUBTFUL), (5, Outcome.DOUBTFUL)]
    assert "身份证号" in waiting[0].reason


def test_namesakes_are_told_apart_by_a_column_of_identity_numbers():
    headings = ["姓名", "身份证号", "单位", "12月5日"]
    rows = [["王芳", identity(1), "甲站", "√"], ["王芳", identity(2), "甲站", "假"]]
    values = marks_of(TITLE, headings, *rows)
    assert [(value.identity, value.state) for value in values] == [
        (identity(1), PRESENT),
        (identity(2), LEAVE),
    ]


def test_marks_in_a_column_without_a_heading_are_not_lost():
    headings = ["序号", "姓名", "单位", "12月5日上午", None, "12月6日上午", "备注"]
    rows = [
        row for row in parsed(TITLE, headings, [1, "彭浩然", "甲站", "√", "√", "√", None]) if row.row == 3
    ]
    assert [(row.column, row.verdict) for row in rows] == [
        ("D", Outcome.READ),
        ("F", Outcome.READ),
        ("E", Outcome.DOUBTFUL),
    ]


def test_other_columns_are_no_marks():
    headings = ["序号", "姓名", "联系电话", "单位", "12月5日", "满意度", "备注"]
    values = marks_of(TITLE, headings, [1, "彭浩然", "19900000001", "甲站", "√", "满意", None])
    assert when(values) == [(MONDAY, None)]


def test_the_same_box_in_two_sheets_counts_once():
    one = sheet(TITLE, DAYS, HALVES, learner("√", "√", "√", "√"), name="一")
    two = sheet(TITLE, DAYS, HALVES, learner("√", "√", "√", "假"), name="二")
    rows = [
        row
        for row in parse_workbooks([book(one, two), REGISTER])
        if row.row == 4 and row.sheet_name in "一二"
    ]
    assert [row.verdict for row in rows if row.sheet_name == "一"] == [Outcome.READ] * 3 + [Outcome.DOUBTFUL]
    assert [row.verdict for row in rows if row.sheet_name == "二"] == [Outcome.SKIPPED] * 3 + [
        Outcome.DOUBTFUL
    ]
