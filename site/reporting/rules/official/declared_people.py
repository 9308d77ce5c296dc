"""Official forms of people: certificates and registration, and one person's record."""

from __future__ import annotations

from core.sentences import say
from organisations.roles import Permission
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
from reporting.rules.official.shape import Asks, Column, OfficialForm, Table

_LEVELS, _REGISTERED = say("按证书等级"), say("登记")
_VALID, _WINDOW = say("登记有效期"), say("再登记受理期")
_CYCLE = say("本登记周期继续教育（小时）")
HOLDERS = OfficialForm(
    "certificate-register", 11, say("持证与登记台账"),
    say("统计范围内的持证人员：等级、登记有效期、再登记受理期、继续教育小时。"), Asks.PERIOD,
    (
        Table("places", say("按单位汇总"), (
            PLACE, number("holders", say("持证人数"), metric="certified"),
            number("assistant", say("助理社会工作师"), _LEVELS), number("worker", say("社会工作师"), _LEVELS),
            number("senior", say("高级社会工作师"), _LEVELS),
            number("service", say("服务性"), say("按岗位")), number("administrative", say("事务性"), say("按岗位")),
            number("other", say("其他"), say("按岗位")),
            number("none", say("没有登记周期"), _REGISTERED), number("not_yet", say("未到受理期"), _REGISTERED),
            number("open", say("受理期内"), _REGISTERED), number("over", say("已过有效期"), _REGISTERED),
            number("short", say("受理期内小时不够"), _REGISTERED),
            distinct("enough_rate", say("有效登记中小时已够（%）")),
        )),
        Table("people", say("持证与登记台账"), (
            NUMBER, NAME, text("identity", say("身份证号"), 20), ORGANISATION, POST,
            text("level", say("证书等级"), 14), by_hand("certificate", say("证书管理号"), width=16),
            by_hand("passed", say("通过日期"), width=11), by_hand("first_due", say("首次登记期限"), width=11),
            text("registered", say("登记等级"), 14), text("kind", say("登记类别"), 9),
            text("from", say("起"), 11, _VALID), text("to", say("止"), 11, _VALID),
            text("opens", say("起"), 11, _WINDOW), text("closes", say("止"), 11, _WINDOW),
            number("required", say("应修"), _CYCLE), number("done", say("已修"), _CYCLE),
            number("missing", say("缺口"), _CYCLE), text("state", say("状态"), 14), REMARK,
        )),
    ),
    permission=Permission.VIEW_PEOPLE,
)  # fmt: skip

PERSON_RECORD = OfficialForm(
    "person-record", 14, say("一人一档"), say("一个人的任职、培训、学时、证书和登记周期，从人员页面打开。"), Asks.PERSON,
    (
        Table("facts", say("基本情况"), (text("item", say("项目"), 16), text("content", say("内容"), 40))),
        Table("posts", say("任职"), (
            NUMBER, ORGANISATION, text("title", say("职务"), 12), POST, text("from", say("起"), 12),
            text("to", say("止"), 12),
        )),
        Table("classes", say("培训班"), (
            NUMBER, text("class", say("班次名称"), 28), text("organiser", say("主办"), 20),
            text("first_day", say("起"), 12, say("起止日期")), text("last_day", say("止"), 12, say("起止日期")),
            number("sessions", say("到课课次")), number("hours", say("小时")), number("xueshi", say("学时")),
            text("test", say("班次考核"), 10),
        )),
        Table("years", say("各年学时"), (
            text("year", say("年度"), 8), number("training", say("培训班"), say("小时")),
            number("lessons", say("线上课程"), say("小时")), number("hours", say("合计"), say("小时")),
            number("xueshi", say("折合学时")),
        )),
        Table("certificates", say("结业证书"), (
            NUMBER, text("certificate", say("证书编号"), 22), text("course", say("课程"), 28),
            text("issued", say("发证日期"), 12), text("state", say("状态"), 12),
        )),
        Table("registrations", say("登记周期"), (
            NUMBER, text("registered", say("登记等级"), 14), text("kind", say("登记类别"), 10),
            text("from", say("起"), 12, _VALID), text("to", say("止"), 12, _VALID),
            number("required", say("应修"), _CYCLE), number("done", say("已修"), _CYCLE),
            number("missing", say("缺口"), _CYCLE),
        )),
        Table("by_hand", say("平台没有记录的材料"), (
            text("item", say("项目"), 16), Column("content", say("内容"), width=40, by_hand=True),
        )),
    ),
    permission=Permission.VIEW_PEOPLE, landscape=False,
)  # fmt: skip
