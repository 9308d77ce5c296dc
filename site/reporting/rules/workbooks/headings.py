"""Find the heading row of a sheet and say which sheet it is, whatever the order of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.sentences import gettext_noop
from core.sheets.grid import Cell, column_letter
from reporting.rules.workbooks.cells import TimeUnit, compact
from reporting.rules.workbooks.rows import SheetKind

# Titles, notes and legends stand above the headings; nobody writes forty rows of them.
HEADING_SEARCH_ROWS = 40


class Field(StrEnum):
    """What a column holds, under the name that error messages use."""

    NAME = gettext_noop("姓名")
    IDENTITY = gettext_noop("身份证号")
    ORGANISATION = gettext_noop("单位")
    GENDER = gettext_noop("性别")
    BIRTH = gettext_noop("出生年月")
    POST = gettext_noop("岗位")
    DUTY = gettext_noop("职务")
    EDUCATION = gettext_noop("学历")
    MAJOR = gettext_noop("专业")
    QUALIFICATION = gettext_noop("证书等级")
    HIRED = gettext_noop("入职日期")
    PHONE = gettext_noop("手机号")
    ORGANISATION_NAME = gettext_noop("名称")
    LEVEL = gettext_noop("层级")
    PARENT = gettext_noop("上级单位")
    AREA_CODE = gettext_noop("区划代码")
    CLASS_CODE = gettext_noop("班次编号")
    CLASS_NAME = gettext_noop("班次名称")
    YEAR = gettext_noop("年度")
    ROUND = gettext_noop("期")
    TIER = gettext_noop("级")
    AUDIENCE = gettext_noop("层")
    KIND = gettext_noop("类")
    ORGANISER = gettext_noop("主办")
    PROVIDER = gettext_noop("承办")
    FILING_NUMBER = gettext_noop("备案号")
    STARTS_ON = gettext_noop("开班日期")
    ENDS_ON = gettext_noop("结班日期")
    DATES = gettext_noop("起止日期")
    PLACE = gettext_noop("地点")
    MODE = gettext_noop("方式")
    PLANNED = gettext_noop("计划人数")
    DATE = gettext_noop("日期")
    HALF_DAY = gettext_noop("时段")
    STARTS_AT = gettext_noop("开始")
    ENDS_AT = gettext_noop("结束")
    TIMES = gettext_noop("起止时间")
    MINUTES = gettext_noop("时长")
    TOPIC = gettext_noop("课程")
    LECTURER = gettext_noop("授课人")
    LECTURER_TITLE = gettext_noop("职称")
    LECTURER_ORGANISATION = gettext_noop("授课人单位")
    COMPULSORY = gettext_noop("必修")
    SIGNED_IN = gettext_noop("签到时间")
    SIGNED_OUT = gettext_noop("签退时间")
    STATE = gettext_noop("状态")
    NOTE = gettext_noop("备注")


_NAME = "姓名 名字 学员姓名 社工姓名 学员"
_IDENTITY = (
    "身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 居民身份证号 居民身份证号码 证件号 证件号码"
)
_STATION = "单位 社工站 单位社工站 社工站单位 所在单位 工作单位 所属单位 所在社工站 所属社工站 服务站点 站点 机构 单位名称"
_CLASS_CODE = "班次编号 班次代码 班次号 班级编号 培训班编号 班号"
_CLASS_NAME = "班次名称 培训班名称 班级名称 培训班 班次 班级 培训名称"
_NOTE = "备注 说明 备注说明"

_SYNONYMS: Mapping[SheetKind, Mapping[Field, str]] = {
    SheetKind.ORGANISATIONS: {
        Field.ORGANISATION_NAME: "名称 机构名称 单位名称 组织名称 组织机构 社工站名称 站点名称 单位 机构",
        Field.LEVEL: "层级 级别 类型 机构类型 单位类型 机构层级 类别",
        Field.PARENT: "上级单位 上级 上级机构 上级部门 主管单位 主管部门 隶属单位 隶属 所属单位",
        Field.AREA_CODE: "区划代码 行政区划代码 行政区划 地区代码 区划编码 区划 代码",
        Field.NOTE: _NOTE,
    },
    SheetKind.PERSONS: {
        Field.NAME: _NAME,
        Field.IDENTITY: _IDENTITY,
        Field.ORGANISATION: _STATION,
        Field.GENDER: "性别",
        Field.BIRTH: "出生年月 出生日期 出生时间 生日 出生年月日",
        Field.POST: "岗位 岗位类别 岗位类型 岗位性质",
        Field.DUTY: "职务 职位 职务职位",
        Field.EDUCATION: "学历 最高学历 文化程度",
        Field.MAJOR: "专业 所学专业 毕业专业",
        Field.QUALIFICATION: "证书等级 证书级别 证书 持证情况 持证等级 资格证书 职业资格 职业资格等级 社工证 职业水平证书",
        Field.HIRED: "入职日期 入职时间 到岗日期 到岗时间 上岗日期 上岗时间 聘用日期",
        Field.PHONE: "手机号 手机 手机号码 联系电话 电话 联系方式 电话号码",
        Field.NOTE: _NOTE,
    },
    SheetKind.CLASSES: {
        Field.CLASS_CODE: f"{_CLASS_CODE} 编号",
        Field.CLASS_NAME: f"{_CLASS_NAME} 名称",
        Field.YEAR: "年度 年份 报告年度 统计年度",
        Field.ROUND: "期 期数 期次 期号",
        Field.TIER: "级 级别 分级 主办级别",
        Field.AUDIENCE: "层 层次 分层 培训对象 对象",
        Field.KIND: "类 类别 分类 培训类别 培训类型",
        Field.ORGANISER: "主办 主办单位 主办方",
        Field.PROVIDER: "承办 承办单位 承办方",
        Field.FILING_NUMBER: "备案号 备案文号 备案编号 文号 文号通知 通知文号",
        Field.STARTS_ON: "开班日期 开班时间 开始日期 起始日期 培训开始日期 开班",
        Field.ENDS_ON: "结班日期 结班时间 结束日期 结业日期 终止日期 培训结束日期 结班",
        Field.DATES: "起止日期 起止时间 培训时间 培训日期 时间 办班时间",
        Field.PLACE: "地点 培训地点 办班地点",
        Field.MODE: "方式 培训方式 授课方式",
        Field.PLANNED: "计划人数 计划培训人数 拟培训人数 招生人数 应到人数 名额",
        Field.NOTE: _NOTE,
    },
    SheetKind.SESSIONS: {
        Field.CLASS_CODE: _CLASS_CODE,
        Field.CLASS_NAME: _CLASS_NAME,
        Field.DATE: "日期 上课日期 授课日期 培训日期",
        Field.HALF_DAY: "时段 上下午 午别 半天 时间段",
        Field.STARTS_AT: "开始 开始时间 上课 起",
        Field.ENDS_AT: "结束 结束时间 下课 下课时间 止",
        Field.TIMES: "时间 起止时间 上课时间 授课时间 具体时间",
        Field.MINUTES: "时长 授课时长 课程时长 课时 学时 分钟 分钟数 时长分钟",
        Field.TOPIC: "课程 课程名称 课程内容 授课内容 培训内容 内容 课题 专题 科目",
        Field.LECTURER: "授课人 授课教师 授课老师 讲师 教师 老师 主讲人 主讲 师资",
        Field.LECTURER_TITLE: "职称 职务职称 职称职务 授课人职称 教师职称",
        Field.LECTURER_ORGANISATION: "授课人单位 教师单位 讲师单位 老师单位 工作单位 所在单位 单位",
        Field.COMPULSORY: "必修 是否必修 必修选修 课程性质",
        Field.PLACE: "地点 上课地点 授课地点 教室",
        Field.NOTE: _NOTE,
    },
    SheetKind.ATTENDANCE: {
        Field.CLASS_CODE: _CLASS_CODE,
        Field.CLASS_NAME: _CLASS_NAME,
        Field.DATE: "日期 签到日期 上课日期 培训日期 考勤日期",
        Field.HALF_DAY: "时段 上下午 午别 半天 时间段",
        Field.NAME: _NAME,
        Field.IDENTITY: _IDENTITY,
        Field.ORGANISATION: _STATION,
        Field.SIGNED_IN: "签到时间 签到 扫码时间 签名扫码时间 上课签到 上课签到时间",
        Field.SIGNED_OUT: "签退时间 签退 下课签退 下课签退时间",
        Field.STATE: "状态 出勤状态 考勤状态 签到状态 出勤情况 考勤情况 出勤 考勤",
        Field.NOTE: f"{_NOTE} 补签理由 请假事由 事由 补签理由与批准人",
    },
    SheetKind.ATTENDANCE_WIDE: {
        Field.NAME: _NAME,
        Field.IDENTITY: _IDENTITY,
        Field.ORGANISATION: _STATION,
        Field.NOTE: _NOTE,
    },
}
_LOOKUP: Mapping[SheetKind, Mapping[str, Field]] = {
    kind: {name: field for field, names in fields.items() for name in names.split()}
    for kind, fields in _SYNONYMS.items()
}
# A heading row of the kind has at least one field of every group. Nobody calls a column 日期 in a roster.
_REQUIRED: Mapping[SheetKind, tuple[frozenset[Field], ...]] = {
    SheetKind.ORGANISATIONS: (
        frozenset({Field.ORGANISATION_NAME}),
        frozenset({Field.LEVEL, Field.PARENT}),
        frozenset({Field.PARENT, Field.AREA_CODE}),
    ),
    SheetKind.PERSONS: (
        frozenset({Field.NAME}),
        frozenset({Field.ORGANISATION, Field.IDENTITY}),
        frozenset(
            {Field.POST, Field.DUTY, Field.EDUCATION, Field.QUALIFICATION, Field.HIRED, Field.IDENTITY}
        ),
    ),
    SheetKind.CLASSES: (
        frozenset({Field.CLASS_CODE, Field.CLASS_NAME}),
        frozenset({Field.ORGANISER, Field.ROUND, Field.PROVIDER}),
        frozenset({Field.STARTS_ON, Field.DATES, Field.ENDS_ON}),
    ),
    SheetKind.SESSIONS: (
        frozenset({Field.DATE}),
        frozenset({Field.TOPIC}),
        frozenset({Field.MINUTES, Field.LECTURER, Field.HALF_DAY, Field.STARTS_AT, Field.TIMES}),
    ),
    SheetKind.ATTENDANCE: (
        frozenset({Field.NAME}),
        frozenset({Field.DATE}),
        frozenset({Field.HALF_DAY, Field.STATE, Field.SIGNED_IN}),
    ),
}
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_DECORATION = re.compile(r"[*:/、,·_\-]+")
# A row that repeats none of the first headings is data: most rows are settled here.
_FIRST_COLUMNS = 3
_ORDINALS = frozenset({"序号", "序", "编号", "NO", "NO."})


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field stands (counted from 0) and in what unit its heading says it is."""

    index: int
    unit: TimeUnit | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised heading row; `row` counts from 1, `body` is the first row below all headings."""

    kind: SheetKind
    row: int
    body: int
    columns: Mapping[Field, Column]
    ordinal: int | None


def heading_key(cell: Cell) -> str:
    """A heading without line breaks, spaces, stars and what stands in brackets."""
    if not isinstance(cell, str):
        return ""
    return _DECORATION.sub("", _BRACKETS.sub("", compact(cell)))


def heading_unit(cell: Cell) -> TimeUnit | None:
    """The unit that a heading names, in brackets or not: 时长(分钟), 时长/小时, 学时."""
    words = compact(cell)
    if "学时" in words or "课时" in words:
        return TimeUnit.CREDIT_HOUR
    if "分钟" in words:
        return TimeUnit.MINUTE
    return TimeUnit.HOUR if "小时" in words else None


def columns_of(cells: Sequence[Cell], kind: SheetKind) -> dict[Field, Column]:
    """The fields of one kind of sheet that a row names; the first of two equal headings wins."""
    known = _LOOKUP[kind]
    found: dict[Field, Column] = {}
    for index, cell in enumerate(cells):
        field = known.get(heading_key(cell)) or _by_unit(cell, known)
        if field is not None:
            found.setdefault(field, Column(index, heading_unit(cell)))
    return found


def _by_unit(cell: Cell, known: Mapping[str, Field]) -> Field | None:
    """时长分钟 and 时长/小时 name their unit without brackets."""
    return (
        known.get(heading_key(cell).removesuffix("分钟").removesuffix("小时"))
        if isinstance(cell, str)
        else None
    )


def ordinal_column(cells: Sequence[Cell]) -> int | None:
    """Where the running numbers of a sheet stand."""
    return next((index for index, cell in enumerate(cells) if heading_key(cell).upper() in _ORDINALS), None)


def find_heading(rows: Sequence[Sequence[Cell]]) -> Heading | None:
    """The best heading row of the five list sheets; a wide sign-in sheet is found by `wide.find_wide`."""
    best: Heading | None = None
    for number, cells in enumerate(rows[:HEADING_SEARCH_ROWS], start=1):
        for kind, groups in _REQUIRED.items():
            columns = columns_of(cells, kind)
            complete = all(group & columns.keys() for group in groups)
            if complete and (best is None or len(columns) > len(best.columns)):
                best = Heading(kind, number, number + 1, columns, ordinal_column(cells))
    return best


def repeats_heading(cells: Sequence[Cell], heading: Heading) -> bool:
    """Printed on every page and copied along: the same headings once more."""
    known = _LOOKUP[heading.kind]
    places = list(heading.columns.items())
    same = 0
    for checked, (field, column) in enumerate(places, start=1):
        if column.index < len(cells) and known.get(heading_key(cells[column.index])) is field:
            same += 1
        if not same and checked == _FIRST_COLUMNS:
            return False
    return same >= 2 and same * 2 >= len(places)


def letters(columns: Mapping[Field, Column]) -> tuple[tuple[str, str], ...]:
    """Excel's letters of the columns, by the names of their fields."""
    return tuple((field.value, column_letter(column.index + 1)) for field, column in columns.items())
