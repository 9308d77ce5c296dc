"""Small training sheets as grids: clean ones, for tests to dirty."""

import datetime

from core.sheets.grid import Sheet, Workbook
from people.rules import check_digit

CLASS_CODE = "YF2022-01-G"
CLASS_NAME = "云浮市2022年度双百工程第1期岗前培训班"

ORGANISATIONS = ("名称", "层级", "上级单位", "区划代码")
PERSONS = (
    "序号", "姓名", "性别", "身份证号", "出生年月", "社工站", "岗位", "职务", "学历", "专业", "证书等级", "入职日期", "手机号",
    "备注",
)  # fmt: skip
CLASSES = (
    "班次编号", "年度", "班次名称", "期", "级", "层", "类", "主办", "承办", "备案号", "开班日期", "结班日期", "地点", "方式",
    "计划人数",
)  # fmt: skip
SESSIONS = (
    "班次编号",
    "日期",
    "时段",
    "开始",
    "结束",
    "时长(分钟)",
    "课程",
    "授课人",
    "职称",
    "授课人单位",
    "必修",
)
ATTENDANCE = ("班次编号", "日期", "时段", "姓名", "身份证号", "单位", "签到时间", "签退时间", "状态", "备注")


def identity(serial, born="19731126"):
    first = f"990000{born}{serial:03d}"
    return first + check_digit(first)


def organisation(name="云浮市民政局", level="市", parent="广东省民政厅", code="445300"):
    return [name, level, parent, code]


def person(serial=1, **changed):
    row = dict(
        zip(
            PERSONS,
            [
                serial, "陈志强", "男", identity(serial), "1973-11", "云城区云城街道社工站", "服务性", "副站长", "本科",
                "社会工作", "社会工作师", datetime.date(2021, 12, 21), "19900000001", None,
            ],
            strict=True,
        )
    )  # fmt: skip
    return list((row | changed).values())


def training_class(**changed):
    row = dict(
        zip(
            CLASSES,
            [
                CLASS_CODE, 2022, CLASS_NAME, 1, "市", "新入职", "岗前", "云浮市民政局", "云浮市委党校", "云民培备〔2022〕01号",
                datetime.date(2022, 12, 5), datetime.date(2022, 12, 9), "云浮市委党校", "面授", 44,
            ],
            strict=True,
        )
    )  # fmt: skip
    return list((row | changed).values())


def session(**changed):
    row = dict(
        zip(
            SESSIONS,
            [
                CLASS_CODE, datetime.date(2022, 12, 5), "上午", "09:00", "12:00", 180, "党的理论与政策", "王教员", "副教授",
                "某理工学院社会工作系", "是",
            ],
            strict=True,
        )
    )  # fmt: skip
    return list((row | changed).values())


def attendance(serial=1, **changed):
    row = dict(
        zip(
            ATTENDANCE,
            [
                CLASS_CODE, datetime.date(2022, 12, 5), "上午", "陈志强", identity(serial), "云城区云城街道社工站", "08:52",
                "12:03", "出勤", None,
            ],
            strict=True,
        )
    )  # fmt: skip
    return list((row | changed).values())


def sheet(*rows, name="Sheet1", merged=(), hidden=False):
    return Sheet(name=name, rows=tuple(tuple(row) for row in rows), merged=tuple(merged), hidden=hidden)


def book(*sheets, name="表.xlsx"):
    return Workbook(name=name, sheets=tuple(sheets))


def listed(heading, *rows, file="表.xlsx", **details):
    """A sheet with its title, its note and its heading in row 3, as bureaus send it."""
    note = ["填报单位：云浮市民政局　　填报日期：2023-03-01"]
    return book(sheet(["标题"], note, heading, *rows, **details), name=file)
