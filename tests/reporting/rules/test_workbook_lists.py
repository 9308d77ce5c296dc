"""Rows of the five lists: read, skipped with a reason, or doubtful with a way to mend them."""

import datetime

import pytest

from core.sheets.grid import Merge
from courses.words import AttendanceState, Audience, HalfDay
from organisations.words import OrganisationKind, Tier
from people.words import Education, PostKind, QualificationLevel
from reporting.rules.workbooks.parse import parse_workbooks
from reporting.rules.workbooks.rows import Outcome
from tests.reporting import grids
from tests.reporting.grids import attendance, identity, listed, organisation, person, session, training_class

REGISTER = listed(grids.CLASSES, training_class(), file="台账.xlsx")


def outcomes(*books):
    return parse_workbooks(books)


def body(*books):
    """What stands below the heading of the first book."""
    return [row for row in outcomes(*books) if row.row > 3 and row.sheet_file == books[0].name]


def only(*books):
    (row,) = body(*books)
    return row


def test_a_clean_roster_row_is_read_whole():
    value = only(listed(grids.PERSONS, person())).value
    assert (value.name, value.identity, value.organisation) == ("陈志强", identity(1), "云城区云城街道社工站")
    assert (value.post_kind, value.duty, value.education) == (PostKind.SERVICE, "副站长", Education.BACHELOR)
    assert (value.qualification, value.hired_on) == (QualificationLevel.WORKER, datetime.date(2021, 12, 21))
    assert (value.birth_month, value.phone, value.note) == ("1973-11", "19900000001", "")


def test_everything_above_the_body_is_skipped_with_a_reason():
    rows = outcomes(listed(grids.PERSONS, person()))
    assert [(row.row, row.verdict, row.reason) for row in rows[:3]] == [
        (1, Outcome.SKIPPED, "标题或说明行"),
        (2, Outcome.SKIPPED, "标题或说明行"),
        (3, Outcome.SKIPPED, "表头"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["合计", None, None, 478], "合计行"),
        (["合　计"], "合计行"),
        ([None, "小计", None, 10], "合计行"),
        (["实到人数：44人"], "合计行"),
        (["填表人：陈志强", None, None, "审核人：王芳", None, "填报日期：2023-03-01"], "签名"),
        (["班主任签名："], "签名"),
        (["单位负责人（签字）：", None, None, "单位（盖章）"], "签名"),
        (["云浮市民政局（盖章）"], "签名"),
        (["注：证书等级按最高一级填写"], "说明行"),
        (["※ 带星号的为必填项"], "说明行"),
        (["以上人员均已完成入职登记并经各县区民政局核对无误确认后方可上报"], "说明行"),
        (list(grids.PERSONS), "重复的表头"),
        ([45], "只有序号"),
        (["云城区"], "分组标题"),
        ([None, " ", "　"], "空行"),
    ],
)
def test_rows_that_are_no_record_are_skipped(row, reason):
    skipped, following = body(listed(grids.PERSONS, row, person()))
    assert skipped.verdict is Outcome.SKIPPED
    assert reason in skipped.reason
    assert following.verdict is Outcome.READ


def test_whoever_has_an_identity_number_is_never_taken_for_a_total():
    assert only(listed(grids.PERSONS, person(姓名="合计", 序号=None))).verdict is Outcome.READ


@pytest.mark.parametrize(
    ("changed", "column", "says"),
    [
        ({"姓名": None}, "B", "没有填写"),
        ({"身份证号": None}, "D", "没有填写"),
        ({"身份证号": "990000197311260118"}, "D", "校验码"),
        ({"身份证号": 9.90000197311260e17}, "D", "设为“文本”"),
        ({"社工站": " "}, "F", "没有填写"),
        ({"入职日期": "去年"}, "L", "看不懂"),
    ],
)
def test_a_roster_row_that_lacks_something_is_doubtful_and_names_the_column(changed, column, says):
    row = only(listed(grids.PERSONS, person(**changed)))
    assert (row.verdict, row.column, row.value) == (Outcome.DOUBTFUL, column, None)
    assert says in row.reason
    assert f"{column}列" in row.reason


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    row = only(listed(grids.PERSONS, person(姓名=None, 身份证号="1", 入职日期="x")))
    assert all(field in row.reason for field in ("姓名", "身份证号", "入职日期"))


def test_a_missing_column_is_named():
    headings = [heading for heading in grids.PERSONS if heading != "社工站"]
    row = [cell for heading, cell in zip(grids.PERSONS, person(), strict=True) if heading != "社工站"]
    assert "表里没有这一列" in only(listed(headings, row)).reason


def test_words_that_move_no_figure_become_a_note():
    row = only(
        listed(
            grids.PERSONS,
            person(岗位="机动", 学历="结业", 证书等级="心理咨询师", 出生年月="1980-01", 备注="借调"),
        )
    )
    assert row.verdict is Outcome.READ
    assert (row.value.post_kind, row.value.education) == (PostKind.OTHER, Education.OTHER)
    assert row.value.qualification is QualificationLevel.NONE
    assert row.value.note == "借调；出生年月：1980-01；岗位：机动；学历：结业；证书等级：心理咨询师"


def test_the_same_row_twice_counts_once():
    first, second = body(listed(grids.PERSONS, person(), person(序号=2, 备注="又一次")))
    assert first.verdict is Outcome.READ
    assert (second.verdict, second.reason) == (Outcome.SKIPPED, "重复的行，与第4行相同")


def test_two_rows_that_contradict_each_other_both_wait():
    first, second = body(listed(grids.PERSONS, person(), person(社工站="云安区都杨镇社工站")))
    assert (first.verdict, second.verdict) == (Outcome.DOUBTFUL, Outcome.DOUBTFUL)
    assert "第5行" in first.reason
    assert "第4行" in second.reason


def test_the_same_person_in_two_files_counts_once_and_the_other_file_is_named():
    rows = outcomes(
        listed(grids.PERSONS, person()),
        grids.book(*listed(grids.PERSONS, person()).sheets, name="另一份.xlsx"),
    )
    repeated = next(row for row in rows if row.sheet_file == "另一份.xlsx" and row.row == 4)
    assert repeated.verdict is Outcome.SKIPPED
    assert "文件“表.xlsx”" in repeated.reason


def test_organisations_get_kind_and_tier_from_their_level():
    rows = [
        organisation("广东省民政厅", "省", None, "440000"),
        organisation("云城区民政局", "县（市、区）", "云浮市民政局", 445302),
        organisation("云城街道社工站", "社工站", "云城区民政局", "445302001"),
        organisation("第1社工点", "社工点", "云城街道社工站", "不详"),
        organisation("云浮市委党校", "党校", None, None),
    ]
    values = [row.value for row in body(listed(grids.ORGANISATIONS, *rows))]
    assert [(value.kind, value.tier, value.area_code) for value in values] == [
        (OrganisationKind.BUREAU, Tier.PROVINCE, "440000"),
        (OrganisationKind.BUREAU, Tier.COUNTY, "445302"),
        (OrganisationKind.STATION, Tier.TOWN, "445302001"),
        (OrganisationKind.POINT, Tier.VILLAGE, ""),
        (OrganisationKind.SCHOOL, None, ""),
    ]
    assert values[3].note == "区划代码：不详"


def test_a_station_without_a_bureau_above_it_is_doubtful():
    assert (
        "上级单位" in only(listed(grids.ORGANISATIONS, organisation("云城街道社工站", "社工站", None))).reason
    )
    assert "层级" in only(listed(grids.ORGANISATIONS, organisation("云城街道", "网格"))).reason


def test_a_class_is_read_with_dates_in_one_column_or_two():
    assert only(REGISTER).value.starts_on == datetime.date(2022, 12, 5)
    headings = ["班次编号", "年度", "班次名称", "期数", "主办单位", "起止日期"]
    row = only(listed(headings, ["YF-1", "2022年", "岗前班", "第一期", "云浮市民政局", "2022年12月5日至9日"]))
    assert (row.value.year, row.value.round_number, row.value.ends_on) == (
        2022,
        1,
        datetime.date(2022, 12, 9),
    )
    assert row.value.audience is Audience.OTHER


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"结班日期": datetime.date(2022, 12, 1)}, "早于"),
        ({"期": None}, "期"),
        ({"年度": "二〇二二"}, "整数"),
        ({"年度": 22}, "四位年份"),
        ({"主办": None}, "主办"),
        ({"班次编号": None}, "班次编号"),
    ],
)
def test_a_class_that_would_count_wrongly_is_doubtful(changed, says):
    row = only(listed(grids.CLASSES, training_class(**changed)))
    assert row.verdict is Outcome.DOUBTFUL
    assert says in row.reason


def test_a_planned_number_that_cannot_be_read_blocks_nothing():
    assert only(listed(grids.CLASSES, training_class(计划人数="若干"))).value.note == "计划人数：若干"


def test_a_session_takes_the_year_from_its_class():
    value = only(
        listed(grids.SESSIONS, session(日期="12月6日", 时段=None, 开始="14:30", 结束="17:30")), REGISTER
    ).value
    assert (value.date, value.half_day, value.minutes) == (datetime.date(2022, 12, 6), HalfDay.AFTERNOON, 180)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"时长(分钟)": None}, "时长"),
        ({"时长(分钟)": "4学时"}, "学时"),
        ({"时长(分钟)": 240}, "还长"),
        ({"时段": "全天"}, "两行"),
        ({"时段": None, "开始": None}, "时段"),
        ({"结束": "08:00"}, "不晚于"),
        ({"日期": datetime.date(2021, 12, 5)}, "起止日期"),
        ({"课程": None}, "课程"),
    ],
)
def test_a_session_that_would_count_wrongly_is_doubtful(changed, says):
    row = only(listed(grids.SESSIONS, session(**changed)), REGISTER)
    assert row.verdict is Outcome.DOUBTFUL
    assert says in row.reason


def test_a_day_merged_over_its_two_sessions_counts_for_both():
    rows = [session(), session(日期=None, 时段="下午", 开始="14:30", 结束="17:30")]
    read = body(listed(grids.SESSIONS, *rows, merged=[Merge(4, 2, 5, 2)]), REGISTER)
    assert [row.value.date for row in read] == [datetime.date(2022, 12, 5)] * 2
    without_merge = body(listed(grids.SESSIONS, *rows), REGISTER)[1]
    assert without_merge.verdict is Outcome.DOUBTFUL


def test_two_short_sessions_in_one_half_day_are_two():
    rows = [session(), session(开始="10:30", 结束="12:00", **{"时长(分钟)": 90})]
    assert [row.verdict for row in body(listed(grids.SESSIONS, *rows), REGISTER)] == [Outcome.READ] * 2


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("出勤", AttendanceState.PRESENT), ("√", AttendanceState.PRESENT), ("已签到", AttendanceState.PRESENT),
        ("迟到", AttendanceState.LATE), ("迟到10分钟", AttendanceState.LATE), ("早退", AttendanceState.LEFT_EARLY),
        ("补签", AttendanceState.LATE_MARK), ("补课", AttendanceState.MAKE_UP), ("病假", AttendanceState.LEAVE),
        ("请假（事假）", AttendanceState.LEAVE), ("旷课", AttendanceState.ABSENT), ("缺 勤", AttendanceState.ABSENT),
    ],
)  # fmt: skip
def test_states_of_a_sign_in(typed, state):
    assert only(listed(grids.ATTENDANCE, attendance(状态=typed)), REGISTER).value.state is state


def test_what_kind_of_leave_stays_in_the_note():
    assert (
        only(listed(grids.ATTENDANCE, attendance(状态="产假", 备注="已批")), REGISTER).value.note
        == "已批；产假"
    )


@pytest.mark.parametrize(
    ("changed", "column", "says"),
    [
        ({"状态": None}, "I", "没有填写"),
        ({"状态": "在"}, "I", "看不懂"),
        ({"时段": "中午"}, "C", "上午、下午或晚上"),
        ({"日期": "昨天"}, "B", "看不懂"),
        ({"签到时间": "八点多"}, "G", "看不懂"),
        ({"身份证号": None}, "E", "没有填写"),
        ({"班次编号": None}, "A", "没有填写"),
    ],
)
def test_a_sign_in_that_would_count_wrongly_is_doubtful(changed, column, says):
    row = only(listed(grids.ATTENDANCE, attendance(**changed)), REGISTER)
    assert (row.verdict, row.column) == (Outcome.DOUBTFUL, column)
    assert says in row.reason


def test_a_class_may_be_named_instead_of_numbered():
    headings = ["班次名称", *grids.ATTENDANCE[1:]]
    named = only(listed(headings, [grids.CLASS_NAME, *attendance()[1:]]), REGISTER)
    assert named.value.class_code == grids.CLASS_CODE
    assert "班名" in only(listed(headings, ["第9期", *attendance()[1:]]), REGISTER).reason


def test_a_sheet_about_one_class_needs_no_column_for_it():
    sheet = grids.sheet([f"{grids.CLASS_NAME}签到表"], [], grids.ATTENDANCE[1:], attendance()[1:])
    assert only(grids.book(sheet), REGISTER).value.class_code == grids.CLASS_CODE


def test_a_sign_in_twice_counts_once_and_two_states_wait():
    same = body(listed(grids.ATTENDANCE, attendance(), attendance()), REGISTER)
    assert [row.verdict for row in same] == [Outcome.READ, Outcome.SKIPPED]
    different = body(listed(grids.ATTENDANCE, attendance(), attendance(状态="请假")), REGISTER)
    assert [row.verdict for row in different] == [Outcome.DOUBTFUL] * 2


def test_an_unknown_sheet_is_one_doubt_and_nothing_of_it_is_lost():
    rows = outcomes(grids.book(grids.sheet(["费用"], [], ["住宿", 300], name="经费")))
    assert [(row.row, row.verdict) for row in rows] == [(1, Outcome.DOUBTFUL), (3, Outcome.SKIPPED)]
    hidden = outcomes(grids.book(grids.sheet(["男"], ["女"], hidden=True)))
    assert {row.verdict for row in hidden} == {Outcome.SKIPPED}
