"""The official forms that the platform fills, each a declaration: its columns are what officials expect to find."""

from __future__ import annotations

from core.sentences import Sentence, say
from organisations.roles import Permission
from people.words import PostKind
from reporting.rules.metrics import METRICS
from reporting.rules.official.columns import (
    NAME,
    NUMBER,
    ORGANISATION,
    PLACE,
    POST,
    REMARK,
    by_hand,
    distinct,
    number,
    text,
)  # fmt: skip
from reporting.rules.official.declared_brief import BRIEF
from reporting.rules.official.declared_classes import DOSSIER_INDEX, RESULTS
from reporting.rules.official.declared_people import HOLDERS, PERSON_RECORD
from reporting.rules.official.declared_supervision import SUPERVISION
from reporting.rules.official.declared_teachers import TEACHERS
from reporting.rules.official.shape import Asks, Column, OfficialForm, Table
from reporting.words import Dimension, Side

_CAME = say("实到人数")
REGISTER = OfficialForm(
    "class-register", 1, say("培训班台账"), say("一个班次一行：主办、时间、人数、人次、时长和学时。"), Asks.PERIOD,
    (Table("classes", say("培训班台账"), (
        NUMBER, text("year", say("年度"), 6), text("class", say("班次名称"), 24),
        text("document", say("文号"), 16), text("state", say("状态"), 7),
        text("tier", say("级"), 5), text("audience", say("层"), 9), text("kind", say("类"), 9),
        text("organiser", say("主办"), 18), text("provider", say("承办"), 18),
        text("contract", say("合同编号"), 14, say("合同")), text("money_source", say("经费来源"), 14, say("合同")),
        text("filing_number", say("备案号"), 14), text("first_day", say("起"), 11, say("起止日期")),
        text("last_day", say("止"), 11, say("起止日期")), number("days", say("天数")), text("venue", say("地点"), 14),
        text("mode", say("方式"), 6), number("planned", say("计划人数")),
        number("people", say("合计"), _CAME, "people"),
        *(number(f"people_{post.value}", post.label, _CAME, "people") for post in PostKind),
        number("visits", say("人次")), number("hours", say("时长（小时）"), metric="hours_delivered"),
        number("xueshi", say("学时（人·学时）"), metric="xueshi"), number("attendance", say("出勤率（%）")),
        number("courses", say("课程数")), number("lecturers", say("师资人数")),
        text("examined", say("考核方式"), 12), number("passed", say("合格人数"), metric="passed_tests"),
        by_hand("certified", say("发证数")), number("satisfaction", say("满意度（5分制）"), metric="satisfaction"),
        number("budget", say("预算"), say("经费（元）"), "budget"), number("spent", say("决算"), say("经费（元）"), "spent"),
        number("dossier", say("档案完整度（%）"), metric="dossier"), REMARK,
    )),),
)  # fmt: skip

TIMETABLE = OfficialForm(
    "timetable", 2, say("课程安排表"), say("一个班次的全部课次。"), Asks.CLASS,
    (Table("sessions", say("课程安排表"), (
        text("day", say("日期"), 12), text("half_day", say("时段"), 6), text("times", say("时间"), 12),
        number("minutes", say("时长（分钟）")), text("topic", say("课程"), 30), text("kind", say("类别"), 9),
        text("lecturer", say("授课人"), 10), text("title", say("职称"), 12, say("授课人职称、单位")),
        text("from", say("单位"), 20, say("授课人职称、单位")), text("venue", say("地点"), 16),
        text("compulsory", say("必修"), 6),
    )),),
    permission=Permission.VIEW_CLASSES,
)  # fmt: skip

ROSTER = OfficialForm(
    "roster", 3, say("学员名册"), say("一个班次的全部学员，身份证号和手机号只显示末四位。"), Asks.CLASS,
    (Table("people", say("学员名册"), (
        NUMBER, NAME, text("gender", say("性别"), 5), Column("nation", say("民族"), width=6, by_hand=True),
        text("identity", say("身份证号"), 20), text("born", say("出生年月"), 9), ORGANISATION, POST,
        text("duty", say("职务"), 10), text("education", say("学历"), 7), text("major", say("专业"), 12),
        text("level", say("证书等级"), 14), text("hired", say("入职日期"), 11), text("phone", say("手机"), 12),
        Column("lodging", say("住宿"), width=6, by_hand=True), REMARK,
    )),),
    permission=Permission.RUN_SIGN_IN,
)  # fmt: skip

SIGN_IN = OfficialForm(
    "sign-in", 4, say("签到表"), say("一个班次每半天一张，补签写明理由和批准人。"), Asks.CLASS,
    (Table("session", say("签到表"), (
        NUMBER, NAME, ORGANISATION, POST, text("came", say("签到"), 8, say("时间")),
        text("left", say("签退"), 8, say("时间")), text("late", say("迟到、早退"), 9), text("leave", say("请假"), 7),
        text("reason", say("理由"), 20, say("补签、补课")), text("approver", say("批准人"), 9, say("补签、补课")),
        Column("signature", say("签名"), width=12, by_hand=True),
    )),),
    permission=Permission.RUN_SIGN_IN,
)  # fmt: skip

_IN_PERIOD, _REGISTRATION = say("统计期内已修（小时）"), say("登记周期（小时）")
HOURS = OfficialForm(
    "personal-hours", 5, say("个人学时统计表"), say("统计范围内每人一行：统计期内学了多少，登记周期还缺多少。"), Asks.PERIOD,
    (
        Table("people", say("个人学时统计表"), (
            NUMBER, NAME, ORGANISATION, POST, text("level", say("证书等级"), 14),
            number("training", say("培训班"), _IN_PERIOD), number("lessons", say("线上课程"), _IN_PERIOD),
            number("hours", say("合计"), _IN_PERIOD), number("xueshi", say("折合学时")),
            text("registered", say("登记等级"), 14, _REGISTRATION), text("from", say("起"), 11, _REGISTRATION),
            text("to", say("止"), 11, _REGISTRATION), number("required", say("应修"), _REGISTRATION),
            number("done", say("已修"), _REGISTRATION), number("missing", say("缺口"), _REGISTRATION),
        )),
        Table("lines", say("逐条明细"), (
            NUMBER, text("day", say("日期"), 12), text("kind", say("种类"), 9), text("title", say("内容"), 36),
            number("hours", say("小时")), number("xueshi", say("学时")), text("entry", say("台账行号"), 10),
            text("rule", say("规则版本"), 22),
        )),
    ),
    permission=Permission.VIEW_PEOPLE,
)  # fmt: skip

ANNUAL_METRICS = (
    "rounds", "people", "visits", "hours_delivered", "xueshi", "xueshi_per_person",
)  # fmt: skip


def _annual(key: str, caption: Sentence, first: Column) -> Table:
    columns = [first]
    for side in Side:
        for code in ANNUAL_METRICS:
            metric = METRICS["visits.person-day" if code == "visits" else code]
            heading = say("%(name)s（小时）", name=metric.name) if code == "hours_delivered" else metric.name
            # Of 人次 only one unit adds up everywhere; the heading says so for the strictest.
            distinct = side not in metric.adds_up
            columns.append(
                Column(
                    f"{side.value}.{code}", heading, side.label, 9, metric.code, True, is_distinct=distinct
                )
            )
    return Table(key, caption, tuple(columns))


_STAFF = say("在岗人员持证")
ANNUAL = OfficialForm(
    "annual-report", 7, say("培训统计年报"),
    say("按地区一张，再按级、层、类、方式、证书等级、岗位等分块。主办和参训两种统计并列。"), Asks.PERIOD,
    (
        _annual("place", say("按地区"), PLACE),
        *(_annual(one.value, say("按%(what)s", what=one), text("place", one.label, 24)) for one in Dimension),
        Table("staff", say("在岗、覆盖和持证"), (
            PLACE, number("staff", say("在岗人数"), metric="staff"), number("trained", say("参训人数")),
            distinct("coverage", say("覆盖率（%）"), metric="coverage"),
            number("assistant", say("助理社会工作师"), _STAFF), number("worker", say("社会工作师"), _STAFF),
            number("senior", say("高级社会工作师"), _STAFF), number("certified", say("合计"), _STAFF, "certified"),
            distinct("certified_rate", say("持证率（%）"), metric="certified_rate"),
        )),
    ),
)  # fmt: skip

PRE_SERVICE = OfficialForm(
    "pre-service", 8, say("岗前培训完成表"), say("入职不满一年的人：应完成日期、完成、超期、豁免，按单位汇总并逐人列出。"),
    Asks.PERIOD,
    (
        Table("places", say("按单位汇总"), (
            PLACE, number("required", say("应训"), metric="new_workers"), number("done", say("完成")),
            number("waived", say("豁免")), number("paused", say("暂停")), number("open", say("未到期")),
            number("overdue", say("超期")),
            distinct("rate", say("完成率（%）"), metric="pre_service_rate"),
        )),
        Table("people", say("逐人名单"), (
            NUMBER, NAME, ORGANISATION, POST, text("hired", say("入职日期"), 12), text("due", say("应完成日期"), 12),
            text("finished", say("完成日期"), 12), text("state", say("状态"), 8), REMARK,
        )),
    ),
)  # fmt: skip

FORMS: dict[str, OfficialForm] = {
    form.code: form
    for form in (
        REGISTER, TIMETABLE, ROSTER, SIGN_IN, HOURS, RESULTS, ANNUAL, PRE_SERVICE, SUPERVISION, HOLDERS,
        TEACHERS, DOSSIER_INDEX, PERSON_RECORD, BRIEF,
    )
}  # fmt: skip
